#pragma once

#include "core/gpu/device.h"
#include "core/gpu/nvml.h"
#include "core/gpu/questions.h"

namespace aictl::gpu {

/// The NVLinks of the board, with what is at their other ends.
void readNvlinks(const nvml::Api& api, nvml::Device handle, Device& device, Questions& questions);

}  // namespace aictl::gpu
