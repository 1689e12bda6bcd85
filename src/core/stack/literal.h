#pragma once

#include "core/base/value.h"

namespace aictl::stack {

/// The value as it has to be written where expressions are evaluated, so that it comes out as it is: `${` in
/// texts and keys, and keys that are operators, are escaped with a `$`.
Value literal(const Value& value);

}  // namespace aictl::stack
