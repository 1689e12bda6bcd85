#pragma once

#include "commands/fleet/options.h"
#include "commands/rdma/bench_options.h"

namespace aictl::commands {

/// Measures all pairs of the nodes that are asked for, and shows the matrix. `command` is what was typed.
ExitCode benchNodes(Context& context, const BenchOptions& options, const FleetOptions& onNodes,
                    const std::string& command);

}  // namespace aictl::commands
