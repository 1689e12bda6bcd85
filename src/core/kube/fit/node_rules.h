#pragma once

#include <optional>
#include <string>

#include "core/base/value.h"

namespace aictl::kube {

/// Why a node does not take a pod, however much is free on it.
struct NodeRefusal {
  /// Follows a number of nodes: `cordoned`, `not ready`, `with the taint a=b:NoSchedule, which the pod does
  /// not tolerate`, `without the label zone=a`, `outside the node affinity (zone in [a])`.
  std::string words;
  /// It ends by itself or with an operator's hand on the node, not with a change of the pod or the cluster:
  /// cordoned, not ready, under pressure.
  bool passing = false;
};

/// The first of the node's rules that keeps the pod away: its name (`nodeName`), unschedulable, taints and
/// tolerations, `nodeSelector`, required node affinity. None where it takes such pods. Host ports and
/// volumes are looked at elsewhere (host_ports.h, volume_claims.h).
std::optional<NodeRefusal> refusalBy(const Value& node, const Value& podSpec);

}  // namespace aictl::kube
