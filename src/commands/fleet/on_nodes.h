#pragma once

#include "commands/fleet/options.h"

namespace aictl::commands {

/// Runs the command whose options these are on nodes of a cluster, as it runs on a machine, and shows what
/// each of them said, in that form. `app` has the command's name.
ExitCode runOnNodes(Context& context, const CLI::App& app, const FleetOptions& options,
                    const std::string& form);

}  // namespace aictl::commands
