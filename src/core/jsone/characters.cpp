#include "core/jsone/characters.h"

#include <locale.h>
#include <wctype.h>

#include <algorithm>

namespace aictl::jsone {

namespace {

bool isAscii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool isContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80; }

struct Character {
  char32_t code = 0;
  std::size_t size = 1;
};

Character decode(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t size = lead < 0xC2 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 1;
  if (size == 1 || text.size() < size) return {lead, 1};
  char32_t code = lead & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if (!isContinuation(text[i])) return {lead, 1};
    code = (code << 6U) | (static_cast<unsigned char>(text[i]) & 0x3FU);
  }
  return {code, size};
}

void encode(char32_t code, std::string& out) {
  const auto put = [&out](char32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | (code >> 6U));
    put(0x80 | (code & 0x3FU));
  } else if (code < 0x10000) {
    put(0xE0 | (code >> 12U));
    put(0x80 | ((code >> 6U) & 0x3FU));
    put(0x80 | (code & 0x3FU));
  } else {
    put(0xF0 | (code >> 18U));
    put(0x80 | ((code >> 12U) & 0x3FU));
    put(0x80 | ((code >> 6U) & 0x3FU));
    put(0x80 | (code & 0x3FU));
  }
}

bool isSpace(char32_t code) {
  return (code >= 0x09 && code <= 0x0D) || code == 0x20 || code == 0xA0 || code == 0x1680 ||
         (code >= 0x2000 && code <= 0x200A) || code == 0x2028 || code == 0x2029 || code == 0x202F ||
         code == 0x205F || code == 0x3000 || code == 0xFEFF;
}

// The mapping of the C library for one fixed locale, so that the machine's own does not matter.
template <class Map>
std::string mapCharacters(std::string_view text, Map map) {
  static const locale_t unicode = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const auto [code, size] = decode(text);
    if (size > 1 && unicode != nullptr) {
      encode(static_cast<char32_t>(map(static_cast<wint_t>(code), unicode)), result);
    } else {
      result.append(text.substr(0, size));
    }
    text.remove_prefix(size);
  }
  return result;
}

std::string lowerAscii(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  return result;
}

std::string upperAscii(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
  return result;
}

}  // namespace

std::size_t firstCharacterSize(std::string_view text) { return decode(text).size; }

std::size_t countCharacters(std::string_view text) {
  if (isAscii(text)) return text.size();
  std::size_t count = 0;
  for (; !text.empty(); ++count) text.remove_prefix(firstCharacterSize(text));
  return count;
}

std::string_view characters(std::string_view text, std::size_t first, std::size_t last) {
  if (isAscii(text)) return text.substr(std::min(first, text.size()), last - first);
  std::size_t begin = 0;
  std::size_t number = 0;
  for (; number < first && begin < text.size(); ++number) begin += firstCharacterSize(text.substr(begin));
  std::size_t end = begin;
  for (; number < last && end < text.size(); ++number) end += firstCharacterSize(text.substr(end));
  return text.substr(begin, end - begin);
}

std::size_t leadingSpace(std::string_view text) {
  std::size_t size = 0;
  while (size < text.size()) {
    const auto character = decode(text.substr(size));
    if (!isSpace(character.code)) break;
    size += character.size;
  }
  return size;
}

std::string_view stripLeft(std::string_view text) { return text.substr(leadingSpace(text)); }

std::string_view stripRight(std::string_view text) {
  while (!text.empty()) {
    std::size_t begin = text.size() - 1;
    while (begin > 0 && text.size() - begin < 4 && isContinuation(text[begin])) --begin;
    const auto character = decode(text.substr(begin));
    if (begin + character.size != text.size() || !isSpace(character.code)) break;
    text = text.substr(0, begin);
  }
  return text;
}

std::string lowercase(std::string_view text) {
  return isAscii(text) ? lowerAscii(text) : mapCharacters(lowerAscii(text), towlower_l);
}

std::string uppercase(std::string_view text) {
  return isAscii(text) ? upperAscii(text) : mapCharacters(upperAscii(text), towupper_l);
}

}  // namespace aictl::jsone
