#include "core/jsone/identifier.h"

#include <algorithm>

#include "core/jsone/characters.h"

namespace aictl::jsone {

namespace {

bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool isDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

bool isIdentifier(std::string_view text) {
  return !text.empty() && !isDigit(text[0]) &&
         std::ranges::all_of(text, [](char c) { return isLetter(c) || isDigit(c) || c == '_'; });
}

bool isAlphanumericName(std::string_view text) {
  return !text.empty() && isLetter(text[0]) &&
         std::ranges::all_of(text, [](char c) { return isLetter(c) || isDigit(c); });
}

std::vector<std::string_view> boundVariables(std::string_view key, std::string_view word) {
  if (word.empty() || !key.starts_with(word)) return {};
  key.remove_prefix(word.size());
  if (!key.starts_with('(') || !key.ends_with(')')) return {};
  key = key.substr(1, key.size() - 2);
  std::vector<std::string_view> variables;
  while (true) {
    const auto comma = key.find(',');
    const auto variable = key.substr(0, comma);
    if (!isIdentifier(variable)) return {};
    variables.push_back(variable);
    if (comma == std::string_view::npos) return variables;
    key = stripLeft(key.substr(comma + 1));
  }
}

}  // namespace aictl::jsone
