#include "core/base/quantity.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "core/base/text.h"

namespace aictl {
namespace {

struct Suffix {
  std::string_view text;
  double factor;
};

constexpr std::array suffixes{
    Suffix{"n", 1e-9},    Suffix{"u", 1e-6},    Suffix{"m", 1e-3},    Suffix{"", 1},
    Suffix{"k", 1e3},     Suffix{"M", 1e6},     Suffix{"G", 1e9},     Suffix{"T", 1e12},
    Suffix{"P", 1e15},    Suffix{"E", 1e18},    Suffix{"Ki", 0x1p10}, Suffix{"Mi", 0x1p20},
    Suffix{"Gi", 0x1p30}, Suffix{"Ti", 0x1p40}, Suffix{"Pi", 0x1p50}, Suffix{"Ei", 0x1p60}};

constexpr double largest = 0x1p63;  // Kubernetes caps quantities at 2^63 - 1

bool isDigit(char c) { return c >= '0' && c <= '9'; }

std::size_t countDigits(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::find_if_not(text, isDigit) - text.begin());
}

/// The length of `12`, `1.5`, `.5` or `5.` at the beginning; 0 where there is no such number.
std::size_t numberLength(std::string_view text) {
  const auto whole = countDigits(text);
  if (whole == text.size() || text[whole] != '.') return whole;
  const auto fraction = countDigits(text.substr(whole + 1));
  return whole + fraction == 0 ? 0 : whole + 1 + fraction;
}

/// Whether the text is a decimal exponent: `e3`, `E-6`.
bool isExponent(std::string_view text) {
  if (text.size() < 2 || (text[0] != 'e' && text[0] != 'E')) return false;
  text.remove_prefix(text[1] == '+' || text[1] == '-' ? 2 : 1);
  return !text.empty() && countDigits(text) == text.size();
}

std::optional<double> factor(std::string_view suffix) {
  const auto* found = std::ranges::find(suffixes, suffix, &Suffix::text);
  if (found == suffixes.end()) return std::nullopt;
  return found->factor;
}

/// The value of a number that the grammar has let pass, with its exponent.
double parse(std::string_view text) {
  double value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc::result_out_of_range) return value;
  return text.find("e-") != std::string_view::npos || text.find("E-") != std::string_view::npos ? 0 : largest;
}

/// The suffix that Kubernetes has for what people write otherwise: `GB`, `gib`, `K`, `bytes`.
std::optional<std::string_view> suffixMeant(std::string_view written) {
  std::string suffix = lowered(written);
  if (suffix == "b" || suffix == "byte" || suffix == "bytes") return "";
  if (suffix.ends_with('b')) suffix.pop_back();
  const auto* found = std::ranges::find_if(suffixes, [&](const Suffix& known) {
    return known.factor > 1 && lowered(known.text) == suffix;  // nobody means milli by `MB`
  });
  if (found == suffixes.end()) return std::nullopt;
  return found->text;
}

}  // namespace

std::optional<double> quantity(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  const auto length = numberLength(text);
  if (length == 0) return std::nullopt;
  const auto suffix = text.substr(length);
  double value = 0;
  if (isExponent(suffix)) {
    value = parse(text);
  } else if (const auto times = factor(suffix)) {
    value = parse(text.substr(0, length)) * *times;
  } else {
    return std::nullopt;
  }
  value = std::min(value, largest);
  return negative ? -value : value;
}

std::string quantityMeant(std::string_view text) {
  std::string meant;
  for (const char c : text) {
    if (c != ' ') meant += c == ',' ? '.' : c;
  }
  if (quantity(meant)) return meant == text ? "" : meant;
  const auto sign = static_cast<std::size_t>(meant.starts_with('-') || meant.starts_with('+') ? 1 : 0);
  const auto length = numberLength(std::string_view(meant).substr(sign));
  if (length == 0) return {};
  const auto suffix = suffixMeant(std::string_view(meant).substr(sign + length));
  if (!suffix) return {};
  return meant.substr(0, sign + length).append(*suffix);
}

}  // namespace aictl
