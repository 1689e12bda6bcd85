#include "core/rdma/bench/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace aictl::rdma::bench {

statistics::Summary TestResult::latency() const { return samples.summary().scaled(isHalved() ? 0.5 : 1); }

std::vector<double> TestResult::figures() const {
  std::vector<double> all;
  for (const RoundResult& round : rounds)
    all.push_back(test.measure == Measure::latency ? round.latencyNanoseconds : round.bytesPerSecond);
  return all;
}

double TestResult::figure() const { return statistics::median(figures()); }

std::int64_t TestResult::retransmissions() const {
  std::int64_t sum = 0;
  for (const RoundResult& round : rounds) sum += std::max<std::int64_t>(0, round.retransmissions);
  return sum;
}

std::string_view name(End end) { return end == End::client ? "client" : "server"; }

std::string countersText(const Counters& counters) {
  std::string text;
  for (const auto& [name, count] : counters)
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", name, count);
  return text;
}

Counters Report::portFaults(End end) const {
  std::map<std::string, std::int64_t> sums;
  for (const TestResult& result : results) {
    for (const RoundResult& round : result.rounds) {
      const Counters& counters = end == End::client ? round.clientPortFaults : round.serverPortFaults;
      for (const auto& [name, count] : counters) sums[name] += count;
    }
  }
  return {sums.begin(), sums.end()};
}

}  // namespace aictl::rdma::bench
