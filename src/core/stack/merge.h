#pragma once

#include "core/base/value.h"

namespace aictl::stack {

/// `over` merged over `base` (RFC 7396, JSON merge patch): maps by key, lists and scalars replaced, null
/// removes. Everything keeps its origin.
Value merge(const Value& base, const Value& over);

}  // namespace aictl::stack
