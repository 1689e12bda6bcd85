#pragma once

#include <string_view>

namespace aictl {

/// The version of this program, as in `0.1.0`; the build says it.
inline constexpr std::string_view version = AICTL_VERSION;

}  // namespace aictl
