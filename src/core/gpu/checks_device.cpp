#include <fmt/format.h>

#include <algorithm>

#include "core/gpu/checks.h"
#include "core/gpu/xid.h"

namespace aictl::gpu::checks {
namespace {

constexpr const char* reset = "drain the node and reset the device";

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

}  // namespace

Observations health(const Machine& machine, const Expectations& /*expected*/) {
  return eachDevice(machine, [](const Device& device) -> std::optional<Observation> {
    if (device.health.empty()) return std::nullopt;
    if (device.health == "ok") return Observation{.evidence = "the driver says that it is well"};
    return Observation{
        .verdict = Verdict::fail, .evidence = "the driver says: " + device.health, .remedy = reset};
  });
}

Observations recoveryAction(const Machine& machine, const Expectations& /*expected*/) {
  return eachDevice(machine, [](const Device& device) -> std::optional<Observation> {
    if (device.recoveryAction.empty()) return std::nullopt;
    if (device.recoveryAction == "none") return Observation{.evidence = "the driver asks for no recovery"};
    return Observation{.verdict = Verdict::fail,
                       .evidence = "the driver asks for: " + device.recoveryAction,
                       .remedy = "drain the node, then do what the driver asks for"};
  });
}

Observations ecc(const Machine& machine, const Expectations& /*expected*/) {
  return eachDevice(machine, [](const Device& device) -> std::optional<Observation> {
    if (device.eccMode == "off") {
      return Observation{.verdict = Verdict::warn,
                         .evidence = "ECC is off: memory errors are neither corrected nor counted",
                         .remedy = "turn it on: nvidia-smi --ecc-config=1, and reset the device"};
    }
    if (device.eccUncorrected.value_or(0) > 0) {
      return Observation{
          .verdict = Verdict::fail,
          .evidence = fmt::format("{} memory errors that ECC could not correct since the driver "
                                  "was loaded",
                                  *device.eccUncorrected),
          .remedy = reset};
    }
    if (device.sramThreshold == "exceeded") {
      return Observation{.verdict = Verdict::fail,
                         .evidence = "errors of the on-chip memory exceed the device's threshold",
                         .remedy = "have the device replaced"};
    }
    if (!device.eccUncorrected) return std::nullopt;
    return Observation{
        .evidence = fmt::format("{} errors corrected, 0 not corrected", device.eccCorrected.value_or(0))};
  });
}

Observations rowRemapping(const Machine& machine, const Expectations& /*expected*/) {
  return eachDevice(machine, [](const Device& device) -> std::optional<Observation> {
    if (device.rowRemapping.empty()) return std::nullopt;
    const double rows = device.remappedRowsCorrected.value_or(0) + device.remappedRowsUncorrected.value_or(0);
    const std::string evidence = fmt::format("memory rows that were remapped: {}", rows);
    if (device.rowRemapping == "failed") {
      return Observation{.verdict = Verdict::fail,
                         .evidence = evidence + "; the device has no more to take their place",
                         .remedy = "have the device replaced"};
    }
    if (device.rowRemapping == "pending") {
      return Observation{
          .verdict = Verdict::fail, .evidence = evidence + "; more wait for a reset", .remedy = reset};
    }
    return Observation{.evidence = evidence};
  });
}

Observations xid(const Machine& machine, const Expectations& /*expected*/) {
  const bool hasNvidia = std::ranges::any_of(machine.inventory.devices,
                                             [](const Device& device) { return device.vendor == "nvidia"; });
  if (!hasNvidia) return {};
  if (!machine.kernelLog) {
    const Finding& finding = machine.kernelLog.failure().findings.front();
    return {{.verdict = Verdict::skipped, .evidence = finding.message, .remedy = finding.remedy}};
  }
  const auto groups = counted(xidsIn(*machine.kernelLog));
  if (groups.empty()) return {{.evidence = "the kernel's log has no Xid"}};
  Observations observations;
  for (const auto& [xid, times] : groups) {
    const XidMeaning meaning = xidMeaning(xid.number);
    observations.push_back({.device = deviceAt(machine, xid.pciAddress),
                            .verdict = verdictOf(meaning.action),
                            .evidence = fmt::format("Xid {}: {} ({}{}: {})", xid.number, meaning.words,
                                                    times == 1 ? "" : fmt::format("{} times, last ", times),
                                                    seconds(xid.microseconds), xid.text),
                            .remedy = std::string(remedy(meaning.action))});
  }
  return observations;
}

Observations clocks(const Machine& machine, const Expectations& /*expected*/) {
  return eachDevice(machine, [](const Device& device) -> std::optional<Observation> {
    if (!device.clockMegahertz) return std::nullopt;
    std::vector<std::string> faults;
    for (const ClockReason& reason : device.clockReasons) {
      if (reason.isFault) faults.push_back(reason.name);
    }
    const std::string clock = fmt::format("{:.0f} of {:.0f} MHz", *device.clockMegahertz,
                                          device.clockMaximumMegahertz.value_or(*device.clockMegahertz));
    if (faults.empty()) return Observation{.evidence = "no fault lowers the clock"};
    return Observation{.verdict = Verdict::fail,
                       .evidence = fmt::format("{} lowers the clock: {}", fmt::join(faults, ", "), clock),
                       .remedy = "look at cooling, power supply and the power cap of the chassis"};
  });
}

Observations temperature(const Machine& machine, const Expectations& /*expected*/) {
  return eachDevice(machine, [](const Device& device) -> std::optional<Observation> {
    if (!device.temperatureCelsius) return std::nullopt;
    if (!device.slowdownTemperatureCelsius) return std::nullopt;
    const std::string evidence = fmt::format("{:.0f} °C; it slows down at {:.0f} °C",
                                             *device.temperatureCelsius, *device.slowdownTemperatureCelsius);
    if (*device.temperatureCelsius < *device.slowdownTemperatureCelsius)
      return Observation{.evidence = evidence};
    return Observation{.verdict = Verdict::fail, .evidence = evidence, .remedy = "look at the cooling"};
  });
}

Observations powerLimit(const Machine& machine, const Expectations& /*expected*/) {
  return eachDevice(machine, [](const Device& device) -> std::optional<Observation> {
    if (!device.powerLimitWatts || !device.powerLimitDefaultWatts) return std::nullopt;
    const std::string evidence = fmt::format("it may draw {:.0f} W; as delivered {:.0f} W",
                                             *device.powerLimitWatts, *device.powerLimitDefaultWatts);
    if (*device.powerLimitWatts >= *device.powerLimitDefaultWatts) return Observation{.evidence = evidence};
    return Observation{
        .verdict = Verdict::warn,
        .evidence = evidence,
        .remedy = "raise the limit (nvidia-smi --power-limit) if nobody lowered it on purpose"};
  });
}

}  // namespace aictl::gpu::checks
