#pragma once

#include <string>
#include <vector>

#include "commands/cluster/cluster.h"
#include "core/kube/apply/apply_set.h"
#include "core/kube/apply/remove.h"

namespace aictl::commands {

struct RemovalOptions {
  std::string cascade = "background";  ///< or `foreground`, `orphan`
  std::string wait = "0";              ///< a duration, until the objects are to be gone
};

struct Removal {
  ExitCode code = ExitCode::done;
  bool found = false;  ///< there was something to remove
};

/// Removes what belongs to a stack in the cluster: what carries the label of its ApplySet, and nothing else;
/// of the entries named by their labels, or of all where none is named. A line is told for each object, and
/// what is wrong is shown.
Removal removeStack(Context& context, Connection& connection, const kube::ApplySet& set,
                    const std::vector<std::string>& entries, const RemovalOptions& options);

}  // namespace aictl::commands
