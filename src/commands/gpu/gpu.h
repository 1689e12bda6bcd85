#pragma once

#include "commands/command.h"

/// The verbs of `aictl gpu`, one file each.
namespace aictl::commands {

ExitCode runGpuList(Context& context, std::vector<std::string> arguments);
ExitCode runGpuTop(Context& context, std::vector<std::string> arguments);
ExitCode runGpuTopo(Context& context, std::vector<std::string> arguments);
ExitCode runGpuCheck(Context& context, std::vector<std::string> arguments);
ExitCode runGpuBench(Context& context, std::vector<std::string> arguments);

}  // namespace aictl::commands
