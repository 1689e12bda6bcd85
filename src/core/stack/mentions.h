#pragma once

#include <string_view>

#include "core/base/value.h"

namespace aictl::stack {

/// Whether the map is an operator of JSON-e: one of its keys is, as `$if`.
bool hasOperator(const Value& map);

/// Whether the word is anywhere in the value, in keys too.
bool contains(const Value& value, std::string_view word);

/// Whether an expression of the value may use the name: one in a text, or any text under an operator.
bool mayUse(const Value& value, std::string_view word);

}  // namespace aictl::stack
