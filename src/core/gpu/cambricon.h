#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/gpu/answer.h"

/// Cambricon's devices by CNDEV.
namespace aictl::gpu {

inline constexpr std::string_view cambriconLibraries[] = {"libcndev.so",
                                                          "/usr/local/neuware/lib64/libcndev.so"};

/// Asks the library at `library` (that of the system with ""). Calls into the driver: only for a worker.
Outcome readCambricon(const std::string& library, const Sink& sink);

}  // namespace aictl::gpu
