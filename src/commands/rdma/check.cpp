#include <CLI/CLI.hpp>
#include <cstdlib>

#include "commands/check_text.h"
#include "commands/fleet/on_nodes.h"
#include "commands/options.h"
#include "commands/rdma/rdma.h"
#include "core/rdma/check.h"

namespace aictl::commands {
namespace {

/// The variables that a job has from its manifest, and that checks look at.
std::map<std::string, std::string> ncclVariables() {
  std::map<std::string, std::string> variables;
  for (const char* name : {"NCCL_IB_GID_INDEX"}) {
    if (const char* value = std::getenv(name)) variables[name] = value;
  }
  return variables;
}

}  // namespace

ExitCode runRdmaCheck(Context& context, std::vector<std::string> arguments) {
  std::string root;
  std::string format = "table";
  FleetOptions onNodes;
  const auto app =
      makeApp("rdma check", "[OPTIONS]",
              "Check whether this machine, or the pod that this runs in, is ready for RDMA, before a job "
              "hangs on it. Each check says what it saw and what to do. Ends with 1 where one fails, and "
              "with 5 where there is no device.");
  addOutputOption(*app, context, format, checkFormats, "How (table)");
  app->add_option("--root", root, "Where the machine's /sys, /proc and /dev lie, as /host in a pod (/)")
      ->type_name("FOLDER");
  addFleetOptions(*app, onNodes);
  if (const auto code = parse(*app, context, std::move(arguments))) return *code;
  if (onNodes.isWanted()) return runOnNodes(context, *app, onNodes, format);

  if (root == "/") root.clear();
  const rdma::Machine machine{root, rdma::devices(root), ncclVariables()};
  if (machine.devices.empty()) {
    context.terminal.show({noRdmaDevice()}, context.sources);
    return ExitCode::notHere;
  }
  const auto checks = rdma::checkMachine(machine);
  return tellChecks(context, format, "rdma", checks);
}

}  // namespace aictl::commands
