#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/kube/api/discovery.h"
#include "core/kube/connection/client.h"
#include "core/kube/fit/fit_question.h"
#include "core/kube/fit/queue_room.h"
#include "core/pack/pack.h"

namespace aictl::kube {

/// The queues that workloads are for, as far as this user may read them.
struct QueueReading {
  std::vector<QueueRoom> rooms;
  std::map<std::string, std::size_t> roomOf;  ///< by identity of the workload: the position of its queue
  std::set<std::string> unknown;              ///< identities of workloads whose queue may not be read
  /// `this user may not read ClusterQueue research: whether the queue 'team' has room is not judged`
  std::vector<std::string> notRead;
};

/// Asks the kinds of queues of the packs which queue each workload is for, and reads each queue once. A queue
/// that is not there is one that takes nothing. Whose queue may not be read is no Failure.
Result<QueueReading> readQueues(Client& client, Discovery& discovery, pack::Packs& packs,
                                const FitQuestion& question);

}  // namespace aictl::kube
