#pragma once

#include <vector>

#include "core/base/value.h"

namespace aictl::kube {

/// The pod template (or pod) with the requests and limits that the LimitRanges of its namespace give to
/// containers which have none.
Value withLimitRangeDefaults(const Value& podOrTemplate, const std::vector<Value>& limitRanges);

}  // namespace aictl::kube
