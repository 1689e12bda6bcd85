#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/origin.h"

namespace aictl::yaml {

/// The place of a byte of a text: its line, and its column in characters. An offset beyond the end stands
/// for the end.
Origin placeAt(std::string_view text, std::size_t offset, std::uint16_t file);

/// `line 3, column 7`, for a finding that names a second place.
std::string words(Origin origin);

/// A column as an origin holds it: what is beyond 65535 stays there.
std::uint16_t boundedColumn(std::size_t column);

/// Places of bytes that are asked for mostly in the order of the text: each costs the way from the one
/// before, so that long lines stay linear. `lineStart` is the offset of the line's first byte.
class Places {
 public:
  Places(std::string_view text, std::uint16_t file, bool ascii) : text_(text), file_(file), ascii_(ascii) {}

  Origin at(std::size_t offset, std::size_t line, std::size_t lineStart);

 private:
  std::string_view text_;
  std::uint16_t file_;
  bool ascii_;
  std::size_t offset_ = 0;      // of the place asked for last, or its line's start
  std::size_t lineStart_ = 0;   // of its line
  std::size_t characters_ = 0;  // between both
};

}  // namespace aictl::yaml
