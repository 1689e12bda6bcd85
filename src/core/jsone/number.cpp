#include "core/jsone/number.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "core/jsone/characters.h"

namespace aictl::jsone {

namespace {

// ECMA-262, Number::toString: the shortest digits that read back equal, with an exponent from 1e21 and
// below 1e-6.
std::string doubleText(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number < 0 ? "-Infinity" : "Infinity";
  if (number == 0) return "0";
  std::array<char, 40> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::abs(number),
                                 std::chars_format::scientific)
                       .ptr;
  const std::string_view scientific(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  const auto mark = scientific.find('e');
  std::string digits;
  std::ranges::copy_if(scientific.substr(0, mark), std::back_inserter(digits),
                       [](char c) { return c != '.'; });
  int exponent = 0;
  const char* sign = scientific.data() + mark + 1;
  std::from_chars(*sign == '+' ? sign + 1 : sign, end, exponent);

  const int count = static_cast<int>(digits.size());
  const int point = exponent + 1;  // the decimal point stands behind so many digits
  std::string text = number < 0 ? "-" : "";
  if (point >= count && point <= 21) {
    text += digits + std::string(static_cast<std::size_t>(point - count), '0');
  } else if (point > 0 && point <= 21) {
    text += digits.substr(0, static_cast<std::size_t>(point)) + "." +
            digits.substr(static_cast<std::size_t>(point));
  } else if (point > -6 && point <= 0) {
    text += "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
  } else {
    text += digits.substr(0, 1) + (count > 1 ? "." + digits.substr(1) : "") + "e" +
            (exponent < 0 ? "-" : "+") + std::to_string(std::abs(exponent));
  }
  return text;
}

std::optional<Value> readDigits(std::string_view digits, int base, Origin origin) {
  double number = 0;
  for (const char c : digits) {
    int digit = 0;
    if (std::from_chars(&c, &c + 1, digit, base).ec != std::errc{}) return std::nullopt;
    number = number * base + digit;
  }
  if (digits.empty() || !std::isfinite(number)) return std::nullopt;
  return Value(number, origin);
}

}  // namespace

std::string numberText(const Value& number) {
  return number.isInteger() ? std::to_string(number.integer()) : doubleText(number.number());
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
