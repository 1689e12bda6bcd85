#pragma once

#include "commands/command.h"

/// The verbs of `aictl rdma`, one file each.
namespace aictl::commands {

ExitCode runRdmaList(Context& context, std::vector<std::string> arguments);
ExitCode runRdmaCheck(Context& context, std::vector<std::string> arguments);
ExitCode runRdmaBench(Context& context, std::vector<std::string> arguments);

/// What is said where a machine has no RDMA device.
Finding noRdmaDevice();

}  // namespace aictl::commands
