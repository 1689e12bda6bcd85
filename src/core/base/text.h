#pragma once

#include <string>
#include <string_view>

namespace aictl {

/// The text with the capital letters of ASCII made small.
std::string lowered(std::string_view text);

}  // namespace aictl
