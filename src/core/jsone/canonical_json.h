#pragma once

#include <string>
#include <string_view>

#include "core/base/value.h"

namespace aictl::jsone {

class Interpreter;

/// A string as JSON, escaped no more than it must be.
std::string jsonString(std::string_view text);

/// JSON in the one form that `$json` promises: no spaces, keys sorted by code points, numbers as JavaScript
/// prints them (what is not finite as null).
std::string canonicalJson(Interpreter& interpreter, const Value& value);

}  // namespace aictl::jsone
