#pragma once

#include <functional>
#include <vector>

#include "core/base/result.h"
#include "core/base/value.h"
#include "core/kube/apply/apply.h"

namespace aictl::kube {

/// What the parent keeps of the stack once it is applied.
struct StackRecord {
  Value specs = Value::map();  ///< by entry
  Value source;                ///< where the stack comes from
  Value facts;                 ///< commit, version
};

/// What became of a plan.
struct CarriedOut {
  std::vector<Applied> results;    ///< of the waves, then of the prunes
  std::optional<Failure> failure;  ///< of what is kept in the parent
  Findings warnings;               ///< that another apply of the stack was under way
};

/// Carries out a plan: writes into the parent what members may be of from now on, applies the waves, prunes,
/// and then lets the parent say what there is. So nothing is lost where it ends on the way. Where nothing
/// differs nothing is written.
CarriedOut carryOut(Client& client, Discovery& discovery, const Plan& plan, const StackRecord& record,
                    const ApplyOptions& options, const std::function<void(const Applied&)>& report = {});

/// How a run with this outcome ends.
ExitCode exitCode(const CarriedOut& outcome);

}  // namespace aictl::kube
