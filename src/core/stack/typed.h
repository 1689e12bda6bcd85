#pragma once

#include <string_view>

#include "core/base/finding.h"
#include "core/base/value.h"
#include "core/schema/schema.h"

namespace aictl::stack {

/// Whether a text of the command line is YAML of a list or map.
bool isStructured(std::string_view text);

/// A text of the command line as the value that the schema wants: a number or boolean where it wants one, a
/// string as it is where it wants that, nothing for `null` where it wants no string, YAML for what begins
/// with `{` or `[` where it wants a map or list. What does not fit stays a string, and is told by the check.
/// Without a node it is read as YAML would be.
Value typed(std::string_view text, const schema::Node* node, Origin origin, Findings& findings);

}  // namespace aictl::stack
