#pragma once

#include <string>
#include <string_view>

namespace aictl::report {

/// A text as it may stand in HTML or XML and in their quoted attributes, whatever it holds.
std::string escaped(std::string_view text);

}  // namespace aictl::report
