#include "core/rdma/bench/expectation.h"

#include <fmt/format.h>

#include "core/node/pci.h"

namespace aictl::rdma::bench {
namespace {

constexpr double bitsPerByte = 8;

std::optional<double> numberAt(const Value& value, std::initializer_list<std::string_view> path) {
  const Value* number = find(value, path);
  return number != nullptr && number->isNumber() ? std::optional(number->number()) : std::nullopt;
}

/// The port that a machine measured with; null for none.
Value portOf(const Value& machine) {
  const Value* ports = find(machine, {"rdma", "device", "ports"});
  const Value* number = find(machine, {"rdma", "port"});
  if (ports == nullptr || number == nullptr || !ports->isList()) return {};
  for (const Value& port : ports->items()) {
    const Value* own = port.find("port");
    if (own != nullptr && *own == *number) return port;
  }
  return {};
}

double payloadOf(const Value& port) {
  constexpr double largest = 4096;
  return numberAt(port, {"mtu"}).value_or(largest);
}

/// Bytes beside the payload of a packet that take time on the wire. RoCE v2: preamble 8, Ethernet 14 + 4, gap
/// 12, IPv4 20, UDP 8, BTH 12, ICRC 4; InfiniBand: LRH 8, BTH 12, ICRC 4, VCRC 2.
double headersOf(const Value& port) {
  constexpr double roce = 82;
  constexpr double infiniband = 26;
  return findString(port, {"linkLayer"}) == "Ethernet" ? roce : infiniband;
}

void lower(std::optional<Expectation>& expectation, double gigabits, std::string limit) {
  if (!expectation || gigabits < expectation->gigabits) expectation = Expectation{gigabits, std::move(limit)};
}

/// By what a PCI link carries, as `linkValue` has it.
void lowerByLink(const Value& link, const std::string& name, std::optional<Expectation>& expectation) {
  const auto generation = numberAt(link, {"generation"});
  const auto width = numberAt(link, {"width"});
  if (!generation || !width) return;
  const auto pcie =
      node::pcieGigabits(static_cast<std::int64_t>(*generation), static_cast<std::int64_t>(*width));
  // A write of 256 B has 12 to 16 B of header, 6 of the link layer and 4 of framing (PCI Express
  // Base 6.0, 2.2, 3.6).
  constexpr double share = 256.0 / (256 + 26);
  if (pcie) lower(expectation, *pcie * share, fmt::format("{}, gen{:g} x{:g}", name, *generation, *width));
}

/// The slowest PCI link between a side's GPU and its device.
std::string wayToGpu(const Value& link, const char* side) {
  return fmt::format("the PCI link of {} on the way to the GPU of the {}", findString(link, {"address"}),
                     side);
}

/// False where nothing can be expected of the machine's device.
bool lowerBy(const Value& machine, const char* side, std::optional<Expectation>& expectation) {
  const Value port = portOf(machine);
  const Value* software = find(machine, {"rdma", "device", "software"});
  const auto rate = numberAt(port, {"gigabitsPerSecond"});
  if (!rate || software == nullptr || !software->isBoolean() || software->boolean()) return false;
  const double payload = payloadOf(port);
  lower(expectation, *rate * payload / (payload + headersOf(port)),
        fmt::format("the link of the {}, {:g} Gb/s with packets of {:g} B", side, *rate, payload));
  if (const Value* link = find(machine, {"rdma", "device", "pci"}))
    lowerByLink(*link, fmt::format("the PCI slot of the {}", side), expectation);
  if (const Value* link = find(machine, {"rdma", "gpu", "link"}))
    lowerByLink(*link, wayToGpu(*link, side), expectation);
  return true;
}

/// Whether a PCI link, null for none, is less than its device can have.
bool isBelowItsDevice(const Value* link) {
  const auto isBelow = [&](const char* now, const char* most) {
    const auto current = numberAt(*link, {now});
    const auto possible = numberAt(*link, {most});
    return current && possible && *current < *possible;
  };
  return link != nullptr && (isBelow("generation", "generationMaximum") || isBelow("width", "widthMaximum"));
}

void addCauses(const Value& machine, const char* side, std::vector<std::string>& causes) {
  if (isBelowItsDevice(find(machine, {"rdma", "device", "pci"})))
    causes.push_back(fmt::format("the PCI link of the {} is slower than its device's", side));
  const Value* const link = find(machine, {"rdma", "gpu", "link"});
  if (isBelowItsDevice(link))
    causes.push_back(fmt::format("{} is slower than its device's", wayToGpu(*link, side)));
  const std::string_view distance = findString(machine, {"rdma", "gpu", "distance"});
  if (distance == "PHB" || distance == "NODE" || distance == "SYS") {
    causes.push_back(fmt::format("the GPU of the {} ({}) and {} are below no common PCI switch: {}", side,
                                 findString(machine, {"rdma", "gpu", "pciAddress"}),
                                 findString(machine, {"rdma", "device", "name"}), distance));
  }
  constexpr double largest = 4096;
  if (payloadOf(portOf(machine)) < largest)
    causes.push_back(fmt::format("small packets (MTU) of the {}", side));
  const std::string_view governor = findString(machine, {"governor"});
  if (!governor.empty() && governor != "performance")
    causes.push_back(fmt::format("the CPU governor {} of the {}", governor, side));
}

/// What both sides counted while it was measured.
void addFaults(const TestResult& result, const Report& report, std::vector<std::string>& causes) {
  if (result.retransmissions() > 0)
    causes.push_back(fmt::format("lost packets, sent again {} times", result.retransmissions()));
  for (const End end : {End::client, End::server}) {
    const Counters faults = report.portFaults(end);
    if (!faults.empty())
      causes.push_back(fmt::format("faults at the port of the {} ({})", name(end), countersText(faults)));
  }
}

}  // namespace

std::optional<Expectation> expectationOf(const Report& report, const Test& test) {
  if (test.measure != Measure::bandwidth || !usesRdma(test.transport)) return std::nullopt;
  std::optional<Expectation> expectation;
  if (!lowerBy(report.client, "client", expectation) || !lowerBy(report.server, "server", expectation))
    return std::nullopt;
  return expectation;
}

Findings judgeReach(const Report& report) {
  constexpr std::uint64_t largeMessage = 64U << 10U;
  constexpr double enough = 0.85;
  Findings findings;
  for (const TestResult& result : report.results) {
    const auto expectation = expectationOf(report, result.test);
    if (!expectation || result.test.bytes < largeMessage) continue;
    const double ways = result.test.direction == Direction::bothWays ? 2 : 1;
    const double share = result.figure() * bitsPerByte / 1e9 / (ways * expectation->gigabits);
    std::vector<std::string> causes;
    if (share < enough) {
      addFaults(result, report, causes);
      addCauses(report.client, "client", causes);
      addCauses(report.server, "server", causes);
    }
    findings.push_back(
        {.severity = share < enough ? Severity::warning : Severity::info,
         .rule = "reach",
         .message = fmt::format("{}: {:.0f} % of what can be had of {}", text(result.test), share * 100,
                                expectation->limit),
         .remedy = causes.empty() ? std::string() : fmt::format("likely: {}", fmt::join(causes, "; "))});
  }
  return findings;
}

}  // namespace aictl::rdma::bench
