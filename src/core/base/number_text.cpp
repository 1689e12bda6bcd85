#include "core/base/number_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace aictl {
namespace {

struct Digits {
  std::string digits;  ///< without zeros at their ends
  int point = 0;       ///< the decimal point stands behind so many of them
};

/// Of a positive number. The library's own text has the right digits, in fixed or scientific form;
/// std::to_chars has as well, and brings 120 kB of tables.
Digits shortestDigits(double number) {
  const std::string text = fmt::format("{}", number);
  const auto mark = std::min(text.find('e'), text.size());
  const int exponent = mark < text.size() ? std::atoi(text.c_str() + mark + 1) : 0;
  std::string digits = text.substr(0, mark);
  const auto dot = std::min(digits.find('.'), digits.size());
  if (dot < digits.size()) digits.erase(dot, 1);
  const auto zeros = digits.find_first_not_of('0');
  const int point = static_cast<int>(dot) - static_cast<int>(zeros) + exponent;
  return {digits.substr(zeros, digits.find_last_not_of('0') + 1 - zeros), point};
}

}  // namespace

std::string numberText(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number < 0 ? "-Infinity" : "Infinity";
  if (number == 0) return "0";
  const auto [digits, point] = shortestDigits(std::abs(number));
  const int count = static_cast<int>(digits.size());
  std::string text = number < 0 ? "-" : "";
  if (point >= count && point <= 21) {
    text += digits + std::string(static_cast<std::size_t>(point - count), '0');
  } else if (point > 0 && point <= 21) {
    text += digits.substr(0, static_cast<std::size_t>(point)) + "." +
            digits.substr(static_cast<std::size_t>(point));
  } else if (point > -6 && point <= 0) {
    text += "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
  } else {
    text += digits.substr(0, 1) + (count > 1 ? "." + digits.substr(1) : "") + fmt::format("e{:+}", point - 1);
  }
  return text;
}

}  // namespace aictl
