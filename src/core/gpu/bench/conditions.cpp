#include "core/gpu/bench/conditions.h"

#include "core/gpu/nvidia.h"
#include "core/gpu/nvidia_health.h"

namespace aictl::gpu::bench {
namespace {

void keepLeast(Measure& least, double reading) { least = std::min(least.value_or(reading), reading); }
void keepMost(Measure& most, double reading) { most = std::max(most.value_or(reading), reading); }

}  // namespace

Watch::Watch(const std::string& path, unsigned index) : library_(path, nvidiaLibraries), api_(library_) {
  const bool isReady = api_.init && api_.handle && api_.init() == nvml::success &&
                       api_.handle(index, &device_) == nvml::success;
  if (!isReady) device_ = nullptr;
}

void Watch::moveBesideDevice() const {
  if (device_ != nullptr && api_.setCpuAffinity) api_.setCpuAffinity(device_);
}

void Watch::look() {
  if (device_ == nullptr) return;
  constexpr int multiprocessors = 1;  // NVML_CLOCK_SM
  constexpr int chip = 0;             // NVML_TEMPERATURE_GPU
  constexpr double milli = 1000;
  unsigned reading = 0;
  if (api_.clock && api_.clock(device_, multiprocessors, &reading) == nvml::success) {
    keepLeast(seen_.clockMinimumMegahertz, reading);
    keepMost(seen_.clockMaximumMegahertz, reading);
  }
  if (api_.temperature && api_.temperature(device_, chip, &reading) == nvml::success)
    keepMost(seen_.temperatureMaximumCelsius, reading);
  if (api_.power && api_.power(device_, &reading) == nvml::success)
    keepMost(seen_.powerMaximumWatts, reading / milli);
  unsigned long long bits = 0;
  if (!api_.clockReasons || api_.clockReasons(device_, &bits) != nvml::success) return;
  for (const ClockReason& reason : nvidiaClockReasons(bits)) {
    if (std::ranges::find(seen_.clockReasons, reason.name) == seen_.clockReasons.end())
      seen_.clockReasons.push_back(reason.name);
  }
}

Conditions Watch::take() { return std::exchange(seen_, {}); }

}  // namespace aictl::gpu::bench
