#pragma once

#include "core/base/finding.h"
#include "core/fleet/pods.h"
#include "core/pack/pack.h"

namespace aictl::fleet {

/// Why a pod did not do what it was to do, with the remedy: what the packs' reasons say of it (kube/why),
/// else what is known of the pod itself. `entry` of it is the node. It is asked for over a connection of its
/// own: that of the client has a watch that goes on.
Finding reasonOf(kube::Client& client, pack::Packs& packs, const Pods& pods, const std::string& pod,
                 const std::string& node);

}  // namespace aictl::fleet
