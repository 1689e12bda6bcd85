#pragma once

#include <string>

#include "core/base/value.h"

namespace aictl::commands {

/// What a folder shows of the program in it, as templates know it (`found`, templates/README.md), without a
/// cluster. What cannot be read shows nothing.
Value lookAtFolder(const std::string& folder);

}  // namespace aictl::commands
