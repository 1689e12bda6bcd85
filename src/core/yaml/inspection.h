#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/base/finding.h"

namespace aictl::yaml {

/// What one look over the bytes of a text tells before it is parsed.
struct Inspection {
  bool ascii = true;             ///< columns are bytes
  bool shortEscapes = false;     ///< `\N` or `\_` is there, which yaml-cpp turns into invalid UTF-8
  std::optional<Finding> fault;  ///< the first thing that no YAML text may hold
};

/// Looks for what yaml-cpp lets pass or reads wrongly: bytes that are not UTF-8, byte order marks, control
/// characters, carriage returns that end no line.
Inspection inspect(std::string_view text, std::uint16_t file);

}  // namespace aictl::yaml
