#include "core/rdma/bench/report.h"

namespace aictl::rdma::bench {

statistics::Summary TestResult::latency() const { return samples.summary().scaled(isHalved() ? 0.5 : 1); }

std::vector<double> TestResult::figures() const {
  std::vector<double> all;
  for (const RoundResult& round : rounds)
    all.push_back(test.measure == Measure::latency ? round.latencyNanoseconds : round.bytesPerSecond);
  return all;
}

double TestResult::figure() const { return statistics::median(figures()); }

}  // namespace aictl::rdma::bench
