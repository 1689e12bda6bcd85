#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/base/value.h"

namespace aictl::yaml {

/// Reads JSON that a machine wrote (an API server's answer): no origins, bounded depth. A fault is a
/// Failure whose message says what is wrong and at which byte, without quoting the text.
Result<Value> readJson(std::string_view text, std::size_t depth = 500);

/// JSON text: compact on one line without `indent`, else with that many spaces a level and a line end.
/// Numbers keep the text they were read with where it is JSON.
std::string writeJson(const Value& value, int indent = 0);

}  // namespace aictl::yaml
