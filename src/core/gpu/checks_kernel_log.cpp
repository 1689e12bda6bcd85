#include <fmt/format.h>

#include <algorithm>

#include "core/gpu/checks.h"
#include "core/gpu/driver_error.h"

namespace aictl::gpu::checks {
namespace {

std::string seconds(std::int64_t microseconds) {
  constexpr std::int64_t million = 1'000'000;
  return fmt::format("{} s after the machine began", microseconds / million);
}

Verdict verdictOf(ErrorAction action) {
  switch (action) {
    case ErrorAction::none:
    case ErrorAction::application:
      return Verdict::pass;
    case ErrorAction::watch:
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
std::vector<std::pair<DriverError, int>> counted(const std::vector<DriverError>& errors) {
  std::vector<std::pair<DriverError, int>> groups;
  for (const DriverError& error : errors) {
    const auto same = std::ranges::find_if(groups, [&](const auto& group) {
      return group.first.number == error.number && group.first.pciAddress == error.pciAddress;
    });
    if (same == groups.end()) {
      groups.emplace_back(error, 1);
    } else {
      same->first = error;
      ++same->second;
    }
  }
  return groups;
}

Observations unreadable(const Machine& machine) {
  const Finding& finding = machine.kernelLog.failure().findings.front();
  return {{.verdict = Verdict::skipped, .evidence = finding.message, .remedy = finding.remedy}};
}

/// What the log has of a kind of errors.
Observations errors(const Machine& machine, const ErrorCatalogue& catalogue) {
  if (!machine.kernelLog) return unreadable(machine);
  Observations observations;
  for (const auto& [error, times] : counted(errorsIn(*machine.kernelLog, catalogue))) {
    const ErrorMeaning meaning = meaningOf(error, catalogue);
    observations.push_back(
        {.device = deviceAt(machine, error.pciAddress),
         .verdict = verdictOf(meaning.action),
         .evidence = fmt::format("{} {}: {} ({}{}: {})", catalogue.kind, error.number, meaning.words,
                                 times == 1 ? "" : fmt::format("{} times, last ", times),
                                 seconds(error.microseconds), error.text),
         .remedy = std::string(remedyOf(meaning.action, catalogue))});
  }
  if (observations.empty())
    observations.push_back({.evidence = fmt::format("the kernel's log has no {}", catalogue.kind)});
  return observations;
}

}  // namespace

Observations xid(const Machine& machine, const Expectations& /*expected*/) {
  const bool hasNvidia = std::ranges::any_of(machine.inventory.devices,
                                             [](const Device& device) { return device.vendor == "nvidia"; });
  return hasNvidia ? errors(machine, xids()) : Observations();
}

Observations sxid(const Machine& machine, const Expectations& /*expected*/) {
  const bool hasSwitches =
      std::ranges::any_of(machine.inventory.pciDevices,
                          [](const node::PciDevice& device) { return device.driver == "nvidia-nvswitch"; });
  return hasSwitches ? errors(machine, sxids()) : Observations();
}

}  // namespace aictl::gpu::checks
