#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/gpu/answer.h"

/// Huawei's Ascend devices by DCMI.
namespace aictl::gpu {

inline constexpr std::string_view ascendLibraries[] = {"libdcmi.so", "/usr/local/dcmi/libdcmi.so",
                                                       "/usr/local/Ascend/driver/lib64/driver/libdcmi.so"};

/// Asks the library at `library` (that of the system with ""). Calls into the driver: only for a worker.
Outcome readAscend(const std::string& library, const Sink& sink);

}  // namespace aictl::gpu
