#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/gpu/answer.h"

/// NVIDIA's devices by NVML.
namespace aictl::gpu {

inline constexpr std::string_view nvidiaLibraries[] = {"libnvidia-ml.so.1", "libnvidia-ml.so"};

/// Asks the library at `library` (that of the system with ""). Calls into the driver: only for a worker.
Outcome readNvidia(const std::string& library, const Sink& sink);

}  // namespace aictl::gpu
