#include "core/yaml/scalar.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <system_error>

#include "core/base/number_text.h"
#include "core/yaml/yaml.h"

namespace aictl::yaml {
namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isSign(char c) { return c == '+' || c == '-'; }

/// Eats the front of a text as long as characters are of a kind.
template <class IsKind>
std::string_view take(std::string_view& text, IsKind isKind) {
  const auto end = std::ranges::find_if_not(text, isKind);
  const std::string_view front = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(front.size());
  return front;
}

bool takeSign(std::string_view& text) {
  if (text.empty() || !isSign(text.front())) return false;
  text.remove_prefix(1);
  return true;
}

/// Whether the text is an exponent to its end: `e3`, `E+12`.
template <class IsDigit>
bool isExponent(std::string_view text, IsDigit isDigitHere) {
  if (text.empty() || (text.front() != 'e' && text.front() != 'E')) return false;
  text.remove_prefix(1);
  takeSign(text);
  return !text.empty() && std::ranges::all_of(text, isDigitHere);
}

bool isOneOf(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, text) != words.end();
}

double decimal(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double number = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
  if (result.ec != std::errc::result_out_of_range) return number;
  const auto exponent = text.find_first_of("eE");
  const bool tiny = exponent != std::string_view::npos && text.substr(exponent + 1).starts_with('-');
  const double size = tiny ? 0.0 : std::numeric_limits<double>::infinity();
  return text.starts_with('-') ? -size : size;
}

/// Digits to a base of 8 or 16 without sign or prefix.
double wholeNumber(std::string_view digits, int base) {
  double number = 0;
  for (const char c : digits) {
    const int digit = isDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10;
    number = number * base + digit;
  }
  return number;
}

/// `0o17`, `0x1F`.
std::optional<Value> readPrefixed(std::string_view text, Origin origin) {
  const int base = text[1] == 'x' ? 16 : 8;
  const std::string_view digits = text.substr(2);
  std::int64_t integer = 0;
  const auto end = digits.data() + digits.size();
  if (digits.empty() || isSign(digits.front())) return {};
  const auto result = std::from_chars(digits.data(), end, integer, base);
  if (result.ptr != end) return {};
  if (result.ec == std::errc()) return Value::integerWithText(integer, text, origin);
  return Value::numberWithText(wholeNumber(digits, base), text, origin);
}

/// `0400`, a file's mode most often, is octal to all that read Kubernetes manifests. `089` is none.
int baseOf(std::string_view digits) {
  return digits.front() == '0' && digits.find_first_of("89") == std::string_view::npos ? 8 : 10;
}

Value readInteger(std::string_view text, std::string_view digits, Origin origin) {
  std::int64_t integer = 0;
  const std::string_view signless = text.starts_with('+') ? text.substr(1) : text;
  const auto result =
      std::from_chars(signless.data(), signless.data() + signless.size(), integer, baseOf(digits));
  if (result.ec != std::errc()) return Value::numberWithText(decimal(text), text, origin);
  const bool plain = !text.starts_with('+') && (digits.front() != '0' || text.size() == 1);
  return plain ? Value(integer, origin) : Value::integerWithText(integer, text, origin);
}

std::optional<double> readSpecial(std::string_view text) {
  const bool negative = text.starts_with('-');
  const bool hasSign = takeSign(text);
  if (isOneOf(text, {".inf", ".Inf", ".INF"})) {
    const double infinity = std::numeric_limits<double>::infinity();
    return negative ? -infinity : infinity;
  }
  if (!hasSign && isOneOf(text, {".nan", ".NaN", ".NAN"})) return std::numeric_limits<double>::quiet_NaN();
  return {};
}

bool isWord(std::string_view text) {
  constexpr std::size_t longest = 5;
  if (text.size() > longest) return false;
  std::array<char, longest> lowered{};
  std::ranges::transform(text, lowered.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return isOneOf({lowered.data(), text.size()},
                 {"y", "n", "yes", "no", "on", "off", "true", "false", "null"});
}

bool isDigitOrUnderscore(char c) { return isDigit(c) || c == '_'; }

/// An integer with a prefix in YAML 1.1, 1.2 or Go: `0x1f`, `0o17`, `0b1`.
bool looksPrefixed(std::string_view text) {
  if (text.size() < 3 || text[0] != '0') return false;
  const char prefix = static_cast<char>(text[1] | 0x20);
  if (prefix != 'x' && prefix != 'o' && prefix != 'b') return false;
  return std::ranges::all_of(text.substr(2), [](char c) {
    const char lower = static_cast<char>(c | 0x20);
    return isDigitOrUnderscore(c) || (lower >= 'a' && lower <= 'f');
  });
}

/// `2001-01-01`, alone or followed by a time.
bool looksLikeDate(std::string_view text) {
  if (take(text, isDigit).size() != 4) return false;
  for (int part = 0; part < 2; ++part) {
    if (!text.starts_with('-')) return false;
    text.remove_prefix(1);
    const auto digits = take(text, isDigit).size();
    if (digits != 1 && digits != 2) return false;
  }
  return text.empty() || text.front() == 'T' || text.front() == 't' || text.front() == ' ';
}

/// Any form of a number that some reader knows: `1_000`, `+.5`, `1.`, `1e3`, `1e_3`, `12:30:45.6`.
bool looksLikeNumber(std::string_view text) {
  if (readSpecial(text)) return true;
  takeSign(text);
  if (looksPrefixed(text)) return true;
  bool anyDigit = !take(text, isDigitOrUnderscore).empty();
  while (anyDigit && text.starts_with(':')) {  // sexagesimal
    text.remove_prefix(1);
    if (take(text, isDigitOrUnderscore).empty()) return false;
  }
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    anyDigit |= !take(text, isDigitOrUnderscore).empty();
  }
  return anyDigit && (text.empty() || isExponent(text, isDigitOrUnderscore));
}

/// `-1.50e+3`: digits on both sides of the dot, and a sign in the exponent, which YAML 1.1 insists on; or an
/// integer beyond int64 without leading zeros.
bool isCommonForm(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const std::string_view whole = take(text, isDigit);
  if (whole.empty() || (whole.front() == '0' && whole.size() > 1)) return false;
  if (text.empty()) return true;
  if (text.front() != '.') return false;
  text.remove_prefix(1);
  if (take(text, isDigit).empty()) return false;
  return text.empty() || (isExponent(text, isDigit) && isSign(text[1]));
}

}  // namespace

std::optional<Value> readNumber(std::string_view text, Origin origin) {
  std::string_view rest = text;
  const bool hasSign = takeSign(rest);
  if (!hasSign && rest.size() > 1 && rest[0] == '0' && (rest[1] == 'o' || rest[1] == 'x')) {
    return readPrefixed(text, origin);
  }
  const std::string_view digits = take(rest, isDigit);
  if (rest.empty()) {
    if (digits.empty()) return {};
    return readInteger(text, digits, origin);
  }
  bool anyDigit = !digits.empty();
  if (rest.front() == '.') {
    rest.remove_prefix(1);
    anyDigit |= !take(rest, isDigit).empty();
  }
  if (anyDigit && (rest.empty() || isExponent(rest, isDigit))) {
    return Value::numberWithText(decimal(text), text, origin);
  }
  if (const auto special = readSpecial(text)) return Value::numberWithText(*special, text, origin);
  return {};
}

bool isNullText(std::string_view text) {
  return text.empty() || isOneOf(text, {"null", "~", "Null", "NULL"});
}

std::optional<bool> readBoolean(std::string_view text) {
  if (isOneOf(text, {"true", "True", "TRUE"})) return true;
  if (isOneOf(text, {"false", "False", "FALSE"})) return false;
  return {};
}

Value readScalar(std::string_view text, Origin origin) {
  if (text.empty()) return Value(nullptr, origin);
  switch (text.front()) {
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9':
    case '+':
    case '-':
    case '.':
      if (auto number = readNumber(text, origin)) return *std::move(number);
      break;
    case 't':
    case 'T':
    case 'f':
    case 'F':
      if (const auto boolean = readBoolean(text)) {
        const bool isPlain = text == "true" || text == "false";
        return isPlain ? Value(*boolean, origin) : Value::booleanWithText(*boolean, text, origin);
      }
      break;
    case 'n':
    case 'N':
    case '~':
      if (isNullText(text)) return Value(nullptr, origin);
      break;
    default:
      break;
  }
  return Value(text, origin);
}

bool readersDiffer(std::string_view text) {
  if (text.empty()) return true;
  const char first = text.front();
  if (isDigit(first) || isSign(first) || first == '.') return looksLikeNumber(text) || looksLikeDate(text);
  return isWord(text) || isOneOf(text, {"~", "=", "<<"});
}

std::string numberText(const Value& number) {
  if (number.isInteger()) return std::to_string(number.integer());
  const double value = number.number();
  if (std::isnan(value)) return ".nan";
  std::string text = number.scalarText();
  if (isCommonForm(text)) return text;
  if (std::isinf(value)) return value < 0 ? "-.inf" : ".inf";
  text = aictl::numberText(value);
  if (text.find('.') == std::string::npos) text.insert(std::min(text.find('e'), text.size()), ".0");
  return text;
}

}  // namespace aictl::yaml
