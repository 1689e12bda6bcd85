#pragma once

#include "commands/cluster.h"

namespace aictl::commands {

/// What `apply` and the commands of templates have in common.
struct ApplyFlags {
  ClusterOptions cluster;
  bool createNamespace = false;
  bool dryRun = false;
  bool forceConflicts = false;
};

void addApplyFlags(CLI::App& app, ApplyFlags& flags);

/// Sends rendered manifests to the cluster, a line for each object as it is done.
ExitCode applyManifests(Context& context, const StackInput& input, const ApplyFlags& flags,
                        kube::Access access);

}  // namespace aictl::commands
