#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/gpu/answer.h"

/// AMD's devices by ROCm SMI.
namespace aictl::gpu {

inline constexpr std::string_view amdLibraries[] = {"librocm_smi64.so.7", "librocm_smi64.so.6",
                                                    "librocm_smi64.so.5", "librocm_smi64.so.1",
                                                    "librocm_smi64.so",   "/opt/rocm/lib/librocm_smi64.so"};

/// Asks the library at `library` (that of the system with ""). Calls into the driver: only for a worker.
Outcome readAmd(const std::string& library, const Sink& sink);

}  // namespace aictl::gpu
