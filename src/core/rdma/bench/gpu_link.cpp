#include "core/rdma/bench/gpu_link.h"

#include <algorithm>

namespace aictl::rdma::bench {
namespace {

/// What the link carries; without a generation or a width, nothing that is known.
std::optional<double> gigabitsOf(const PciLink& link) {
  if (!link.generation || !link.width) return std::nullopt;
  return node::pcieGigabits(*link.generation, *link.width);
}

/// The link above a device, whose other end is the port at `upper`.
PciLink linkAbove(const node::PciDevice& device, const node::PciDevice* upper) {
  PciLink link{.address = device.address,
               .generation = device.generationMaximum,
               .generationMaximum = device.generationMaximum,
               .width = device.width,
               .widthMaximum = device.widthMaximum};
  if (upper != nullptr && link.generation && upper->generationMaximum)
    link.generation = std::min(*link.generation, *upper->generationMaximum);
  return link;
}

}  // namespace

std::optional<PciLink> linkBetween(const node::PciDevice& gpu, const node::PciDevice& device,
                                   const std::vector<node::PciDevice>& bus) {
  const auto at = [&](const std::string& address) {
    const auto found = std::ranges::find(bus, address, &node::PciDevice::address);
    return found == bus.end() ? nullptr : &*found;
  };
  const auto [differs, ignored] = std::ranges::mismatch(gpu.path, device.path);
  const auto common = static_cast<std::size_t>(differs - gpu.path.begin());
  std::optional<PciLink> slowest;
  // From the end up every other one has a link above it: the one between is a port, at that link's other end.
  const auto look = [&](const std::vector<std::string>& path, std::size_t end) {
    for (std::size_t i = end; i >= 1 && i >= common; i -= std::min<std::size_t>(i, 2)) {
      const node::PciDevice* const lower = at(path[i]);
      if (lower == nullptr) continue;
      const PciLink link = linkAbove(*lower, at(path[i - 1]));
      if (gigabitsOf(link) && (!slowest || *gigabitsOf(link) < *gigabitsOf(*slowest))) slowest = link;
    }
  };
  if (!gpu.path.empty()) look(gpu.path, gpu.path.size() - 1);
  constexpr std::size_t own = 3;
  if (device.path.size() > own) look(device.path, device.path.size() - own);
  return slowest;
}

}  // namespace aictl::rdma::bench
