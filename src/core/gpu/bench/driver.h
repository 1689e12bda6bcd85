#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/gpu/bench/cuda.h"

namespace aictl::gpu::bench {

/// Starts the CUDA driver. None where it has started; else why it does not, and what to do.
std::optional<Outcome> start(const cuda::Api& api);

/// A device that CUDA shows to this process, and its address on the PCI bus.
struct Place {
  cuda::Device device = 0;
  std::string pciAddress;  ///< as sysfs writes it
};

/// All of them, as CUDA counts them, which is another order than that of NVML. Throws a Fault.
std::vector<Place> places(const cuda::Api& api);

}  // namespace aictl::gpu::bench
