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
  std::ranges::copy_if(common, std::back_inserter(chosen), [](Transport one) { return holdsBack(one); });
  if (std::ranges::none_of(chosen, usesRdma)) {
    notes.push_back(
        {.severity = Severity::warning,
         .rule = "no-rdma",
         .message = "there is no RDMA device that can be used on both sides: no figure here is one of RDMA",
         .remedy = "'aictl rdma check' on both sides says what is missing"});
  }
  return chosen;
}

/// Of the operations that were asked for those that the transport has.
std::vector<Operation> operationsOf(const Wish& wish, Marking marking, Transport transport, Measure measure) {
  if (wish.operations.empty()) {
    const bool isPolled = has(transport, Operation::write) && wish.settings.waiting == Waiting::polling;
    if (!isPolled) return {Operation::send};
    if (measure == Measure::bandwidth)
      return {hasBandwidth(transport, Operation::write) ? Operation::write : Operation::send};
    return {marking == Marking::inMessage ? Operation::write : Operation::writeImmediate};
  }
  std::vector<Operation> chosen;
  std::ranges::copy_if(wish.operations, std::back_inserter(chosen),
                       [&](Operation operation) { return has(transport, operation); });
  // What nobody named is measured beside RDMA, in the one way that it has.
  if (chosen.empty() && wish.transports.empty()) chosen = {Operation::send};
  return chosen;
}

std::vector<std::uint64_t> sizesOf(const Wish& wish, Transport transport, Measure measure,
                                   Operation operation) {
  constexpr std::uint64_t small = 8;
  constexpr std::uint64_t large = 64U << 10U;
  constexpr std::uint64_t packet = 1U << 10U;  // that RoCE carries with Ethernet's usual MTU
  if (!wish.sizes.empty()) return wish.sizes;
  if (measure == Measure::latency || isAtomic(operation)) return {small};
  return {transport == Transport::datagram ? packet : large};
}

void addTests(const Wish& wish, Marking marking, Transport transport, Measure measure,
              std::vector<Test>& tests, Findings& notes) {
  for (const Operation operation : operationsOf(wish, marking, transport, measure)) {
    if (measure == Measure::bandwidth && !hasBandwidth(transport, operation)) {
      notes.push_back(untoldBandwidth(transport, operation));
      notes.back().severity = Severity::info;
      continue;
    }
    for (const std::uint64_t bytes : sizesOf(wish, transport, measure, operation)) {
      const Direction direction = measure == Measure::bandwidth ? wish.direction : Direction::oneWay;
      tests.push_back({measure, transport, operation, direction, bytes});
    }
  }
}

/// Says what is left out of what was asked for by name; a Failure where that is all.
Result<bool> tellMissing(const Wish& wish, Findings& notes) {
  for (const Transport transport : wish.transports) {
    std::vector<std::string_view> missing;
    for (const Operation operation : wish.operations) {
      if (!has(transport, operation)) missing.push_back(name(operation));
    }
    if (missing.empty()) continue;
    Finding finding{.severity = Severity::info,
                    .rule = "bench",
                    .message = fmt::format("{} has no {}", name(transport), fmt::join(missing, ", "))};
    if (missing.size() == wish.operations.size()) {
      finding.severity = Severity::error;
      finding.remedy = transport == Transport::unreliable ? "uc has send, write and write-imm"
                                                          : fmt::format("{} has send", name(transport));
      return Failure(ExitCode::badInput, std::move(finding));
    }
    notes.push_back(std::move(finding));
  }
  return true;
}

}  // namespace

std::vector<std::uint64_t> sweep() {
  constexpr unsigned largest = 23;  // 8 MiB, as perftest's -a
  std::vector<std::uint64_t> sizes;
  for (unsigned power = 1; power <= largest; ++power) sizes.push_back(std::uint64_t{1} << power);
  return sizes;
}

Result<Configuration> planFor(const Wish& wish, const Common& common, Findings& notes) {
  for (const Transport transport : wish.transports) {
    if (has(common.transports, transport)) continue;
    const bool isRdma = usesRdma(transport);
    return Failure(isRdma ? ExitCode::notHere : ExitCode::badInput,
                   Finding{.rule = "bench",
                           .message = fmt::format("{} is not to be had on both sides", name(transport)),
                           .remedy = isRdma ? "'aictl rdma check' on both sides says what is missing"
                                            : "shared memory is measured with --loopback"});
  }
  if (const auto told = tellMissing(wish, notes); !told) return told.failure();
  const auto transports =
      wish.transports.empty() ? chosenTransports(common.transports, notes) : wish.transports;
  const auto measures =
      wish.measures.empty() ? std::vector{Measure::latency, Measure::bandwidth} : wish.measures;
  Configuration configuration = wish.settings;
  configuration.tests.clear();
  configuration.marking = common.marking;
  for (const Measure measure : measures) {
    for (const Transport transport : transports)
      addTests(wish, common.marking, transport, measure, configuration.tests, notes);
  }
  if (configuration.tests.empty())
    return Failure(ExitCode::badInput, untoldBandwidth(Transport::unreliable, Operation::write));
  Findings findings = check(configuration);
  if (!findings.empty()) return Failure(ExitCode::badInput, std::move(findings));
  return configuration;
}

}  // namespace aictl::rdma::bench
