#include <fmt/format.h>

#include <algorithm>

#include "core/gpu/checks.h"

namespace aictl::gpu::checks {
namespace {

std::string linkText(const Measure& generation, const Measure& width) {
  const auto number = [](const Measure& measure) {
    return measure ? fmt::format("{}", *measure) : std::string("?");
  };
  return fmt::format("generation {} x{}", number(generation), number(width));
}

bool isLess(const Measure& now, const Measure& most) { return now && most && *now < *most; }

Measure larger(const Measure& a, const Measure& b) { return !a ? b : !b ? a : std::max(*a, *b); }

/// A link that has nothing to carry goes down in its generation.
bool isBusy(const Device& device) {
  constexpr double someLoad = 5;
  return device.utilizationPercent.value_or(0) >= someLoad;
}

}  // namespace

Observations pcie(const Machine& machine, const Expectations& expected) {
  return eachDevice(machine, [&](const Device& device) -> std::optional<Observation> {
    if (!device.pcieWidth && !device.pcieGeneration) return std::nullopt;
    const Measure width = larger(device.pcieWidthMaximum, expected.pcieWidth);
    const Measure generation = larger(device.pcieGenerationMaximum, expected.pcieGeneration);
    const std::string now = linkText(device.pcieGeneration, device.pcieWidth);
    const std::string most = linkText(generation, width);
    // Of a device that cannot do what is expected, no load would change the generation.
    const bool isNarrow = isLess(device.pcieWidth, width);
    const bool isSlow = isLess(device.pcieGeneration, generation);
    const bool cannot = isLess(device.pcieGenerationMaximum, expected.pcieGeneration);
    if (isNarrow || cannot || (isSlow && isBusy(device))) {
      return Observation{
          .verdict = Verdict::fail,
          .evidence = fmt::format("the link is {}, and should be {}", now, most),
          .remedy = "seat the device and its riser anew; look at the slot's settings in the firmware"};
    }
    if (isSlow) {
      return Observation{
          .evidence = fmt::format("the link is {} of {}: it is idle, and goes up under load", now, most)};
    }
    return Observation{.evidence = "the link is " + now};
  });
}

Observations pcieReplays(const Machine& machine, const Expectations& /*expected*/) {
  return eachDevice(machine, [](const Device& device) -> std::optional<Observation> {
    if (!device.pcieReplays) return std::nullopt;
    if (*device.pcieReplays == 0) return Observation{.evidence = "no packet was sent again"};
    return Observation{.verdict = Verdict::warn,
                       .evidence = fmt::format("{} packets were sent again since the driver was loaded",
                                               *device.pcieReplays),
                       .remedy = "watch whether there are more; then seat the device and its riser anew"};
  });
}

Observations nvlink(const Machine& machine, const Expectations& expected) {
  return eachDevice(machine, [&](const Device& device) -> std::optional<Observation> {
    const auto active = static_cast<double>(std::ranges::count_if(device.links, &Link::active));
    const Measure wanted = expected.nvlinks ? expected.nvlinks : device.linkCount;
    if (!wanted || (*wanted == 0 && active == 0)) return std::nullopt;
    if (active < *wanted) {
      std::vector<int> inactive;
      for (const Link& link : device.links) {
        if (!link.active) inactive.push_back(link.number);
      }
      return Observation{
          .verdict = Verdict::fail,
          .evidence = fmt::format("{} of {} NVLinks are active{}", active, *wanted,
                                  inactive.empty() ? "" : fmt::format("; not {}", fmt::join(inactive, ", "))),
          .remedy = "see the fabric manager's log; reset all devices of the machine together"};
    }
    double errors = 0;
    for (const Link& link : device.links)
      errors += link.recoveryErrors.value_or(0) + link.replayErrors.value_or(0) + link.crcErrors.value_or(0);
    if (errors == 0)
      return Observation{.evidence = fmt::format("{} NVLinks are active, without errors", active)};
    return Observation{.verdict = Verdict::warn,
                       .evidence = fmt::format("{} NVLinks are active, with {} errors", active, errors),
                       .remedy = "watch whether there are more"};
  });
}

Observations fabric(const Machine& machine, const Expectations& /*expected*/) {
  return eachDevice(machine, [](const Device& device) -> std::optional<Observation> {
    if (device.fabricState.empty() || device.fabricState == "not supported") return std::nullopt;
    const std::string evidence =
        "the registration at the fabric is " + device.fabricState +
        (device.fabricHealth.empty() ? "" : ", and the fabric is: " + device.fabricHealth);
    const bool isWell = device.fabricState == "completed" && device.fabricHealth == "healthy";
    if (isWell) return Observation{.evidence = evidence};
    return Observation{.verdict = Verdict::fail,
                       .evidence = evidence,
                       .remedy = "see that nvidia-fabricmanager runs, in the version of the driver"};
  });
}

}  // namespace aictl::gpu::checks
