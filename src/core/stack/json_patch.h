#pragma once

#include <string>

#include "core/base/result.h"
#include "core/base/value.h"

namespace aictl::stack {

/// Applies one operation (`{op, path, value}`) of a JSON patch (RFC 6902) to a value: add, remove, replace,
/// move, copy, test. A Failure says which path leads nowhere, or which test does not hold, at the operation.
Result<Value> patched(const Value& target, const Value& operation);

}  // namespace aictl::stack
