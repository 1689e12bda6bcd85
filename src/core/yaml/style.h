#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace aictl::yaml {

/// Where a text is written: as the value of a line (or item), as a key, or between brackets on one line.
enum class Position : std::uint8_t { value, key, brackets };

enum class Style : std::uint8_t { plain, doubleQuoted, singleQuoted, literal };

/// The style in which all YAML readers read the text back as this string, and a person would write it:
/// several lines as a block (`|`), else unquoted where that is safe.
Style styleFor(std::string_view text, Position position);

/// Adds the text in double quotes. What is not printable becomes an escape, bytes that are not UTF-8 the
/// replacement character.
void appendDoubleQuoted(std::string& out, std::string_view text);

void appendSingleQuoted(std::string& out, std::string_view text);

}  // namespace aictl::yaml
