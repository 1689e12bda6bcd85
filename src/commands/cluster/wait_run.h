#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "commands/cluster/cluster.h"
#include "core/kube/logs/container_exit.h"
#include "core/kube/status/wait.h"
#include "core/pack/pack.h"

namespace aictl::commands {

/// How `wait` and `--wait` wait; durations as a person writes them.
struct WaitFlags {
  std::string goal = "ready";
  std::string timeout = "10m";
  std::string grace = "30s";
  std::map<std::string, Origin> places = {};  ///< where the stack has the objects, by identity, for findings
};

/// Checks an option's value: a duration such as `90s` or `1h30m`.
std::string durationFault(const std::string& text);

/// An object that was waited for.
struct WaitedObject {
  kube::ApplySet set;
  kube::Awaited result;
  std::optional<kube::ContainerExit> exit;  ///< of a failure: the first container that did not end well
};

/// How a waiting ended.
struct Waited {
  ExitCode code = ExitCode::done;
  std::vector<WaitedObject> objects;
};

/// Waits for these objects, and shows how they are meanwhile (WaitView). What is wrong is shown.
Waited waitFor(Context& context, Connection& connection, pack::Packs& packs,
               const std::vector<kube::Member>& objects, const WaitFlags& flags);

/// The same, with the logs of their pods as results.
Waited followFor(Context& context, Connection& connection, pack::Packs& packs,
                 const std::vector<kube::Member>& objects, const WaitFlags& flags);

/// What memberValue() has, and `{ending, trouble, exit: {pod, container, code, reason}}`; null where there is
/// nothing to say, also in place of `exit`.
Value waitedValue(const WaitedObject& object);

}  // namespace aictl::commands
