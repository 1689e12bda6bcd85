#include "core/yaml/place.h"

#include <algorithm>
#include <limits>

#include "core/yaml/utf8.h"

namespace aictl::yaml {
namespace {

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return !isContinuation(c); }));
}

}  // namespace

Origin placeAt(std::string_view text, std::size_t offset, std::uint16_t file) {
  const std::string_view before = text.substr(0, offset);
  const auto line = static_cast<std::uint32_t>(std::ranges::count(before, '\n') + 1);
  const std::size_t lineStart = before.rfind('\n') + 1;  // npos + 1 is 0
  return {line, boundedColumn(characters(before.substr(lineStart)) + 1), file};
}

std::string words(Origin origin) {
  return "line " + std::to_string(origin.line) + ", column " + std::to_string(origin.column);
}

std::uint16_t boundedColumn(std::size_t column) {
  return static_cast<std::uint16_t>(std::min<std::size_t>(column, std::numeric_limits<std::uint16_t>::max()));
}

Origin Places::at(std::size_t offset, std::size_t line, std::size_t lineStart) {
  const auto number = static_cast<std::uint32_t>(line);
  if (ascii_) return {number, boundedColumn(offset - lineStart + 1), file_};
  if (lineStart != lineStart_ || offset < offset_) {
    lineStart_ = lineStart;
    offset_ = lineStart;
    characters_ = 0;
  }
  characters_ += characters(text_.substr(offset_, offset - offset_));
  offset_ = offset;
  return {number, boundedColumn(characters_ + 1), file_};
}

}  // namespace aictl::yaml
