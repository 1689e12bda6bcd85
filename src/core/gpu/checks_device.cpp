#include <fmt/format.h>

#include <algorithm>

#include "core/gpu/checks.h"

namespace aictl::gpu::checks {
namespace {

constexpr const char* reset = "drain the node and reset the device";

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
