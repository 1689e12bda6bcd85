#pragma once

#include <string>

#include "core/base/value.h"

namespace aictl::kube {

/// Whether a ResourceQuota counts some pods alone.
bool hasScopes(const Value& quota);

/// The first scope of a ResourceQuota that cannot be judged from a pod's spec alone; "" where all can.
std::string unknownScope(const Value& quota);

/// Whether pods of this spec are in all scopes of the quota that can be judged: Terminating, BestEffort and
/// their opposites, PriorityClass.
bool isInScopes(const Value& quota, const Value& podSpec);

}  // namespace aictl::kube
