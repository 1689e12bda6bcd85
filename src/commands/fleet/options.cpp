#include "commands/fleet/options.h"

#include <CLI/CLI.hpp>

namespace aictl::commands {
namespace {

constexpr const char* group = "On nodes of a cluster";

CLI::Option* addList(CLI::App& app, const char* name, std::vector<std::string>& values,
                     const char* description) {
  return app.add_option(name, values, description)
      ->delimiter(',')
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->allow_extra_args(false)
      ->group(group);
}

}  // namespace

void addFleetOptions(CLI::App& app, FleetOptions& options) {
  for (const CLI::Option* option : app.get_options()) options.own.push_back(option);
  auto* nodes = addList(app, "--nodes", options.nodes,
                        "Run it in a pod on each of these nodes, or on all; may repeat, or be a list");
  nodes->type_name("NODE");
  addList(app, "--entry", options.entries, "The same on the nodes where these entries run")
      ->type_name("ENTRY")
      ->excludes(nodes);
  app.add_option("--image", options.image, "An image that has this program, of this version")
      ->type_name("IMAGE")
      ->envname("AICTL_IMAGE")
      ->group(group);
  app.add_option("--start-timeout", options.startTimeout,
                 "How long a pod may take to start; without it the others go on (120)")
      ->type_name("SECONDS")
      ->check(timeLimitFault)
      ->group(group);
  addStackOptions(app, options.stack);
  addNamespaceOption(app, options.stack.nameSpace);
  addClusterOptions(app, options.cluster);
}

void addFleetBenchOptions(CLI::App& app, FleetOptions& options) {
  addFleetOptions(app, options);
  options.leavesBusyOut = true;
  app.add_flag("--busy", options.takesBusyToo,
               "Also on nodes where a pod has devices (accelerators, RDMA), which are left out else")
      ->group(group);
}

void addFleetPairOptions(CLI::App& app, FleetOptions& options) {
  addFleetBenchOptions(app, options);
  auto* network =
      app.add_option("--network", options.network,
                     "Measure over this secondary network of pods, an attachment definition of the namespace")
          ->type_name("NAME")
          ->group(group);
  app.add_flag(
         "--host-network", options.usesNodeNetwork,
         "Measure over the nodes' own network and devices, by privileged pods, and not over that of pods")
      ->excludes(network)
      ->group(group);
}

std::vector<std::string> ownWords(const FleetOptions& options,
                                  const std::function<bool(const CLI::Option&)>& isWanted) {
  std::vector<std::string> words;
  std::vector<std::string> positionals;
  for (const CLI::Option* option : options.own) {
    if (option->count() == 0 || !isWanted(*option)) continue;
    const bool isNamed = !option->get_lnames().empty() || !option->get_snames().empty();
    const bool isFlag = option->get_items_expected_max() == 0;
    for (const std::string& value : option->results()) {
      if (!isNamed) {
        positionals.push_back(value);
        continue;
      }
      words.push_back(option->get_lnames().empty() ? "-" + option->get_snames().front()
                                                   : "--" + option->get_lnames().front());
      if (!isFlag) words.push_back(value);
    }
  }
  if (!positionals.empty()) words.emplace_back("--");
  words.insert(words.end(), positionals.begin(), positionals.end());
  return words;
}

}  // namespace aictl::commands
