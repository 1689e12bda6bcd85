#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/kube/api/discovery.h"
#include "core/kube/connection/client.h"

namespace aictl::fleet {

/// Nodes, and what has to be said of them.
struct Nodes {
  std::vector<std::string> names;  ///< each once
  Findings notes;
};

/// All nodes of the cluster that are ready and take pods, by their names; a note for each that does not. That
/// this user may not list nodes is a Failure that says how to do without.
Result<Nodes> allNodes(kube::Client& client, kube::Discovery& discovery);

/// The nodes of these names. A name that the cluster has no node of is a Failure; where this user may not
/// list nodes, the scheduler will tell.
Result<Nodes> namedNodes(kube::Client& client, kube::Discovery& discovery,
                         const std::vector<std::string>& names);

/// What runs on nodes, of those pods that ask for devices.
struct Work {
  std::map<std::string, std::string> busy;  ///< `train-a-0 of namespace 'ml' (8 nvidia.com/gpu)` by node
  bool isWhole = true;                      ///< pods of all namespaces were seen
};

/// Pods that ask for an extended resource (an accelerator, a device of RDMA), as far as this user may see
/// them: those of all namespaces, else those of this one.
Result<Work> workOn(kube::Client& client, kube::Discovery& discovery, const std::string& nameSpace);

}  // namespace aictl::fleet
