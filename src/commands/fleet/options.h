#pragma once

#include <functional>
#include <string>
#include <vector>

#include "commands/options.h"
#include "commands/parser.h"

namespace aictl::commands {

/// What a command of a machine takes to run on nodes of a cluster.
struct FleetOptions {
  std::vector<std::string> nodes;    ///< `all`, or names
  std::vector<std::string> entries;  ///< those where these run
  std::string image;
  std::string startTimeout = "120";  ///< seconds
  bool leavesBusyOut = false;        ///< it is a benchmark
  bool takesBusyToo = false;
  std::string network;           ///< that pods are in too, and that is measured over
  bool usesNodeNetwork = false;  ///< and not that of pods
  bool usesGpu = false;          ///< of each node, which its pod does not ask for
  stack::Options stack;
  ClusterOptions cluster;

  std::vector<const CLI::Option*> own;  ///< those of the command itself

  bool isWanted() const { return !nodes.empty() || !entries.empty(); }
};

/// `--nodes`, `--entry`, `--image`, `--start-timeout`, and where the cluster is. To be called once the
/// command has its own options.
void addFleetOptions(CLI::App& app, FleetOptions& options);
/// The same, with `--busy`, of what measures.
void addFleetBenchOptions(CLI::App& app, FleetOptions& options);

/// The same, with `--network` and `--host-network`, of what measures between nodes.
void addFleetPairOptions(CLI::App& app, FleetOptions& options);

/// What was given of the command's own options, as words of a command line; of those that are wanted alone.
std::vector<std::string> ownWords(const FleetOptions& options,
                                  const std::function<bool(const CLI::Option&)>& isWanted);

}  // namespace aictl::commands
