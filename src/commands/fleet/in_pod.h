#pragma once

#include <functional>

#include "commands/command.h"

namespace aictl::commands {

/// Runs a command line as it runs in a pod of `--nodes`: results and findings go to standard output, marked
/// (fleet/told.h), and nothing else is told.
ExitCode runInPod(Context& context, std::vector<std::string> arguments,
                  const std::function<ExitCode(Context& context, std::vector<std::string> arguments)>& run);

}  // namespace aictl::commands
