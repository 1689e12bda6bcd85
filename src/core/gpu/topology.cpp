#include "core/gpu/topology.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/node/kernel.h"

namespace aictl::gpu {
namespace {

const node::PciDevice* find(const std::vector<node::PciDevice>& bus, const std::string& address) {
  const auto found = std::ranges::find(bus, address, &node::PciDevice::address);
  return found == bus.end() ? nullptr : &*found;
}

/// The active links of a device that the condition holds for.
template <class Condition>
std::vector<const Link*> activeLinks(const Device& device, const Condition& holds) {
  std::vector<const Link*> links;
  for (const Link& link : device.links) {
    if (link.active && holds(link)) links.push_back(&link);
  }
  return links;
}

/// Links from one to the other, or of both to the switches between them.
void addLinks(const Device& a, const Device& b, Relation& relation) {
  if (a.vendor != b.vendor) return;
  const auto goesToB = [&](const Link& link) { return !link.remote.empty() && link.remote == b.pciAddress; };
  const auto goesToSwitch = [](const Link& link) { return link.remoteKind == "switch"; };
  auto links = activeLinks(a, goesToB);
  if (links.empty()) {
    links = activeLinks(a, goesToSwitch);
    links.resize(std::min(links.size(), activeLinks(b, goesToSwitch).size()));
  }
  if (links.empty()) return;
  relation.links = static_cast<int>(links.size());
  relation.linkKind = links.front()->kind;
  relation.linkVersion = links.front()->version;
}

TopologyNode nodeOf(const std::string& name, const std::string& address, const node::PciDevice* bus,
                    const std::string& root) {
  TopologyNode node{.name = name, .pciAddress = address};
  if (bus == nullptr || !bus->numaNode) return node;
  node.numaNode = static_cast<double>(*bus->numaNode);
  node.cpus = node::cpusOfNode(root, *bus->numaNode);
  return node;
}

bool isUp(const node::RdmaDevice& nic) {
  return std::ranges::any_of(nic.ports, [](const node::RdmaPort& port) { return port.state == "ACTIVE"; });
}

void chooseNics(Topology& topology) {
  std::vector<int> uses(topology.nodes.size());
  for (std::size_t i = 0; i < topology.nodes.size(); ++i) {
    if (!topology.nodes[i].isAccelerator) continue;
    const auto cost = [&](std::size_t nic) {
      return std::tuple(topology.relations[i][nic].distance, uses[nic], nic);
    };
    std::optional<std::size_t> best;
    for (std::size_t nic = 0; nic < topology.nodes.size(); ++nic) {
      const TopologyNode& node = topology.nodes[nic];
      const bool canBe =
          !node.isAccelerator && node.isUp && topology.relations[i][nic].distance != Distance::unknown;
      if (canBe && (!best || cost(nic) < cost(*best))) best = nic;
    }
    if (!best) continue;
    ++uses[*best];
    topology.nodes[i].bestNic = topology.nodes[*best].name;
  }
}

}  // namespace

std::string_view name(Distance distance) {
  static constexpr auto names =
      std::to_array<std::string_view>({"X", "PIX", "PXB", "PHB", "NODE", "SYS", "?"});
  return names[static_cast<std::size_t>(distance)];
}

Distance distanceBetween(const node::PciDevice& a, const node::PciDevice& b) {
  if (a.address == b.address) return Distance::self;
  if (a.path.empty() || b.path.empty()) return Distance::unknown;
  const auto [differs, ignored] = std::ranges::mismatch(a.path, b.path);
  const auto common = static_cast<std::size_t>(differs - a.path.begin());
  if (common == 0) return a.numaNode && a.numaNode == b.numaNode ? Distance::node : Distance::sys;
  if (common == 1) return Distance::phb;
  // Below one switch each has a port of its own; the two ports and the switch count as one bridge.
  constexpr std::size_t portAndDevice = 2;
  const std::size_t below = std::max(a.path.size(), b.path.size()) - common;
  return below <= portAndDevice ? Distance::pix : Distance::pxb;
}

std::string text(const Relation& relation) {
  if (relation.links == 0) return std::string(name(relation.distance));
  return relation.linkKind == "NVLink" ? fmt::format("NV{}", relation.links) : relation.linkKind;
}

Topology topologyOf(const std::vector<Device>& devices, const std::vector<node::PciDevice>& bus,
                    const std::vector<node::RdmaDevice>& nics, const std::string& root) {
  Topology topology;
  std::vector<const node::PciDevice*> places;
  for (const Device& device : devices) {
    places.push_back(find(bus, device.pciAddress));
    topology.nodes.push_back(nodeOf(nameOf(device), device.pciAddress, places.back(), root));
    topology.nodes.back().isAccelerator = true;
  }
  for (const node::RdmaDevice& nic : nics) {
    places.push_back(find(bus, nic.pciAddress));
    topology.nodes.push_back(nodeOf(nic.name, nic.pciAddress, places.back(), root));
    topology.nodes.back().isUp = isUp(nic);
  }
  for (std::size_t a = 0; a < places.size(); ++a) {
    std::vector<Relation> row(places.size());
    for (std::size_t b = 0; b < places.size(); ++b) {
      if (a == b) {
        row[b].distance = Distance::self;
        continue;
      }
      if (places[a] != nullptr && places[b] != nullptr)
        row[b].distance = distanceBetween(*places[a], *places[b]);
      if (a < devices.size() && b < devices.size()) addLinks(devices[a], devices[b], row[b]);
    }
    topology.relations.push_back(std::move(row));
  }
  chooseNics(topology);
  return topology;
}

}  // namespace aictl::gpu
