#include <fmt/format.h>

#include <algorithm>

#include "core/gpu/checks.h"
#include "core/gpu/sxid.h"

namespace aictl::gpu::checks {
namespace {

std::string seconds(std::int64_t microseconds) {
  constexpr std::int64_t million = 1'000'000;
  return fmt::format("{} s after the machine began", microseconds / million);
}

Verdict verdictOf(XidAction action) {
  switch (action) {
    case XidAction::none:
    case XidAction::application:
      return Verdict::pass;
    case XidAction::watch:
      return Verdict::warn;
    default:
      return Verdict::fail;
  }
}

std::string deviceAt(const Machine& machine, const std::string& addressWithoutFunction) {
  for (const Device& device : machine.inventory.devices) {
    if (device.pciAddress.starts_with(addressWithoutFunction + ".")) return nameOf(device);
  }
  return addressWithoutFunction;
}

/// The same error of one device once, with how often it came.
std::vector<std::pair<Xid, int>> counted(const std::vector<Xid>& xids) {
  std::vector<std::pair<Xid, int>> groups;
  for (const Xid& xid : xids) {
    const auto same = std::ranges::find_if(groups, [&](const auto& group) {
      return group.first.number == xid.number && group.first.pciAddress == xid.pciAddress;
    });
    if (same == groups.end()) {
      groups.emplace_back(xid, 1);
    } else {
      same->first = xid;
      ++same->second;
    }
  }
  return groups;
}

/// What the log has of a kind of errors, `Xid` or `SXid`.
template <class Meaning, class Remedy>
Observations errors(const Machine& machine, std::string_view kind, const std::vector<Xid>& found,
                    const Meaning& meaningOf, const Remedy& remedyOf) {
  Observations observations;
  for (const auto& [error, times] : counted(found)) {
    const XidMeaning meaning = meaningOf(error);
    observations.push_back({.device = deviceAt(machine, error.pciAddress),
                            .verdict = verdictOf(meaning.action),
                            .evidence = fmt::format("{} {}: {} ({}{}: {})", kind, error.number, meaning.words,
                                                    times == 1 ? "" : fmt::format("{} times, last ", times),
                                                    seconds(error.microseconds), error.text),
                            .remedy = std::string(remedyOf(meaning.action))});
  }
  if (observations.empty())
    observations.push_back({.evidence = fmt::format("the kernel's log has no {}", kind)});
  return observations;
}

Observations unreadable(const Machine& machine) {
  const Finding& finding = machine.kernelLog.failure().findings.front();
  return {{.verdict = Verdict::skipped, .evidence = finding.message, .remedy = finding.remedy}};
}

}  // namespace

Observations xid(const Machine& machine, const Expectations& /*expected*/) {
  const bool hasNvidia = std::ranges::any_of(machine.inventory.devices,
                                             [](const Device& device) { return device.vendor == "nvidia"; });
  if (!hasNvidia) return {};
  if (!machine.kernelLog) return unreadable(machine);
  const auto meaningOf = [](const Xid& xid) { return xidMeaning(xid.number); };
  return errors(machine, "Xid", xidsIn(*machine.kernelLog), meaningOf, remedy);
}

Observations sxid(const Machine& machine, const Expectations& /*expected*/) {
  const bool hasSwitches =
      std::ranges::any_of(machine.inventory.pciDevices,
                          [](const node::PciDevice& device) { return device.driver == "nvidia-nvswitch"; });
  if (!hasSwitches) return {};
  if (!machine.kernelLog) return unreadable(machine);
  return errors(machine, "SXid", sxidsIn(*machine.kernelLog), sxidMeaning, sxidRemedy);
}

}  // namespace aictl::gpu::checks
