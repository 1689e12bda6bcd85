#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "commands/command.h"

namespace aictl::commands {

/// Names that the cluster at hand has, for completion; within the time and with the memory of `recall`. The
/// namespace is that of the command line being typed, else of the stack file, else of the context. Nothing
/// that goes wrong is told.

/// The names that a file of a pack's `names/` leads to: a list of {apiVersion, resource, namespaced}.
std::vector<std::string> namesInCluster(Context& context, std::string_view what);

/// `template/name` of the entries that were applied.
std::vector<std::string> entriesInCluster(Context& context);

}  // namespace aictl::commands
