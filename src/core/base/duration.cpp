#include "core/base/duration.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

namespace aictl {
namespace {

struct Unit {
  std::string_view text;
  double seconds;
};

constexpr std::array units{Unit{"ms", 1e-3}, Unit{"s", 1},     Unit{"m", 60},
                           Unit{"h", 3600},  Unit{"d", 86400}, Unit{"w", 604800}};

constexpr double longest = 9223372036.0;  // 2^63 - 1 nanoseconds

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isLetter(char c) { return c >= 'a' && c <= 'z'; }

/// Takes the number at the beginning of the text off it; none where there is no plain decimal number.
std::optional<double> takeNumber(std::string_view& text) {
  const auto end = std::ranges::find_if_not(text, [](char c) { return isDigit(c) || c == '.'; });
  const auto number = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  double value = 0;
  const auto result =
      std::from_chars(number.data(), number.data() + number.size(), value, std::chars_format::fixed);
  if (result.ec != std::errc() || result.ptr != number.data() + number.size()) return std::nullopt;
  text.remove_prefix(number.size());
  return value;
}

std::optional<double> takeUnit(std::string_view& text) {
  const auto end = std::ranges::find_if_not(text, isLetter);
  const auto word = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  const auto* unit = std::ranges::find(units, word, &Unit::text);
  if (unit == units.end()) return std::nullopt;
  text.remove_prefix(word.size());
  return unit->seconds;
}

}  // namespace

std::optional<double> duration(std::string_view text) {
  double total = 0;
  bool first = true;
  do {
    const auto number = takeNumber(text);
    if (!number) return std::nullopt;
    const bool bare = first && text.empty();
    const auto unit = bare ? std::optional<double>(1) : takeUnit(text);
    if (!unit) return std::nullopt;
    total += *number * *unit;
    first = false;
  } while (!text.empty());
  if (total > longest) return std::nullopt;
  return total;
}

std::string withUnit(std::string_view text) {
  const bool isBare = text.find_first_not_of("0123456789.") == std::string_view::npos;
  return std::string(text) + (isBare ? "s" : "");
}

}  // namespace aictl
