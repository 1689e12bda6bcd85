#pragma once

#include <vector>

#include "core/base/value.h"
#include "core/schema/schema.h"

namespace aictl::schema {

/// Values that a schema takes, for trying out what it is for: several where it has several, and none where
/// none that it takes is known. Objects have what they require, and nothing else.
std::vector<Value> samples(const Node& node);

}  // namespace aictl::schema
