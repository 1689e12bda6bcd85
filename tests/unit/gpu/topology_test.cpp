#include "core/gpu/topology.h"

#include "catch.h"

using namespace aictl::gpu;
using aictl::node::PciDevice;
using aictl::node::RdmaDevice;

namespace {

PciDevice at(std::vector<std::string> path, std::int64_t numaNode) {
  PciDevice device{.address = path.back(), .numaNode = numaNode};
  device.path = std::move(path);
  return device;
}

const PciDevice gpu = at({"pci0000:16", "0000:16:01.0", "0000:17:00.0", "0000:18:00.0", "0000:1a:00.0"}, 0);

}  // namespace

TEST_CASE("the distance of two devices is that of their bridges") {
  const auto to = [](std::vector<std::string> path, std::int64_t numaNode) {
    return name(distanceBetween(gpu, at(std::move(path), numaNode)));
  };
  CHECK(name(distanceBetween(gpu, gpu)) == "X");
  CHECK(to({"pci0000:16", "0000:16:01.0", "0000:17:00.0", "0000:18:01.0", "0000:19:00.0"}, 0) == "PIX");
  CHECK(to({"pci0000:16", "0000:16:01.0", "0000:17:00.0", "0000:18:00.0", "0000:1a:00.1"}, 0) == "PIX");
  CHECK(to({"pci0000:16", "0000:16:01.0", "0000:17:01.0", "0000:1c:00.0", "0000:1d:00.0"}, 0) == "PXB");
  CHECK(to({"pci0000:16", "0000:16:02.0", "0000:20:00.0"}, 0) == "PHB");
  CHECK(to({"pci0000:30", "0000:30:01.0", "0000:31:00.0"}, 0) == "NODE");
  CHECK(to({"pci0000:80", "0000:80:01.0", "0000:81:00.0"}, 1) == "SYS");
}

TEST_CASE("devices of which the NUMA node is not known are far from each other") {
  PciDevice a = at({"pci0000:30", "0000:31:00.0"}, 0);
  PciDevice b = at({"pci0000:40", "0000:41:00.0"}, 0);
  a.numaNode.reset();
  b.numaNode.reset();
  CHECK(distanceBetween(a, b) == Distance::sys);
}

TEST_CASE("devices under one switch get a NIC of their own, and none that is down") {
  const std::string bridge = "0000:16:01.0";
  std::vector<PciDevice> bus;
  for (const char* address : {"0000:1a:00.0", "0000:1b:00.0", "0000:1c:00.0", "0000:1d:00.0", "0000:1e:00.0"})
    bus.push_back(at({"pci0000:16", bridge, address}, 0));
  const std::vector<Device> devices{{.vendor = "nvidia", .index = 0, .pciAddress = "0000:1a:00.0"},
                                    {.vendor = "nvidia", .index = 1, .pciAddress = "0000:1b:00.0"}};
  const std::vector<RdmaDevice> nics{{"mlx5_0", "0000:1c:00.0", {{1, "DOWN", "", ""}}},
                                     {"mlx5_1", "0000:1d:00.0", {{1, "ACTIVE", "", ""}}},
                                     {"mlx5_2", "0000:1e:00.0", {{1, "ACTIVE", "", ""}}}};
  const Topology topology = topologyOf(devices, bus, nics, "/nowhere");
  CHECK(topology.nodes[0].bestNic == "mlx5_1");
  CHECK(topology.nodes[1].bestNic == "mlx5_2");
}

TEST_CASE("links to a switch count for all that are at it, direct ones for their two ends") {
  const Link toSwitch{.kind = "NVLink", .active = true, .remoteKind = "switch", .remote = "0000:05:00.0"};
  const Link inactive{.kind = "NVLink", .remoteKind = "switch", .remote = "0000:05:00.0"};
  const Link toFirst{.kind = "NVLink", .active = true, .remoteKind = "gpu", .remote = "0000:1a:00.0"};
  std::vector<Device> devices{{.vendor = "nvidia", .index = 0, .pciAddress = "0000:1a:00.0"},
                              {.vendor = "nvidia", .index = 1, .pciAddress = "0000:1b:00.0"}};
  devices[0].links = {toSwitch, toSwitch, toSwitch};
  devices[1].links = {toSwitch, toSwitch, inactive};
  CHECK(text(topologyOf(devices, {}, {}, "/nowhere").relations[0][1]) == "NV2");
  devices[1].links = {toFirst};
  CHECK(text(topologyOf(devices, {}, {}, "/nowhere").relations[1][0]) == "NV1");
  CHECK(text(topologyOf(devices, {}, {}, "/nowhere").relations[0][1]) == "?");
}
