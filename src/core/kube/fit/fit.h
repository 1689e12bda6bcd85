#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/kube/api/discovery.h"
#include "core/kube/apply/plan.h"
#include "core/kube/connection/client.h"
#include "core/kube/fit/gang_placement.h"
#include "core/kube/fit/resource_amounts.h"
#include "core/pack/pack.h"

namespace aictl::kube {

/// Whether the cluster has room for what an apply would bring.
enum class Verdict : std::uint8_t {
  yes,
  no,
  unknown  ///< it depends on what this user may not read, or on what others lend, and nothing else speaks
           ///< against it
};

/// `yes`, `no`, `unknown`: the words of JSON output, a promise to scripts.
std::string_view name(Verdict verdict);

/// Equal pods of an entry.
struct FitSet {
  ObjectName object;  ///< whose pods they are
  PodSet pods;
  std::optional<SetPlacement> placement;  ///< none where no node could be read

  /// How many pods there are; none where that depends on nodes which could not be read.
  std::optional<std::int64_t> count() const;
  /// What all of them ask for together.
  Amounts needs() const;
};

/// An entry, whose pods find room together or not at all; or a manifest of no entry.
struct EntryFit {
  ObjectName object;  ///< the first of the entry's
  std::vector<FitSet> sets;
  Verdict verdict = Verdict::yes;
  std::vector<std::string> reasons;      ///< why not, or why it is not known, a sentence each
  std::vector<std::string> notLookedAt;  ///< what its pods ask for that was not judged
};

struct FitAnswer {
  std::vector<EntryFit> entries;         ///< in the order of the plan, those that have pods or faults
  std::vector<ObjectName> idle;          ///< runs that stay as they are, and need no more pods, one an entry
  std::int64_t waiting = 0;              ///< pods of others that have no node either
  std::vector<std::string> notLookedAt;  ///< of all entries
  std::vector<std::string> notRead;      ///< what this user may not read, and what that means
  Verdict verdict() const;
};

/// Judges whether all that a plan would have in the cluster finds room: on nodes, in the quotas of the
/// namespaces and in queues, entry by entry in the order of the waves; an entry that does not fit leaves its
/// room to those after it. Pods that the entries have already count as if they were gone. Runs that have
/// ended, and those that the plan holds, ask for nothing. Only reads.
Result<FitAnswer> fit(Client& client, Discovery& discovery, pack::Packs& packs, const Plan& plan);

}  // namespace aictl::kube
