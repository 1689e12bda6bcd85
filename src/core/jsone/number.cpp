#include "core/jsone/number.h"

#include <charconv>
#include <cmath>
#include <limits>

#include "core/base/number_text.h"
#include "core/jsone/characters.h"

namespace aictl::jsone {

namespace {

std::optional<Value> readDigits(std::string_view digits, int base, Origin origin) {
  double number = 0;
  for (std::size_t at = 0; at < digits.size(); ++at) {
    int digit = 0;
    const char* const c = digits.data() + at;
    if (std::from_chars(c, c + 1, digit, base).ec != std::errc{}) return std::nullopt;
    number = number * base + digit;
  }
  if (digits.empty() || !std::isfinite(number)) return std::nullopt;
  return Value(number, origin);
}

}  // namespace

std::string numberText(const Value& number) {
  return number.isInteger() ? std::to_string(number.integer()) : aictl::numberText(number.number());
}

std::optional<Value> readNumber(std::string_view text, Origin origin) {
  text = stripRight(stripLeft(text));
  if (text.empty()) return Value(0, origin);
  if (text.size() > 1 && text[0] == '0') {
    const char prefix = static_cast<char>(text[1] | 0x20);
    if (prefix == 'x') return readDigits(text.substr(2), 16, origin);
    if (prefix == 'o') return readDigits(text.substr(2), 8, origin);
    if (prefix == 'b') return readDigits(text.substr(2), 2, origin);
  }
  const bool signedText = text[0] == '+' || text[0] == '-';
  const std::string_view unsignedText = text.substr(signedText ? 1 : 0);
  if (unsignedText.empty() || (unsignedText[0] != '.' && (unsignedText[0] < '0' || unsignedText[0] > '9'))) {
    return std::nullopt;
  }
  if (text[0] == '+') text.remove_prefix(1);
  const char* end = text.data() + text.size();
  std::int64_t integer = 0;
  if (const auto read = std::from_chars(text.data(), end, integer);
      read.ec == std::errc{} && read.ptr == end) {
    return Value(integer, origin);
  }
  double number = 0;
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ptr != end || read.ec != std::errc{}) return std::nullopt;
  return Value(number, origin);
}

bool isWhole(const Value& number) {
  return number.isInteger() ||
         (std::isfinite(number.number()) && std::trunc(number.number()) == number.number());
}

Value add(std::int64_t a, std::int64_t b, Origin origin) {
  std::int64_t result = 0;
  if (!__builtin_add_overflow(a, b, &result)) return Value(result, origin);
  return Value(static_cast<double>(a) + static_cast<double>(b), origin);
}

Value subtract(std::int64_t a, std::int64_t b, Origin origin) {
  std::int64_t result = 0;
  if (!__builtin_sub_overflow(a, b, &result)) return Value(result, origin);
  return Value(static_cast<double>(a) - static_cast<double>(b), origin);
}

Value multiply(std::int64_t a, std::int64_t b, Origin origin) {
  std::int64_t result = 0;
  if (!__builtin_mul_overflow(a, b, &result)) return Value(result, origin);
  return Value(static_cast<double>(a) * static_cast<double>(b), origin);
}

Value divide(std::int64_t a, std::int64_t b, Origin origin) {
  const bool overflows = a == std::numeric_limits<std::int64_t>::min() && b == -1;
  if (!overflows && a % b == 0) return Value(a / b, origin);
  return Value(static_cast<double>(a) / static_cast<double>(b), origin);
}

}  // namespace aictl::jsone
