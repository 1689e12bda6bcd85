#pragma once

#include <string>
#include <vector>

#include "commands/command.h"

namespace aictl::commands {

/// `aictl __reference markdown` writes the reference page of all commands, `man` the manual page: both from
/// the help that the commands give. For the build and its tests; no help names it.
ExitCode writeReference(Context& context, const std::vector<std::string>& arguments);

}  // namespace aictl::commands
