#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/value.h"
#include "core/kube/api/discovery.h"
#include "core/kube/api/manifest.h"
#include "core/kube/api/objects.h"
#include "core/kube/apply/apply_set.h"
#include "core/kube/apply/managed_fields.h"
#include "core/kube/connection/client.h"
#include "core/pack/kinds.h"

namespace aictl::kube {

enum class Operation : std::uint8_t {
  create,
  change,
  replace,  ///< delete it, and make it anew
  hold,     ///< a run that is not touched, though it differs or is gone
  leave,    ///< it is as it should be
  prune     ///< delete it: the stack does not have it any more
};

/// `create`, `change`, `replace`, `hold`, `leave`, `prune`.
std::string_view name(Operation operation);

/// What an apply would do with one object.
struct Step {
  Operation operation = Operation::leave;
  const Manifest* manifest = nullptr;  ///< one of the waves that were planned; nullptr of a prune
  ObjectName name;                     ///< with the uid of the object that is there
  Value object;                        ///< what is sent: without fields that others have taken over
  std::string resourceVersion;         ///< of the object that is there
  Value live;                          ///< the object that is there, where something is to change; else null
  std::vector<FieldChange> changes;
  std::string reason;         ///< why it is held, replaced or taken over, in words
  bool needsConsent = false;  ///< it deletes something that nobody named
  bool isRun = false;         ///< an execution: done once, and not again by itself
};

/// What is planned: all of a stack, so that what it no longer has is pruned, or a part of it.
enum class Extent : std::uint8_t { part, whole };

/// What an apply would do, in the order in which it would.
struct Plan {
  ApplySet set;
  Extent extent = Extent::whole;
  ApplySetParent parent;  ///< as the cluster has it
  std::vector<std::vector<Step>> waves;
  std::vector<Step> prunes;
  Findings findings;               ///< with an error, nothing may be sent
  ExitCode code = ExitCode::done;  ///< what an error means

  bool changesNothing() const;
};

/// What to do with objects that are there and are not the stack's.
enum class Foreign : std::uint8_t { refuse, adopt };

/// What becomes of a run that has ended when it is applied again.
enum class EndedRuns : std::uint8_t { hold, startAgain };

struct PlanOptions {
  std::string manager = "aictl";
  Conflicts conflicts = Conflicts::refuse;
  Foreign foreign = Foreign::refuse;
  EndedRuns endedRuns = EndedRuns::hold;
  Extent extent = Extent::whole;
  std::vector<std::string> rerun;    ///< entries, or `kind/name`, whose runs are ended and started anew
  std::vector<std::string> replace;  ///< entries, or `kind/name`, that may be deleted and made anew
  Value source;                      ///< where the stack comes from, as the parent keeps it
};

/// Compares manifests with what the cluster has, by reading alone. The kinds' facts say what is a run,
/// what cannot be changed and what others change after creation.
///
/// A Failure has all that stands in the way of planning: manifests without kind or name (badInput), kinds
/// that are not served (refused), namespaces that are not there (badInput), no answer. What stands in the
/// way of applying is in the plan: objects that others made, fields that others own, fields that cannot be
/// changed, a stack of the same name from elsewhere.
Result<Plan> plan(Client& client, Discovery& discovery, pack::Kinds& kinds, const ApplySet& set,
                  const Waves& waves, const PlanOptions& options);

}  // namespace aictl::kube
