#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/finding.h"

namespace YAML {
class Exception;
}

namespace aictl::yaml {

/// How far the parser came.
struct Progress {
  /// A list or map that has begun and not ended.
  struct Open {
    std::size_t offset = 0;
    std::size_t column = 0;  ///< in bytes, from 0
    bool isMap = false;
    bool inBrackets = false;
  };

  std::string_view text;
  std::uint16_t file = 0;
  std::vector<Open> open;             ///< from the outermost
  std::size_t node = 0;               ///< offset of what was read last
  std::optional<std::size_t> scalar;  ///< offset of the scalar that was read last
};

/// A fault that yaml-cpp found, in words for who wrote the text, with what to do.
Finding syntaxFault(const YAML::Exception& exception, const Progress& progress);

/// The finding for a quote that never ends, which yaml-cpp takes for ended at the end of the text.
std::optional<Finding> openQuoteFault(const Progress& progress);

/// The finding for a tab in the indentation of the line that begins at the offset.
std::optional<Finding> tabFault(std::string_view text, std::size_t lineStart, std::uint16_t file);

Finding syntaxFinding(Origin origin, std::string message, std::string remedy);

}  // namespace aictl::yaml
