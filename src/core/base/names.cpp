#include "core/base/names.h"

#include <algorithm>

#include "core/base/digest.h"
#include "core/base/text.h"

namespace aictl {
namespace {

constexpr std::size_t labelLength = 63;
constexpr std::size_t subdomainLength = 253;

bool isLower(char c) { return c >= 'a' && c <= 'z'; }
bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isAlphanumeric(char c) { return isLower(c) || isDigit(c) || (c >= 'A' && c <= 'Z'); }

bool isName(std::string_view text) {
  return !text.empty() && text.size() <= labelLength && isAlphanumeric(text.front()) &&
         isAlphanumeric(text.back()) && std::ranges::all_of(text, [](char c) {
           return isAlphanumeric(c) || c == '-' || c == '_' || c == '.';
         });
}

bool isLabelPart(std::string_view text) {
  return !text.empty() && text.front() != '-' && text.back() != '-' &&
         std::ranges::all_of(text, [](char c) { return isLower(c) || isDigit(c) || c == '-'; });
}

}  // namespace

bool isDnsLabel(std::string_view text) { return text.size() <= labelLength && isLabelPart(text); }

bool isRfc1035Label(std::string_view text) { return isDnsLabel(text) && isLower(text.front()); }

bool isDnsSubdomain(std::string_view text) {
  if (text.size() > subdomainLength) return false;
  while (true) {
    const auto dot = text.find('.');
    if (!isLabelPart(text.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

bool isQualifiedName(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return isName(text);
  return isDnsSubdomain(text.substr(0, slash)) && isName(text.substr(slash + 1));
}

bool isLabelValue(std::string_view text) { return text.empty() || isName(text); }

std::string kubeName(std::string_view text) {
  if (isDnsLabel(text)) return std::string(text);
  std::string name;
  for (const char c : lowered(text)) {
    if (isLower(c) || isDigit(c)) {
      name += c;
    } else if (!name.empty() && name.back() != '-') {
      name += '-';
    }
  }
  constexpr std::size_t digits = 8;
  name.resize(std::min(name.size(), labelLength - digits - 1));
  while (!name.empty() && name.back() == '-') name.pop_back();
  if (!name.empty()) name += '-';
  return name + sha256(text).substr(0, digits);
}

}  // namespace aictl
