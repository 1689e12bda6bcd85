#include "core/gpu/bench/verdict.h"

#include "core/gpu/bench/datasheet.h"
#include "core/gpu/bench/kinds.h"
#include "core/node/pci.h"

namespace aictl::gpu::bench {
namespace {

/// What the hardware can do, and where that is written.
struct Expectation {
  double figure = 0;
  std::string source;
  bool hasFloor = true;
};

std::optional<Expectation> ofLink(const Device& device, double directions) {
  if (!device.pcieGeneration || !device.pcieWidth) return std::nullopt;
  // An idle link trains down and comes up again for the copies: what it can have counts.
  const double generation = device.pcieGenerationMaximum.value_or(*device.pcieGeneration);
  const double width = device.pcieWidthMaximum.value_or(*device.pcieWidth);
  const auto gigabits =
      node::pcieGigabits(static_cast<std::int64_t>(generation), static_cast<std::int64_t>(width));
  if (!gigabits) return std::nullopt;
  constexpr double bytesPerGigabit = 1e9 / 8;
  return Expectation{*gigabits * bytesPerGigabit * directions,
                     fmt::format("PCIe generation {} x{}", generation, width)};
}

std::optional<Expectation> ofDatasheet(const Device& device, double Datasheet::*field, bool hasFloor) {
  const Datasheet* sheet = datasheetOf(device.model);
  if (sheet == nullptr || sheet->*field == 0) return std::nullopt;
  return Expectation{sheet->*field, std::string(sheet->source), hasFloor};
}

std::optional<Expectation> expectationOf(const Measurement& measurement, const Device& device) {
  const std::string& name = measurement.name;
  if (name == "host-to-device" || name == "device-to-host") return ofLink(device, 1);
  if (name == "both-ways") return ofLink(device, 2);
  if (name.starts_with("memory-")) return ofDatasheet(device, &Datasheet::memoryBytesPerSecond, true);
  if (name == "fp32") return ofDatasheet(device, &Datasheet::fp32, false);
  if (name == "tf32") return ofDatasheet(device, &Datasheet::tf32, false);
  if (name == "bf16") return ofDatasheet(device, &Datasheet::bf16, false);
  if (name == "fp8") return ofDatasheet(device, &Datasheet::fp8, false);
  return std::nullopt;
}

/// Whether both are of one model, as far as the devices' list tells.
bool areAlike(const std::string& one, const std::string& other, std::span<const Device> devices) {
  const auto modelOf = [&](const std::string& name) {
    const auto found =
        std::ranges::find_if(devices, [&](const Device& device) { return nameOf(device) == name; });
    return found == devices.end() ? std::string() : found->model;
  };
  return modelOf(one) == modelOf(other);
}

}  // namespace

Judgement judge(const Measurement& measurement, const Device& device) {
  constexpr double floor = 0.7;
  constexpr double leastBytes = 64.0 * 1024 * 1024;
  constexpr double percent = 100;
  if (measurement.trouble == Trouble::wrong) return {.verdict = Verdict::fail, .words = measurement.reason};
  const auto expected = expectationOf(measurement, device);
  if (!expected || !measurement.isMeasured()) return {};
  Judgement judgement{.expected = expected->figure, .source = expected->source};
  if (!expected->hasFloor || measurement.amount < leastBytes) return judgement;
  const double share = measurement.figure() / expected->figure;
  judgement.verdict = share < floor ? Verdict::fail : Verdict::pass;
  if (judgement.verdict == Verdict::fail) {
    judgement.words = fmt::format("it is {:.0f} % of what it can be ({}), and {:.0f} % are expected at least",
                                  share * percent, expected->source, floor * percent);
  }
  return judgement;
}

std::string slowerThanItsLike(const Measurement& measurement, std::span<const Measurement> all,
                              std::span<const Device> devices) {
  constexpr std::size_t least = 3;
  constexpr double margin = 0.1;
  if (!measurement.isMeasured() || !measurement.peer.empty()) return {};
  std::vector<double> nanoseconds;
  for (const Measurement& other : all) {
    if (other.name == measurement.name && other.isMeasured() &&
        areAlike(other.device, measurement.device, devices))
      nanoseconds.push_back(statistics::median(other.nanoseconds));
  }
  if (nanoseconds.size() < least) return {};
  const double usual = statistics::median(nanoseconds);
  const double own = statistics::median(measurement.nanoseconds);
  if (own <= usual / (1 - margin)) return {};
  constexpr double percent = 100;
  return fmt::format("it is {:.0f} % slower than the median of the {} devices of its model",
                     (1 - usual / own) * percent, nanoseconds.size());
}

}  // namespace aictl::gpu::bench
