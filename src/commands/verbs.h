#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "commands/command.h"

namespace aictl::commands {

/// What a command can do that is several in one, as `aictl rdma list`.
struct Verb {
  std::string_view name;
  std::string_view summary;
  ExitCode (*run)(Context& context, std::vector<std::string> arguments);
};

/// Runs the verb that the first argument names; shows them where that is `--help`, and refuses another word
/// with the nearest verb.
ExitCode runVerb(Context& context, const std::string& command, std::span<const Verb> verbs,
                 std::vector<std::string> arguments);

}  // namespace aictl::commands
