#pragma once

#include <string>

namespace aictl::commands {

/// A cell as RFC 4180 has it: in quotes where it has to be.
std::string csvCell(const std::string& text);

}  // namespace aictl::commands
