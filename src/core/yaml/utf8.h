#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace aictl::yaml {

/// The character at the front of a text: its code point, and the bytes it takes; 0 bytes where the text
/// does not begin with valid UTF-8 (RFC 3629: no overlong forms, no surrogates, at most U+10FFFF).
struct Character {
  char32_t code = 0;
  std::uint8_t bytes = 0;
};

Character firstCharacter(std::string_view text);

/// Whether all of a text is valid UTF-8.
bool isUtf8(std::string_view text);

/// Whether the byte goes on a character that an earlier byte began.
inline bool isContinuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

/// Adds the character in UTF-8; the code point is at most U+10FFFF.
void append(std::string& text, char32_t code);

/// Whether YAML lets the character stand as it is (YAML 1.2, section 5.1, c-printable), tab and line breaks
/// included.
bool isPrintable(char32_t code);

}  // namespace aictl::yaml
