#include "core/stack/mentions.h"

#include <algorithm>

namespace aictl::stack {

bool hasOperator(const Value& map) {
  return std::ranges::any_of(map.entries(), [](const Entry& entry) {
    const auto key = entry.key.string();
    return key.starts_with('$') && !key.starts_with("$$") && !key.starts_with("${");
  });
}

bool contains(const Value& value, std::string_view word) {
  if (value.isString()) return value.string().find(word) != std::string_view::npos;
  if (value.isList())
    return std::ranges::any_of(value.items(), [&](const Value& item) { return contains(item, word); });
  if (!value.isMap()) return false;
  return std::ranges::any_of(value.entries(), [&](const Entry& entry) {
    return contains(entry.key, word) || contains(entry.value, word);
  });
}

bool mayUse(const Value& value, std::string_view word) {
  if (value.isString()) return value.string().find("${") != std::string_view::npos && contains(value, word);
  if (value.isList())
    return std::ranges::any_of(value.items(), [&](const Value& item) { return mayUse(item, word); });
  if (!value.isMap()) return false;
  if (hasOperator(value)) return contains(value, word);
  return std::ranges::any_of(value.entries(), [&](const Entry& entry) {
    return mayUse(entry.key, word) || mayUse(entry.value, word);
  });
}

}  // namespace aictl::stack
