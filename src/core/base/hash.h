#pragma once

#include <cstddef>

#include "core/base/value.h"

namespace aictl {

/// A number that equal values share, whatever the order of their keys and the form of their numbers.
std::size_t hash(const Value& value);

}  // namespace aictl
