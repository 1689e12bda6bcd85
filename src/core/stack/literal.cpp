#include "core/stack/literal.h"

namespace aictl::stack {
namespace {

Value literalText(const Value& value) {
  std::string text(value.string());
  for (std::size_t at = 0; (at = text.find("${", at)) != std::string::npos; at += 3) text.insert(at, "$");
  return {text, value.origin()};
}

/// A `$` before one that a key begins with makes the whole of it literal.
Value literalKey(const Value& key) {
  return key.string().starts_with('$') ? Value("$" + std::string(key.string()), key.origin())
                                       : literalText(key);
}

}  // namespace

Value literal(const Value& value) {
  if (value.isString()) return literalText(value);
  if (value.empty()) return value;
  Value result = value.isList() ? Value::list({}, value.origin()) : Value::map({}, value.origin());
  if (value.isList()) {
    for (const Value& item : value.items()) result.push(literal(item));
  } else {
    for (const Entry& entry : value.entries()) result.set(literalKey(entry.key), literal(entry.value));
  }
  return result;
}

}  // namespace aictl::stack
