#pragma once

#include <vector>

#include "core/gpu/device.h"
#include "core/gpu/nvml.h"
#include "core/gpu/questions.h"

namespace aictl::gpu {

/// Memory errors and what was done about them, the recovery action, and the state of the fabric.
void readNvidiaHealth(const nvml::Api& api, nvml::Device handle, Device& device, Questions& questions);

/// The names of the bits of nvmlClocksEventReason*; a bit that is not in the header has its number.
std::vector<ClockReason> nvidiaClockReasons(unsigned long long bits);

/// What nvmlGpuFabricInfo's health mask says is wrong; `healthy` where it says nothing.
std::string nvidiaFabricHealth(unsigned mask);

}  // namespace aictl::gpu
