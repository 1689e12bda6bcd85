#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/value.h"
#include "core/kube/fit/cluster_room.h"
#include "core/kube/fit/resource_amounts.h"

namespace aictl::kube {

/// Nodes that are out of the question for one and the same reason.
struct Exclusion {
  std::string words;  ///< follow a number of nodes, as those of NodeRefusal
  bool passing = false;
  std::vector<std::string> nodes;
};

/// A resource of which a node has less than a pod asks for.
struct Shortage {
  std::string resource;
  std::int64_t needed = 0;
  std::int64_t free = 0;   ///< on `node`, now
  std::int64_t total = 0;  ///< on `node`, were it empty
  std::string node;
};

/// Where one pod can go now, and if nowhere, why.
struct Placement {
  Amounts demand;
  std::vector<std::string> candidates;  ///< nodes that can take it now, the tightest first
  std::vector<std::string> obstacles;   ///< of the pod itself (claims): no node can take it
  std::vector<Exclusion> exclusions;    ///< nodes ruled out by rules, most nodes first
  std::vector<std::string> full;        ///< nodes that take such pods, and have too little free
  std::vector<Shortage>
      shortages;                ///< what not one of them has enough free of, each with the node that has most
  std::vector<Shortage> never;  ///< what not one of them has enough of in all, with the node that has most
  std::vector<Shortage> nearest;         ///< what the node is short of that is nearest to taking it
  bool canNeverFit = false;              ///< also an empty cluster has no node for it
  std::vector<std::string> notLookedAt;  ///< what the pod asks for that is not judged, as `topology spread`

  bool fits() const { return !candidates.empty(); }
};

/// Judges one pod (a Pod, a PodTemplateSpec or a pod's spec) against the room that there is, as the
/// scheduler's filters do: claims, node name, cordons, taints, selectors, required node affinity, host ports,
/// resources. `nameSpace` is that of the pod, for its claims; "" for the one in its metadata. A pod that
/// already has a node is judged for that node alone.
Placement explain(const ClusterRoom& room, const Value& podOrTemplate, std::string_view nameSpace = {});

/// What a pod asks for that `explain` does not judge: pod affinity, topology spread, scheduling gates,
/// another scheduler, devices of resource claims, preemption by its priority.
std::vector<std::string> notLookedAt(const Value& podSpec);

/// Why the pod has no node, for a person, without a full stop: `no node has 8 nvidia.com/gpu free: the most
/// is 6, on gpu-3 (2 more needed); 3 more nodes are out of the question: 2 cordoned, 1 not ready`. Of one
/// that fits, where it can go: `it can go to gpu-1, gpu-2 and 3 more nodes`.
std::string sentence(const Placement& placement);

/// What the node is short of that is nearest to taking the pod: `gpu-3 comes nearest, and lacks 2
/// nvidia.com/gpu, 4Gi memory`;
/// "" where no node is full.
std::string lackText(const Placement& placement);

}  // namespace aictl::kube
