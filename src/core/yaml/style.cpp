#include "core/yaml/style.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "core/yaml/scalar.h"
#include "core/yaml/utf8.h"

namespace aictl::yaml {
namespace {

/// What counts for the choice of a style.
struct Content {
  bool escapes = false;  // something can be written in double quotes only
  bool tabs = false;
  bool lineEnds = false;
  bool quotes = false;      // a double quote or backslash
  bool indicators = false;  // a part that would end or change an unquoted text
  bool brackets = false;    // a character that means something between brackets
};

/// YAML 1.1 readers take these for line ends, and a byte order mark for the start of a text.
bool isRisky(char32_t code) {
  return !isPrintable(code) || code == '\r' || code == 0x85 || code == 0x2028 || code == 0x2029 ||
         code == 0xFEFF;
}

Content look(std::string_view text) {
  Content content;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    switch (c) {
      case '\n':
        content.lineEnds = true;
        break;
      case '\t':
        content.tabs = true;
        break;
      case '"':
      case '\\':
        content.quotes = true;
        break;
      case ':':
        content.indicators |= i + 1 == text.size() || text[i + 1] == ' ';
        break;
      case '#':
        content.indicators |= i > 0 && text[i - 1] == ' ';
        break;
      case ',':
      case '[':
      case ']':
      case '{':
      case '}':
      case '?':
        content.brackets = true;
        break;
      default:
        if (c >= ' ' && c < 0x7F) break;
        const Character character = firstCharacter(text.substr(i));
        if (character.bytes == 0 || isRisky(character.code)) {
          content.escapes = true;
          return content;
        }
        i += character.bytes - 1U;
    }
  }
  return content;
}

/// Whether the first and last characters let a text on one line stand unquoted.
bool endsAreSafe(std::string_view text) {
  constexpr std::string_view indicators = ",[]{}#&*!|>'\"%@`?: ";
  if (indicators.find(text.front()) != std::string_view::npos || text.back() == ' ') return false;
  if (text.front() == '-') return text.size() > 1 && text[1] != ' ' && !text.starts_with("---");
  return !text.starts_with("...");
}

/// Whether a block keeps the text as it is. A line of blanks alone, at the end without a line end, is lost
/// by some readers; a text of line ends alone is nothing that a person sees.
bool isBlock(std::string_view text) {
  const std::size_t lastLine = text.rfind('\n') + 1;
  const bool blankEnd =
      lastLine < text.size() && text.find_first_not_of(" \t", lastLine) == std::string_view::npos;
  return !blankEnd && text.find_first_not_of(" \t\n") != std::string_view::npos;
}

void appendEscape(std::string& out, std::uint32_t code) {
  if (code < 0x100) {
    fmt::format_to(std::back_inserter(out), "\\x{:02x}", code);
  } else {
    fmt::format_to(std::back_inserter(out), "\\u{:04x}", code);
  }
}

}  // namespace

Style styleFor(std::string_view text, Position position) {
  if (text.empty()) return Style::doubleQuoted;
  const Content content = look(text);
  if (content.escapes) return Style::doubleQuoted;
  if (content.lineEnds) {
    return position == Position::value && isBlock(text) ? Style::literal : Style::doubleQuoted;
  }
  if (content.tabs) return Style::doubleQuoted;
  const bool special = content.indicators || (content.brackets && position == Position::brackets);
  if (!special && endsAreSafe(text) && !readersDiffer(text)) return Style::plain;
  return content.quotes ? Style::singleQuoted : Style::doubleQuoted;
}

void appendDoubleQuoted(std::string& out, std::string_view text) {
  out += '"';
  for (std::size_t i = 0; i < text.size();) {
    const Character character = firstCharacter(text.substr(i));
    switch (character.code) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\r':
        out += "\\r";
        break;
      default:
        if (character.bytes == 0) {
          append(out, 0xFFFD);
        } else if (!isRisky(character.code)) {
          out += text.substr(i, character.bytes);
        } else {
          appendEscape(out, static_cast<std::uint32_t>(character.code));
        }
    }
    i += std::max<std::size_t>(character.bytes, 1);
  }
  out += '"';
}

void appendSingleQuoted(std::string& out, std::string_view text) {
  out += '\'';
  for (const char c : text) {
    out += c;
    if (c == '\'') out += c;
  }
  out += '\'';
}

}  // namespace aictl::yaml
