#pragma once

#include <string_view>

#include "core/base/value.h"

namespace aictl::commands {

/// A document that a command writes as JSON or YAML: the keys of a map, before them `schema`, which says that
/// it is of the form `aictl.dev/FORM/v1`; `aictl schema FORM` describes that (commands/schemas).
Value document(std::string_view form, const Value& body);

}  // namespace aictl::commands
