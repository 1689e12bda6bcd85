#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/kube/api/discovery.h"
#include "core/kube/apply/plan.h"
#include "core/kube/fit/fit.h"
#include "core/kube/fit/quota.h"
#include "core/kube/status/status.h"
#include "core/pack/kinds.h"

namespace aictl::kube {

/// An object whose pods may have to wait in a queue first.
struct Workload {
  ObjectName name;
  Value object;                   ///< its manifest
  std::vector<std::size_t> sets;  ///< the positions of its pods in EntryFit::sets
};

/// What an entry of a plan asks of the cluster.
struct EntryQuestion {
  EntryFit fit;                                ///< with the sets of its pods, not judged yet
  std::map<std::string, QuotaDemand> demands;  ///< by namespace; of its new objects, and of pods that it has
  std::vector<Workload> workloads;
};

/// What a plan asks of the cluster.
struct FitQuestion {
  std::vector<EntryQuestion> entries;  ///< in the order of the waves
  /// Claims that come with the plan: namespace and name.
  std::vector<std::pair<std::string, std::string>> comingClaims;
  std::vector<ObjectStatus> live;  ///< the objects that are there, with the labels of their pods

  std::vector<ObjectName> idle;  ///< as FitAnswer::idle

  /// The entry that a pod of the cluster belongs to already; nullptr for none.
  EntryQuestion* ownerOf(const Value& pod);
};

/// Asks the facts of the kinds for the pods of each manifest. `live` are the objects of the plan that are
/// there: runs that have ended need no more pods.
Result<FitQuestion> fitQuestionOf(const Plan& plan, const Discovery& discovery, pack::Kinds& kinds,
                                  std::vector<ObjectStatus> live);

}  // namespace aictl::kube
