#include "commands/rdma/rdma.h"

#include <array>

#include "commands/commands.h"
#include "commands/verbs.h"

namespace aictl::commands {

Finding noRdmaDevice() {
  return {
      .rule = "device",
      .message = "this machine has no RDMA device",
      .remedy =
          "in a pod, ask for the resource of its device plugin (rdma/…); on a node, load the module of the "
          "network card"};
}

ExitCode runRdma(Context& context, std::vector<std::string> arguments) {
  static constexpr auto verbs = std::to_array<Verb>({
      {"list", "[DEVICE...] [OPTIONS]", "Show the RDMA devices of this machine", runRdmaList},
      {"check", "[OPTIONS]", "Check whether this machine, or pod, is ready for RDMA", runRdmaCheck},
      {"bench", "[SERVER] [OPTIONS]", "Measure latency and bandwidth to another machine, or between nodes",
       runRdmaBench},
  });
  return runVerb(context, "rdma", verbs, std::move(arguments));
}

}  // namespace aictl::commands
