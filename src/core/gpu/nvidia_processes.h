#pragma once

#include "core/gpu/device.h"
#include "core/gpu/nvml.h"
#include "core/gpu/questions.h"

namespace aictl::gpu {

/// The processes that use the device.
void readNvidiaProcesses(const nvml::Api& api, nvml::Device handle, Device& device, Questions& questions);

}  // namespace aictl::gpu
