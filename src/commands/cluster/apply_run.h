#pragma once

#include "commands/cluster/cluster.h"
#include "core/kube/apply/carry_out.h"

namespace aictl::commands {

/// What `plan`, `apply` and the commands of templates have in common.
struct PlanFlags {
  ClusterOptions cluster;
  bool createNamespace = false;
  bool forceConflicts = false;
  bool adopt = false;
  bool noPrune = false;
  std::vector<std::string> rerun;
  std::vector<std::string> replace;
};

/// What is needed to apply, beside.
struct ApplyFlags {
  PlanFlags plan;
  bool dryRun = false;
  bool yes = false;
  std::string wait;  ///< `ready` or `done`; "" not to wait
  bool follow = false;
  bool remove = false;      ///< what is followed, where this apply began it
  std::string waitTimeout;  ///< "" for what is usual
  std::string output;       ///< `json`; "" for none
};

void addPlanFlags(CLI::App& app, PlanFlags& flags);
void addApplyFlags(CLI::App& app, ApplyFlags& flags);

/// What is applied, and how.
struct Task {
  StackInput input;
  kube::Access access;
  kube::Extent extent = kube::Extent::whole;
  kube::EndedRuns endedRuns = kube::EndedRuns::hold;
};

/// A plan with all that it points to.
struct Planned {
  Connection connection;
  std::unique_ptr<kube::Waves> waves;
  kube::Plan plan;
  kube::StackRecord record;
};

/// The task of applying a stack, or the entries named with what they refer to. What speaks against it is
/// shown.
Result<Task> taskOf(Context& context, const stack::Options& options, const std::vector<std::string>& names,
                    const ClusterOptions& cluster);

/// Plans. What stands in the way of planning is shown; what stands in the way of applying is in the plan.
Result<Planned> planTask(Context& context, Task& task, const PlanFlags& flags);

/// Plans, shows the plan, and carries it out, a line for each object as it is done.
ExitCode applyTask(Context& context, Task task, const ApplyFlags& flags);

}  // namespace aictl::commands
