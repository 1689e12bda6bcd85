#pragma once

#include <string>
#include <vector>

#include "core/gpu/device.h"

namespace aictl::gpu::bench {

/// The devices as they are measured: one that is divided (MIG) is its instances, each a device of its own
/// with the instance's model, UUID and memory. What the PCIe link can do is not said of those: they have a
/// part of the copy engines.
std::vector<Device> subjectsOf(const std::vector<Device>& devices);

/// Why a device cannot be measured; "" where it can.
std::string obstacle(const Device& device);

}  // namespace aictl::gpu::bench
