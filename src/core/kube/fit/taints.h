#pragma once

#include <string>

#include "core/base/value.h"

namespace aictl::kube {

/// Whether one of a pod's `tolerations` (null for none) tolerates the taint.
bool isTolerated(const Value& taint, const Value& tolerations);

/// The first taint of the node that keeps a pod with these tolerations away (NoSchedule or NoExecute);
/// nullptr where none does. That a node is unschedulable counts as its own taint, whether or not the cluster
/// has set it yet.
const Value* repellingTaint(const Value& node, const Value& tolerations);

/// `dedicated=ml:NoSchedule`
std::string taintText(const Value& taint);

}  // namespace aictl::kube
