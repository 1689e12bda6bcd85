#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/value.h"

namespace aictl {

/// A step into a value: a key of a map, or an index of a list (negative ones count from the end).
using PathStep = std::variant<std::string, std::int64_t>;

/// Reads a path as people write it: `a.b[0]["c.d"]`, `['x'].y`. None where it is no such path.
std::optional<std::vector<PathStep>> parsePath(std::string_view text);

/// The value at the end of the steps, nullptr where the path ends before.
const Value* follow(const Value& value, const std::vector<PathStep>& steps);

/// Writes a path so that `parsePath` reads it back: keys that are no plain words are quoted.
std::string pathText(const std::vector<PathStep>& steps);

}  // namespace aictl
