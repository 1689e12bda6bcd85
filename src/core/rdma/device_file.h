#pragma once

#include <optional>
#include <string>

#include "core/base/finding.h"

namespace aictl::rdma {

/// Why this process cannot use a file of /dev/infiniband (`uverbs0`, `rdma_cm`), and what to do about it;
/// none where it can.
std::optional<Finding> deviceFileFault(const std::string& root, const std::string& file);

}  // namespace aictl::rdma
