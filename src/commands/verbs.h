#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "commands/command.h"

namespace aictl::commands {

/// One of the things that a command such as `aictl pack` does.
struct Verb {
  std::string_view name;
  std::string_view usage;    ///< what follows the name, as in `FOLDER`
  std::string_view summary;  ///< one line
  ExitCode (*run)(Context& context, std::vector<std::string> arguments);
};

/// Runs the verb that the arguments of the command begin with; its help and its completion follow.
ExitCode runVerb(Context& context, std::string_view command, std::span<const Verb> verbs,
                 std::vector<std::string> arguments);

}  // namespace aictl::commands
