#pragma once

#include "core/base/value.h"
#include "core/kube/fit/resource_amounts.h"

namespace aictl::kube {

/// The pod's spec of a Pod, a PodTemplateSpec or a pod's spec itself; null of what is none.
Value podSpecOf(const Value& podOrTemplate);

/// What a pod asks a node for, one of its `pods` included. Containers and sidecars (init containers that are
/// always restarted) count together; an init container counts with the sidecars begun before it, where that
/// is more; overhead comes on top; what the pod asks for as a whole (`spec.resources`) goes before what its
/// containers ask for. Requests that are missing are the limits, as the API server fills them in.
///
/// Formula: PodRequests of k8s.io/component-helpers resource/helpers.go.
Amounts podDemand(const Value& podOrTemplate);

/// The same of limits: what a quota of `limits.*` counts.
Amounts podLimits(const Value& podOrTemplate);

}  // namespace aictl::kube
