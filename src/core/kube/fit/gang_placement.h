#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/value.h"
#include "core/kube/fit/cluster_room.h"
#include "core/kube/fit/placement.h"

namespace aictl::kube {

/// Equal pods.
struct PodSet {
  std::string name;                   ///< `worker`; "" where there is one set alone
  std::optional<std::int64_t> count;  ///< none: one on each node that takes such pods
  Value podTemplate;                  ///< a PodTemplateSpec
  std::string namespaceName;
};

/// Pods that are of use only together: those of an entry.
struct Gang {
  std::string entry;
  std::vector<PodSet> sets;
};

/// What became of a set.
struct SetPlacement {
  std::int64_t count = 0;                                   ///< pods to be placed
  std::vector<std::pair<std::string, std::int64_t>> nodes;  ///< pods on each, in the order they were taken
  std::int64_t missing = 0;                                 ///< pods that found no node
  Placement single;                  ///< one pod of it, before any of its gang had a node
  std::optional<Placement> blocked;  ///< the first that found none, with those before it on their nodes
};

struct GangPlacement {
  std::vector<SetPlacement> sets;  ///< in the order of Gang::sets
  bool fits() const;
};

/// Places the gangs one after another, each whole or not at all: one that does not fit leaves its room to
/// those after it, and `room` has what the others took.
///
/// Within a gang the sets that are hardest to place go first, each to the tightest nodes that take it (the
/// least left of what it asks for, nodes without devices that it does not ask for first), which keeps large
/// gaps whole. Two orders are tried: the largest demand first, and the fewest nodes to choose from first. For
/// one set this finds a place wherever there is one; for several sets that contend for the same nodes it may
/// miss one that a search of all ways would find. What it does find is a real placement.
std::vector<GangPlacement> placeGangs(ClusterRoom& room, const std::vector<Gang>& gangs);

}  // namespace aictl::kube
