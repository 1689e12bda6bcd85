#pragma once

#include <string>
#include <vector>

#include "commands/cluster.h"
#include "core/kube/wait.h"
#include "core/pack/pack.h"

namespace aictl::commands {

/// How `wait` and `--wait` wait; durations as a person writes them.
struct WaitFlags {
  std::string goal = "ready";
  std::string timeout = "10m";
  std::string grace = "30s";
};

/// Checks an option's value: a duration such as `90s` or `1h30m`.
std::string durationFault(const std::string& text);

/// Waits for these objects, with a line for each change of state. What is wrong is shown.
ExitCode waitFor(Context& context, Connection& connection, pack::Packs& packs,
                 const std::vector<kube::Member>& objects, const WaitFlags& flags);

}  // namespace aictl::commands
