#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/node/attribute.h"
#include "core/node/kernel.h"
#include "core/node/pci.h"
#include "core/rdma/checks.h"
#include "core/rdma/device_file.h"

namespace aictl::rdma::checks {
namespace {

double rateOf(const Device& device) {
  double rate = 0;
  for (const Port& port : device.ports) {
    if (port.state == "ACTIVE") rate += port.gigabits.value_or(0);
  }
  return rate;
}

std::string linkText(std::int64_t generation, std::int64_t width) {
  return fmt::format("gen{} x{}", generation, width);
}

Observation pcieOf(const Device& device) {
  const PciLink& link = *device.pci;
  if (!link.generation || !link.width)
    return {.device = device.name,
            .verdict = Verdict::skipped,
            .evidence = "the kernel does not show its PCI link"};
  const std::string now = linkText(*link.generation, *link.width);
  const auto carries = node::pcieGigabits(*link.generation, *link.width);
  const bool isLess =
      *link.generation < link.generationMaximum.value_or(0) || *link.width < link.widthMaximum.value_or(0);
  if (carries && *carries < rateOf(device)) {
    return {.device = device.name,
            .verdict = Verdict::fail,
            .evidence = fmt::format("its PCI link {} carries {:.0f} Gb/s, less than its ports' {:.0f} Gb/s",
                                    now, *carries, rateOf(device)),
            .remedy = "put it into a slot with more lanes, or seat it again"};
  }
  if (isLess) {
    return {.device = device.name,
            .verdict = Verdict::warn,
            .evidence = fmt::format("its PCI link is {}, and the device can have {}", now,
                                    linkText(link.generationMaximum.value_or(*link.generation),
                                             link.widthMaximum.value_or(*link.width))),
            .remedy = "look at the slot, riser and firmware settings"};
  }
  return {.device = device.name, .evidence = fmt::format("its PCI link is {}", now)};
}

/// Whether this process has a capability, by the kernel's number for it; none where that cannot be read.
std::optional<bool> hasCapability(const std::string& root, unsigned number) {
  const std::string status = node::attribute(root + "/proc/self/status");
  constexpr std::string_view key = "CapEff:\t";
  const auto at = status.find(key);
  if (at == std::string::npos) return std::nullopt;
  std::uint64_t set = 0;
  constexpr int hexadecimal = 16;
  const char* begin = status.data() + at + key.size();
  if (std::from_chars(begin, status.data() + status.size(), set, hexadecimal).ec != std::errc{})
    return std::nullopt;
  return (set >> number & 1U) != 0;
}

Observation deviceFile(const Machine& machine, const std::string& device, const std::string& file) {
  if (const auto fault = deviceFileFault(machine.root, file)) {
    return {.device = device, .verdict = Verdict::fail, .evidence = fault->message, .remedy = fault->remedy};
  }
  return {.device = device, .evidence = "/dev/infiniband/" + file + " can be opened"};
}

}  // namespace

Observations pcie(const Machine& machine) {
  Observations all;
  for (const Device& device : machine.devices) {
    if (device.pci) all.push_back(pcieOf(device));
  }
  return all;
}

Observations accessControl(const Machine& machine) {
  Observations all;
  for (const node::PciDevice& bus : node::pciDevices(machine.root)) {
    const auto device = std::ranges::find_if(
        machine.devices, [&](const Device& one) { return one.pci && one.pci->address == bus.address; });
    if (device == machine.devices.end() || device->nearestAccelerators.empty()) continue;
    const auto bridges = node::redirectingBridges(machine.root, bus);
    if (!bridges) {
      all.push_back({.device = device->name,
                     .verdict = Verdict::skipped,
                     .evidence = "the configuration of the bridges above it may not be read",
                     .remedy = "run it as root, on the node"});
      continue;
    }
    if (bridges->empty()) {
      all.push_back({.device = device->name,
                     .evidence = "no bridge above it is seen to redirect traffic between devices"});
      continue;
    }
    all.push_back(
        {.device = device->name,
         .verdict = Verdict::warn,
         .evidence = fmt::format("access control of {} sends its traffic with accelerators through the CPU",
                                 fmt::join(*bridges, ", ")),
         .remedy = "turn ACS off in the firmware or by setpci, unless virtual machines need it"});
  }
  return all;
}

Observations numa(const Machine& machine) {
  Observations all;
  for (const Device& device : machine.devices) {
    if (device.isSoftware()) continue;
    if (!device.numaNode || *device.numaNode < 0) {
      all.push_back({.device = device.name,
                     .verdict = Verdict::skipped,
                     .evidence = "the kernel does not say its NUMA node"});
      continue;
    }
    all.push_back({.device = device.name,
                   .evidence = fmt::format("it is at NUMA node {}, with the CPUs {}", *device.numaNode,
                                           node::cpusOfNode(machine.root, *device.numaNode))});
  }
  return all;
}

Observations modules(const Machine& machine) {
  Observations all;
  // What is built into the kernel has a class, and no folder of a module.
  for (const auto& [module, classFolder] : {std::pair("ib_uverbs", "/sys/class/infiniband_verbs"),
                                            std::pair("rdma_ucm", "/sys/class/misc/rdma_cm")}) {
    if (node::hasModule(machine.root, module) || !node::namesIn(machine.root + classFolder).empty()) {
      all.push_back({.evidence = fmt::format("the kernel module {} is loaded", module)});
    } else {
      all.push_back({.verdict = Verdict::fail,
                     .evidence = fmt::format("the kernel module {} is not loaded", module),
                     .remedy = fmt::format("modprobe {}, on the node", module)});
    }
  }
  return all;
}

Observations deviceFiles(const Machine& machine) {
  Observations all;
  for (const Device& device : machine.devices) {
    if (device.verbsNode.empty()) {
      all.push_back({.device = device.name,
                     .verdict = Verdict::fail,
                     .evidence = "the kernel gives programs no access to it",
                     .remedy = "modprobe ib_uverbs, on the node"});
    } else {
      all.push_back(deviceFile(machine, device.name, device.verbsNode));
    }
  }
  all.push_back(deviceFile(machine, "", "rdma_cm"));
  return all;
}

Observations lockedMemory(const Machine& machine) {
  constexpr unsigned ipcLock = 14;  // CAP_IPC_LOCK, linux/capability.h
  const auto limit = node::lockedMemory(machine.root);
  if (!limit) return {{.verdict = Verdict::skipped, .evidence = "the limit of locked memory cannot be read"}};
  if (!limit->bytes) return {{.evidence = "memory may be locked without a limit"}};
  if (hasCapability(machine.root, ipcLock).value_or(false))
    return {{.evidence = "the capability IPC_LOCK lets memory be locked without a limit"}};
  constexpr std::int64_t kibi = 1024;
  constexpr std::int64_t mebi = kibi * kibi;
  constexpr std::int64_t enough = 1024 * mebi;
  const Verdict verdict = *limit->bytes < enough ? Verdict::fail : Verdict::warn;
  return {{.verdict = verdict,
           .evidence = fmt::format(
               "{} KiB of memory may be locked here, and RDMA locks its buffers: 'Couldn't allocate MR'",
               *limit->bytes / kibi),
           .remedy = "ulimit -l unlimited; in a pod, the capability IPC_LOCK"}};
}

Observations nccl(const Machine& machine) {
  const auto found = machine.environment.find("NCCL_IB_GID_INDEX");
  if (found == machine.environment.end()) return {};
  Observations all;
  for (const Device& device : machine.devices) {
    for (const Port& port : device.ports) {
      const bool isThere = std::ranges::any_of(
          port.gids, [&](const Gid& gid) { return std::to_string(gid.index) == found->second; });
      const std::string setting = "NCCL_IB_GID_INDEX=" + found->second;
      if (isThere) {
        all.push_back({.device = device.name, .evidence = setting + " is an entry of its GID table"});
        continue;
      }
      all.push_back(
          {.device = device.name,
           .verdict = Verdict::fail,
           .evidence = setting + " is no entry of its GID table: NCCL fails with 'No such device'",
           .remedy =
               "leave it out: indexes differ from pod to pod, and NCCL from 2.21 on chooses by itself"});
    }
  }
  return all;
}

}  // namespace aictl::rdma::checks
