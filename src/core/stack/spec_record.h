#pragma once

#include <vector>

#include "core/base/origin.h"
#include "core/base/value.h"
#include "core/stack/stack.h"

namespace aictl::stack {

/// Where in a document, whose expressions are not evaluated yet, values stand that the environment of the
/// process has a part in: those that use `env`, or a variable that does.
std::vector<Origin> fromEnvironment(const Value& document);

/// The specs of a stack's entries as they may be kept in the cluster, to say later what has changed: a map
/// of labels to specs. What came from the environment stands as `sha256:…`: it may be a secret.
Value specRecord(const Stack& stack);

}  // namespace aictl::stack
