#include "core/rdma/bench/machine.h"

#include <sys/utsname.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/base/version.h"
#include "core/node/attribute.h"
#include "core/node/kernel.h"
#include "core/rdma/bench/clock.h"
#include "core/rdma/bench/pinning.h"
#include "core/rdma/device_value.h"

namespace aictl::rdma::bench {
namespace {

Value textOrNull(const std::string& text) { return text.empty() ? Value() : Value(text); }

/// What /proc/cpuinfo calls the processor.
std::string processorName(const std::string& root) {
  constexpr std::size_t limit = 4U << 20U;
  const auto text = readFile(root + "/proc/cpuinfo", limit);
  if (!text) return {};
  for (const std::string_view key : {"model name", "Model\t", "CPU part"}) {
    const auto line = text->find(key);
    if (line == std::string::npos) continue;
    const auto colon = text->find(": ", line);
    const auto end = text->find('\n', line);
    if (colon < end) return text->substr(colon + 2, end - colon - 2);
  }
  return {};
}

/// Of this machine's memory.
Value pagesValue(Memory memory) {
  if (memory == Memory::gpu) return {};
  return Value(memory == Memory::hugePages ? "huge" : "ordinary");
}

Value rdmaValue(const ChosenPort* chosen) {
  if (chosen == nullptr) return {};
  return Value::map({{"device", deviceValue(chosen->device)},
                     {"port", Value(chosen->port.number)},
                     {"gidIndex", Value(chosen->gidIndex)},
                     {"pages", pagesValue(chosen->memory)},
                     {"gpu", chosen->gpu ? gpuValue(*chosen->gpu) : Value()}});
}

}  // namespace

Value machineValue(const std::string& root, const ChosenPort* port, const std::vector<int>& cores) {
  utsname system{};
  ::uname(&system);
  Value coreList = Value::list();
  for (const int core : cores) coreList.push(Value(core));
  const std::string cpu = root + "/sys/devices/system/";
  return Value::map(
      {{"host", Value(std::string_view(system.nodename))},
       {"version", Value(version)},
       {"kernel", Value(std::string_view(system.release))},
       {"architecture", Value(std::string_view(system.machine))},
       {"processor", textOrNull(processorName(root))},
       {"coresAllowed", Value(allowedCores().size())},
       {"cores", std::move(coreList)},
       {"governor", textOrNull(node::attribute(cpu + "cpu/cpu0/cpufreq/scaling_governor"))},
       {"clock", Value::map({{"name", Value("CLOCK_MONOTONIC")},
                             {"source", textOrNull(node::attribute(
                                            cpu + "clocksource/clocksource0/current_clocksource"))},
                             {"readNanoseconds", Value(clockCost())}})},
       {"rdma", rdmaValue(port)}});
}

std::vector<int> coresBeside(const std::string& root, const ChosenPort* port) {
  auto allowed = allowedCores();
  if (port == nullptr || !port->device.numaNode || *port->device.numaNode < 0) return allowed;
  auto near = among(allowed, node::cpusOfNode(root, *port->device.numaNode));
  return near.empty() ? allowed : near;
}

}  // namespace aictl::rdma::bench
