#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/kube/api/discovery.h"
#include "core/kube/connection/client.h"
#include "core/kube/fit/cluster_room.h"

namespace aictl::kube {

/// What is to be read of a cluster to judge pods.
struct RoomQuestion {
  std::set<std::string> namespaces;       ///< whose quotas and limit ranges count
  std::set<std::string> claimNamespaces;  ///< in which pods name claims
  /// Pods that are to take no room; none: all take theirs.
  std::function<bool(const Value& pod)> leaveOut = {};
};

/// The room of a cluster as far as this user may read it.
struct RoomReading {
  ClusterRoom room;
  bool areNodesRead = false;                              ///< else nothing can be said of nodes
  std::map<std::string, std::vector<Value>> quotas;       ///< by namespace
  std::map<std::string, std::vector<Value>> limitRanges;  ///< by namespace
  /// What this user may not read, and what that means for the answer: `this user may not list nodes: …`.
  std::vector<std::string> notRead;
};

/// Reads nodes, the pods of all namespaces (where that is forbidden, those of `namespaces`), quotas, limit
/// ranges, and where pods name claims these with their volumes and classes. What is forbidden is no Failure.
Result<RoomReading> readRoom(Client& client, Discovery& discovery, const RoomQuestion& question);

}  // namespace aictl::kube
