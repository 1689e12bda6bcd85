#include "commands/gpu/gpu.h"

#include <array>

#include "commands/commands.h"
#include "commands/verbs.h"

namespace aictl::commands {

ExitCode runGpu(Context& context, std::vector<std::string> arguments) {
  static constexpr auto verbs = std::to_array<Verb>({
      {"list", "[DEVICE...] [OPTIONS]", "Show the accelerators of this machine", runGpuList},
      {"top", "[DEVICE...] [OPTIONS]", "Show what they do, as it goes on", runGpuTop},
      {"topo", "[OPTIONS]", "Show how they and the network devices are connected", runGpuTopo},
      {"check", "[OPTIONS]", "Check their health, and what the machine does for them", runGpuCheck},
      {"bench", "[DEVICE...] [OPTIONS]", "Measure how fast they are", runGpuBench},
  });
  return runVerb(context, "gpu", verbs, std::move(arguments));
}

}  // namespace aictl::commands
