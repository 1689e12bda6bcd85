#include "core/rdma/device.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/node/attribute.h"
#include "core/node/pci.h"
#include "core/rdma/gid.h"

namespace aictl::rdma {
namespace {

/// What follows the number in `4: ACTIVE`.
std::string named(const std::string& text) {
  const auto colon = text.find(": ");
  return colon == std::string::npos ? text : text.substr(colon + 2);
}

/// The number that `100 Gb/sec (4X EDR)` begins with.
std::optional<double> gigabitsOf(const std::string& rate) {
  double number = 0;
  const auto [end, error] = std::from_chars(rate.data(), rate.data() + rate.size(), number);
  const bool known = error == std::errc{} && rate.find("Gb/sec") != std::string::npos && number > 0;
  return known ? std::optional(number) : std::nullopt;
}

std::optional<int> indexOf(const std::string& name) {
  int index = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), index);
  return error == std::errc{} && end == name.data() + name.size() ? std::optional(index) : std::nullopt;
}

std::vector<Gid> gidsOf(const std::string& port) {
  std::vector<Gid> gids;
  for (const std::string& entry : node::namesIn(port + "/gids")) {
    const auto index = indexOf(entry);
    Gid gid{.address = node::attribute(fmt::format("{}/gids/{}", port, entry))};
    if (!index || isZero(gid.address)) continue;
    gid.index = *index;
    gid.type = node::attribute(fmt::format("{}/gid_attrs/types/{}", port, entry));
    gid.netdev = node::attribute(fmt::format("{}/gid_attrs/ndevs/{}", port, entry));
    gids.push_back(std::move(gid));
  }
  std::ranges::sort(gids, {}, &Gid::index);
  return gids;
}

std::string netdevOf(const std::string& device, const Port& port) {
  const auto gid = std::ranges::find_if(port.gids, [](const Gid& one) { return !one.netdev.empty(); });
  if (gid != port.gids.end()) return gid->netdev;
  const auto names = node::namesIn(device + "/device/net");
  return names.size() == 1 ? names.front() : std::string();
}

Port portOf(const std::string& root, const std::string& device, const std::string& number) {
  const std::string folder = device + "/ports/" + number;
  Port port{.state = named(node::attribute(folder + "/state")),
            .physicalState = named(node::attribute(folder + "/phys_state")),
            .linkLayer = node::attribute(folder + "/link_layer"),
            .rate = node::attribute(folder + "/rate"),
            .gids = gidsOf(folder),
            .counters = portCounters(folder)};
  port.number = indexOf(number).value_or(1);
  port.gigabits = gigabitsOf(port.rate);
  port.netdev = netdevOf(device, port);
  if (port.isEthernet()) {
    const auto mtu = node::integerAttribute(root + "/sys/class/net/" + port.netdev + "/mtu");
    if (mtu && !port.netdev.empty()) port.mtu = roceMtu(*mtu);
  } else {
    port.lid = node::integerAttribute(folder + "/lid");
    port.smLid = node::integerAttribute(folder + "/sm_lid");
  }
  return port;
}

std::string verbsNodeOf(const std::string& root, const std::string& device) {
  const std::string folder = root + "/sys/class/infiniband_verbs/";
  for (const std::string& name : node::namesIn(folder)) {
    if (node::attribute(folder + name + "/ibdev") == device) return name;
  }
  return {};
}

bool isAccelerator(const node::PciDevice& device) {
  const auto kind = device.classCode >> 8U;  // PCI class and subclass
  return kind == 0x0302 || kind == 0x0300 || kind == 0x1200;
}

std::size_t sharedBridges(const node::PciDevice& a, const node::PciDevice& b) {
  const auto end = std::ranges::mismatch(a.path, b.path);
  return static_cast<std::size_t>(end.in1 - a.path.begin());
}

std::vector<std::string> nearestAccelerators(const std::vector<node::PciDevice>& all,
                                             const node::PciDevice& device) {
  std::vector<std::string> nearest;
  std::size_t most = 1;
  for (const node::PciDevice& other : all) {
    if (!isAccelerator(other)) continue;
    const std::size_t shared = sharedBridges(device, other);
    if (shared > most) nearest.clear();
    most = std::max(most, shared);
    if (shared == most) nearest.push_back(other.address);
  }
  return nearest;
}

void describePci(const std::vector<node::PciDevice>& all, const std::string& address, Device& device) {
  const auto found = std::ranges::find(all, address, &node::PciDevice::address);
  if (found == all.end()) return;
  device.pci = PciLink{.address = found->address,
                       .generation = found->generation,
                       .generationMaximum = found->generationMaximum,
                       .width = found->width,
                       .widthMaximum = found->widthMaximum};
  device.driver = found->driver;
  device.numaNode = found->numaNode;
  device.nearestAccelerators = nearestAccelerators(all, *found);
}

}  // namespace

std::optional<std::int64_t> roceMtu(std::int64_t interfaceMtu) {
  constexpr std::int64_t headers = 40 + 8 + 12 + 4 + 28 + 4;  // GRH, UDP, BTH, XRC, atomic, ICRC
  for (const std::int64_t mtu : {4096, 2048, 1024, 512, 256}) {
    if (interfaceMtu - headers >= mtu) return mtu;
  }
  return std::nullopt;
}

std::vector<Device> devices(const std::string& root) {
  std::vector<Device> all;
  const std::string folder = root + "/sys/class/infiniband/";
  const auto names = node::namesIn(folder);
  if (names.empty()) return all;
  const auto pci = node::pciDevices(root);
  for (const std::string& name : names) {
    Device device{.name = name, .verbsNode = verbsNodeOf(root, name)};
    const std::string path = folder + name;
    device.firmware = node::attribute(path + "/fw_ver");
    device.board = node::attribute(path + "/board_id");
    device.guid = node::attribute(path + "/node_guid");
    describePci(pci, node::linkName(path + "/device"), device);
    for (const std::string& port : node::namesIn(path + "/ports"))
      device.ports.push_back(portOf(root, path, port));
    std::ranges::sort(device.ports, {}, &Port::number);
    all.push_back(std::move(device));
  }
  return all;
}

}  // namespace aictl::rdma
