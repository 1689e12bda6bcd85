#include "core/schema/expression.h"

#include <algorithm>
#include <array>
#include <utility>

namespace aictl::schema {
namespace {

// https://tc39.es/ecma262/, "Value aliases and canonical values for General_Category".
constexpr std::array<std::pair<std::string_view, std::string_view>, 38> categories{{
    {"Cased_Letter", "L&"},
    {"Close_Punctuation", "Pe"},
    {"Connector_Punctuation", "Pc"},
    {"Control", "Cc"},
    {"Currency_Symbol", "Sc"},
    {"Dash_Punctuation", "Pd"},
    {"Decimal_Number", "Nd"},
    {"Enclosing_Mark", "Me"},
    {"Final_Punctuation", "Pf"},
    {"Format", "Cf"},
    {"Initial_Punctuation", "Pi"},
    {"Letter", "L"},
    {"Letter_Number", "Nl"},
    {"Line_Separator", "Zl"},
    {"Lowercase_Letter", "Ll"},
    {"Mark", "M"},
    {"Math_Symbol", "Sm"},
    {"Modifier_Letter", "Lm"},
    {"Modifier_Symbol", "Sk"},
    {"Nonspacing_Mark", "Mn"},
    {"Number", "N"},
    {"Open_Punctuation", "Ps"},
    {"Other", "C"},
    {"Other_Letter", "Lo"},
    {"Other_Number", "No"},
    {"Other_Punctuation", "Po"},
    {"Other_Symbol", "So"},
    {"Paragraph_Separator", "Zp"},
    {"Private_Use", "Co"},
    {"Punctuation", "P"},
    {"Separator", "Z"},
    {"Space_Separator", "Zs"},
    {"Spacing_Mark", "Mc"},
    {"Surrogate", "Cs"},
    {"Symbol", "S"},
    {"Titlecase_Letter", "Lt"},
    {"Unassigned", "Cn"},
    {"Uppercase_Letter", "Lu"},
}};

static_assert(std::ranges::is_sorted(categories));

constexpr std::string_view hexDigits = "0123456789abcdefABCDEF";

/// Takes `{…}` from the front and gives what is in it; "" where there is none.
std::string_view takeBraces(std::string_view& rest) {
  const auto end = rest.find('}');
  if (!rest.starts_with('{') || end == std::string_view::npos) return {};
  const auto inside = rest.substr(1, end - 1);
  rest.remove_prefix(end + 1);
  return inside;
}

std::string_view takeCodePoint(std::string_view& rest) {
  constexpr std::size_t digits = 4;
  if (rest.starts_with('{')) return takeBraces(rest);
  const auto code = rest.substr(0, digits);
  if (code.size() < digits || code.find_first_not_of(hexDigits) != std::string_view::npos) return {};
  rest.remove_prefix(digits);
  return code;
}

std::string_view category(std::string_view name) {
  for (const std::string_view prefix : {"General_Category=", "gc="}) {
    if (name.starts_with(prefix)) name.remove_prefix(prefix.size());
  }
  const auto* found =
      std::ranges::lower_bound(categories, name, {}, &std::pair<std::string_view, std::string_view>::first);
  return found != categories.end() && found->first == name ? found->second : name;
}

}  // namespace

std::string expression(std::string_view pattern) {
  std::string result;
  result.reserve(pattern.size());
  while (!pattern.empty()) {
    const auto escape = std::min(pattern.find('\\'), pattern.size());
    result += pattern.substr(0, escape);
    pattern.remove_prefix(escape);
    const auto escaped = pattern.substr(0, 2);
    pattern.remove_prefix(escaped.size());
    const char letter = escaped.size() == 2 ? escaped[1] : '\0';
    if (letter == 'p' || letter == 'P') {
      const auto name = takeBraces(pattern);
      result.append(escaped);
      if (!name.empty()) result.append("{").append(category(name)).append("}");
    } else if (const auto code = letter == 'u' ? takeCodePoint(pattern) : std::string_view(); !code.empty()) {
      result.append("\\x{").append(code).append("}");
    } else {
      result.append(escaped);
    }
  }
  return result;
}

}  // namespace aictl::schema
