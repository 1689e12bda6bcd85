#include <fmt/format.h>

#include <algorithm>

#include "core/gpu/checks.h"
#include "core/node/attribute.h"

namespace aictl::gpu::checks {
namespace {

/// What is looked at for GPUDirect RDMA matters only with a network device that can do it.
bool canDoRdma(const Machine& machine) { return !machine.nics.empty(); }

const node::PciDevice* onBus(const Machine& machine, const Device& device) {
  const auto& all = machine.inventory.pciDevices;
  const auto found = std::ranges::find(all, device.pciAddress, &node::PciDevice::address);
  return found == all.end() ? nullptr : &*found;
}

bool hasNvidia(const Machine& machine) {
  return std::ranges::any_of(machine.inventory.devices,
                             [](const Device& device) { return device.vendor == "nvidia"; });
}

}  // namespace

Observations gpudirect(const Machine& machine, const Expectations& /*expected*/) {
  if (!canDoRdma(machine) || !hasNvidia(machine)) return {};
  if (node::hasModule(machine.root, "nvidia_peermem"))
    return {{.evidence = "the kernel module nvidia_peermem is loaded"}};
  // Only the open modules give memory of the device as a dma-buf.
  const bool isOpen =
      node::attribute(machine.root + "/proc/driver/nvidia/version").find("Open Kernel Module") !=
      std::string::npos;
  if (isOpen) return {{.evidence = "the open kernel modules give the memory of devices as dma-buf"}};
  return {{.verdict = Verdict::fail,
           .evidence =
               "network devices cannot reach the memory of GPUs: nvidia_peermem is not loaded, and the "
               "kernel modules of the driver are not the open ones",
           .remedy = "modprobe nvidia_peermem, after the module of the network device"}};
}

Observations accessControl(const Machine& machine, const Expectations& /*expected*/) {
  if (machine.inventory.devices.size() + machine.nics.size() < 2) return {};
  return eachDevice(machine, [&](const Device& device) -> std::optional<Observation> {
    const node::PciDevice* bus = onBus(machine, device);
    if (bus == nullptr) return std::nullopt;
    const auto bridges = node::redirectingBridges(machine.root, *bus);
    if (!bridges) {
      return Observation{.verdict = Verdict::skipped,
                         .evidence = "the configuration of the bridges above it cannot be read",
                         .remedy = "run as root"};
    }
    if (bridges->empty())
      return Observation{.evidence = "no bridge above it redirects traffic between devices"};
    return Observation{
        .verdict = Verdict::warn,
        .evidence = fmt::format("access control of {} sends traffic between devices through the CPU",
                                fmt::join(*bridges, ", ")),
        .remedy = "turn ACS off in the firmware or by setpci, unless virtual machines need it"};
  });
}

Observations iommu(const Machine& machine, const Expectations& /*expected*/) {
  return eachDevice(machine, [&](const Device& device) -> std::optional<Observation> {
    const node::PciDevice* bus = onBus(machine, device);
    if (bus == nullptr) return std::nullopt;
    if (bus->iommuType.empty()) return Observation{.evidence = "no IOMMU is between the device and memory"};
    const std::string evidence = "the IOMMU's mode is " + bus->iommuType;
    if (!bus->iommuType.starts_with("DMA")) return Observation{.evidence = evidence};
    return Observation{.verdict = Verdict::warn,
                       .evidence = evidence + ": it translates what devices send to each other",
                       .remedy = "start the kernel with iommu=pt"};
  });
}

Observations lockedMemory(const Machine& machine, const Expectations& /*expected*/) {
  if (!canDoRdma(machine)) return {};
  const auto limit = node::lockedMemory(machine.root);
  if (!limit) return {};
  if (!limit->bytes) return {{.evidence = "memory may be locked without a limit"}};
  constexpr std::int64_t kibi = 1024;
  return {{.verdict = Verdict::warn,
           .evidence = fmt::format("{} KiB of memory may be locked here; RDMA locks its buffers",
                                   *limit->bytes / kibi),
           .remedy = "ulimit -l unlimited; in a pod, the capability IPC_LOCK"}};
}

Observations hugePages(const Machine& machine, const Expectations& /*expected*/) {
  std::vector<std::string> sizes;
  for (const node::HugePages& pages : node::hugePages(machine.root)) {
    constexpr std::int64_t mebi = 1024 * 1024;
    if (pages.total > 0)
      sizes.push_back(
          fmt::format("{} of {} pages of {} MiB are free", pages.free, pages.total, pages.bytes / mebi));
  }
  if (sizes.empty()) return {};
  return {{.evidence = fmt::format("{}", fmt::join(sizes, ", "))}};
}

}  // namespace aictl::gpu::checks
