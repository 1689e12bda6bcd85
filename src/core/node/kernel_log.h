#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace aictl::node {

/// A line of the kernel's log.
struct KernelMessage {
  std::int64_t microseconds = 0;  ///< since the machine began
  std::string text;
};

/// What the kernel's log holds now, from /dev/kmsg (Linux Documentation/ABI/testing/dev-kmsg); in words where
/// it cannot be read, which takes root or CAP_SYSLOG. Never waits for more of it.
Result<std::vector<KernelMessage>> kernelLog(const std::string& root);

}  // namespace aictl::node
