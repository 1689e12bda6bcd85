#pragma once

#include <string>
#include <string_view>

namespace aictl::commands {

/// `1 entry`, `2 entries`
inline std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return std::to_string(count).append(" ").append(count == 1 ? one : many);
}

}  // namespace aictl::commands
