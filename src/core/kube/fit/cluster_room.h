#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/value.h"
#include "core/kube/fit/host_ports.h"
#include "core/kube/fit/resource_amounts.h"
#include "core/kube/fit/volume_claims.h"

namespace aictl::kube {

/// A node, and what its pods have taken of it.
struct NodeRoom {
  Value node;     ///< as the server has it; null for one that only a pod has named
  Amounts total;  ///< allocatable
  Amounts taken;  ///< asked for by the pods bound to it
  std::vector<HostPort> ports;

  /// What is left; below 0 where more is taken than there is.
  std::int64_t free(std::string_view resource) const;
};

/// The room that a cluster has for pods: nodes less what the pods bound to them ask for. Nodes and pods come
/// in any order. Pods that have ended (Succeeded, Failed) take nothing; those that are being deleted do until
/// they are gone.
class ClusterRoom {
 public:
  void addNode(const Value& node);
  /// Takes room for a pod that is bound to a node; one that waits for a node is counted (`waiting`).
  void addPod(const Value& pod);

  /// Takes room on a node for so many more such pods.
  void take(std::string_view node, const Value& podOrTemplate, std::int64_t count = 1);

  /// The nodes that were added, by name.
  std::vector<std::pair<std::string_view, const NodeRoom*>> nodes() const;
  /// nullptr for a node that was not added.
  const NodeRoom* find(std::string_view node) const;
  /// Pods that have no node yet: they ask for the same room.
  std::int64_t waiting() const { return waiting_; }

  VolumeClaims claims;  ///< empty: no claim is judged

 private:
  std::map<std::string, NodeRoom, std::less<>> nodes_;
  std::int64_t waiting_ = 0;
};

}  // namespace aictl::kube
