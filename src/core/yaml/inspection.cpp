#include "core/yaml/inspection.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/yaml/place.h"
#include "core/yaml/utf8.h"

namespace aictl::yaml {
namespace {

constexpr char32_t byteOrderMark = 0xFEFF;

/// Bytes that need a second look; most are none of them.
constexpr std::array<bool, 256> unusual = [] {
  std::array<bool, 256> table{};
  for (std::size_t byte = 0; byte < table.size(); ++byte) {
    table[byte] = (byte < 0x20 && byte != '\t' && byte != '\n') || byte >= 0x7F || byte == '\\';
  }
  return table;
}();

Finding fault(std::string message, std::string remedy) {
  Finding finding;
  finding.rule = "yaml-characters";
  finding.message = std::move(message);
  finding.remedy = std::move(remedy);
  return finding;
}

bool looksLikeUtf16(std::string_view text) {
  return text.starts_with("\xFE\xFF") || text.starts_with("\xFF\xFE") ||
         text.substr(0, 4).find('\0') != std::string_view::npos;
}

Finding notUtf8(std::string_view text, std::size_t offset) {
  if (looksLikeUtf16(text)) {
    return fault("the text is UTF-16 or UTF-32; expected UTF-8", "save the file as UTF-8");
  }
  return fault(fmt::format("byte 0x{:02X} is not valid UTF-8", static_cast<unsigned char>(text[offset])),
               "save the file as UTF-8");
}

/// What is wrong with the character at the offset; nothing where it may stand there.
std::optional<Finding> faultAt(std::string_view text, std::size_t offset, Character character) {
  if (character.bytes == 0 || (character.code == 0 && looksLikeUtf16(text))) return notUtf8(text, offset);
  if (character.code == byteOrderMark) {
    return fault(offset == 0 ? "the text begins with a byte order mark; expected UTF-8 without one"
                             : "a byte order mark stands inside the text",
                 "save the file as UTF-8 without a byte order mark");
  }
  if (character.code == '\r' && text.substr(offset, 2) != "\r\n") {
    return fault("a carriage return without a line feed", "end lines with a line feed");
  }
  if (!isPrintable(character.code)) {
    return fault(fmt::format("control character U+{:04X}", static_cast<std::uint32_t>(character.code)),
                 "remove it, or write it as an escape in double quotes");
  }
  return {};
}

}  // namespace

Inspection inspect(std::string_view text, std::uint16_t file) {
  Inspection result;
  const auto next = [text](std::size_t from) {
    const auto isUnusual = [](char c) { return unusual[static_cast<unsigned char>(c)]; };
    return static_cast<std::size_t>(std::find_if(text.begin() + from, text.end(), isUnusual) - text.begin());
  };
  for (std::size_t offset = next(0); offset < text.size(); offset = next(offset)) {
    if (text[offset] == '\\') {
      const std::string_view escaped = text.substr(offset + 1, 1);
      result.shortEscapes |= escaped == "N" || escaped == "_";
      ++offset;
      continue;
    }
    const Character character = firstCharacter(text.substr(offset));
    result.fault = faultAt(text, offset, character);
    if (result.fault) {
      result.fault->origin = placeAt(text, offset, file);
      return result;
    }
    result.ascii &= character.bytes == 1;
    offset += character.bytes;
  }
  return result;
}

}  // namespace aictl::yaml
