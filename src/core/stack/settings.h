#pragma once

#include "core/base/finding.h"
#include "core/base/value.h"
#include "core/stack/stack.h"

namespace aictl::stack {

/// Reads what a stack says about itself (`stack`, `namespace`, `context`, `requires`, `patches`) into
/// `stack`. Its name is needed, and must be a DNS label as it becomes a label's value and names of objects.
void readSettings(const Value& document, Stack& stack, Findings& findings);

}  // namespace aictl::stack
