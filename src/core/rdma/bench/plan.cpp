#include "core/rdma/bench/plan.h"

#include <fmt/format.h>

#include <algorithm>

namespace aictl::rdma::bench {
namespace {

bool has(const std::vector<Transport>& all, Transport one) {
  return std::ranges::find(all, one) != all.end();
}

std::vector<Transport> chosenTransports(const std::vector<Transport>& common, Findings& notes) {
  std::vector<Transport> chosen;
  std::ranges::copy_if(common, std::back_inserter(chosen),
                       [](Transport one) { return one != Transport::datagram; });
  if (std::ranges::none_of(chosen, usesRdma)) {
    notes.push_back(
        {.severity = Severity::warning,
         .rule = "no-rdma",
         .message = "there is no RDMA device that can be used on both sides: no figure here is one of RDMA",
         .remedy = "'aictl rdma check' on both sides says what is missing"});
  }
  return chosen;
}

std::vector<Operation> operationsOf(const Wish& wish, Transport transport) {
  if (transport != Transport::reliable) return {Operation::send};
  return wish.operations.empty() ? std::vector{Operation::write} : wish.operations;
}

std::vector<std::uint64_t> sizesOf(const Wish& wish, Measure measure) {
  constexpr std::uint64_t small = 8;
  constexpr std::uint64_t large = 64U << 10U;
  if (!wish.sizes.empty()) return wish.sizes;
  return {measure == Measure::latency ? small : large};
}

void addTests(const Wish& wish, Transport transport, Measure measure, std::vector<Test>& tests) {
  if (transport == Transport::datagram && measure == Measure::bandwidth) return;
  for (const Operation operation : operationsOf(wish, transport)) {
    for (const std::uint64_t bytes : sizesOf(wish, measure)) {
      const Direction direction = measure == Measure::bandwidth ? wish.direction : Direction::oneWay;
      tests.push_back({measure, transport, operation, direction, bytes});
    }
  }
}

}  // namespace

std::vector<std::uint64_t> sweep() {
  constexpr unsigned largest = 23;  // 8 MiB, as perftest's -a
  std::vector<std::uint64_t> sizes;
  for (unsigned power = 1; power <= largest; ++power) sizes.push_back(std::uint64_t{1} << power);
  return sizes;
}

Result<Configuration> planFor(const Wish& wish, const std::vector<Transport>& common, Findings& notes) {
  for (const Transport transport : wish.transports) {
    if (has(common, transport)) continue;
    const bool isRdma = usesRdma(transport);
    return Failure(isRdma ? ExitCode::notHere : ExitCode::badInput,
                   Finding{.rule = "bench",
                           .message = fmt::format("{} is not to be had on both sides", name(transport)),
                           .remedy = isRdma ? "'aictl rdma check' on both sides says what is missing"
                                            : "shared memory is measured with --loopback"});
  }
  const auto transports = wish.transports.empty() ? chosenTransports(common, notes) : wish.transports;
  const auto measures =
      wish.measures.empty() ? std::vector{Measure::latency, Measure::bandwidth} : wish.measures;
  Configuration configuration = wish.settings;
  configuration.tests.clear();
  for (const Measure measure : measures) {
    for (const Transport transport : transports) addTests(wish, transport, measure, configuration.tests);
  }
  Findings findings = check(configuration);
  if (!findings.empty()) return Failure(ExitCode::badInput, std::move(findings));
  return configuration;
}

}  // namespace aictl::rdma::bench
