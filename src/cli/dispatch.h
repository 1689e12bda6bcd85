#pragma once

#include <string>
#include <vector>

#include "commands/command.h"

namespace aictl::cli {

/// Runs the command that the arguments begin with: one of the table, or a template.
ExitCode dispatch(commands::Context& context, std::vector<std::string> arguments);

}  // namespace aictl::cli
