#include "core/rdma/device.h"

#include "catch.h"
#include "core/rdma/device_value.h"
#include "core/rdma/gid.h"
#include "machine_files.h"

using namespace aictl;
using namespace aictl::rdma;

TEST_CASE("a machine without the kernel's RDMA folder has no devices") {
  const TemporaryFolder folder;
  CHECK(devices(folder.path()).empty());
}

TEST_CASE("a RoCE device is read with its port, rate, MTU, interface and firmware") {
  const MachineFiles files;
  files.addRoce("mlx5_0");
  const auto all = devices(files.root());
  REQUIRE(all.size() == 1);
  const Device& device = all[0];
  CHECK(device.name == "mlx5_0");
  CHECK(device.firmware == "28.39.1002");
  CHECK(device.verbsNode == "uverbs0");
  CHECK(device.isSoftware());
  REQUIRE(device.ports.size() == 1);
  const Port& port = device.ports[0];
  CHECK(port.state == "ACTIVE");
  CHECK(port.physicalState == "LinkUp");
  CHECK(port.rate == "400 Gb/sec (4X NDR)");
  CHECK(port.gigabits == 400);
  CHECK(port.netdev == "eth2");
  CHECK(port.mtu == 4096);
  CHECK_FALSE(port.lid.has_value());
}

TEST_CASE("entries of the GID table that are not in use are left out") {
  const MachineFiles files;
  files.addRoce("mlx5_0");
  files.addGid("mlx5_0", 4, "0000:0000:0000:0000:0000:0000:0000:0000", "", "");
  files.addGid("mlx5_0", 12, "2001:0db8:0000:0000:0000:0000:0000:0001", "RoCE v2", "eth2");
  const Device device = devices(files.root()).at(0);
  std::vector<int> indexes;
  for (const Gid& gid : device.ports.at(0).gids) indexes.push_back(gid.index);
  CHECK(indexes == std::vector<int>{0, 1, 2, 3, 12});
}

TEST_CASE("counters of both folders are read, but for what is none") {
  const MachineFiles files;
  files.addRoce("mlx5_0");
  files.write("sys/class/infiniband/mlx5_0/ports/1/counters/symbol_error", "7");
  const auto counters = devices(files.root())[0].ports[0].counters;
  CHECK(counters == Counters{{"out_of_sequence", 0}, {"symbol_error", 7}});
}

TEST_CASE("of counters those of faults that have grown are told, by how much") {
  const Counters before{{"out_of_sequence", 4}, {"port_xmit_data", 100}, {"symbol_error", 7}};
  const Counters now{
      {"out_of_sequence", 6}, {"packet_seq_err", 3}, {"port_xmit_data", 900}, {"symbol_error", 7}};
  CHECK(grownFaults(before, now) == Counters{{"out_of_sequence", 2}});
  CHECK(grownFaults(now, before).empty());
  CHECK(countsFaults("packet_seq_err"));
  CHECK(countsRetransmissions("packet_seq_err"));
  CHECK_FALSE(countsRetransmissions("out_of_sequence"));  // what the receiver saw
}

TEST_CASE("a device on the PCI bus has its link, its NUMA node and the accelerators beside it") {
  const MachineFiles files;
  files.addRoce("mlx5_0");
  files.addPci("mlx5_0", "0000:a1:00.0", "16.0 GT/s PCIe", "8");
  const std::string gpu = "sys/devices/pci0000:a0/0000:a0:01.0/0000:a2:00.0";
  files.write(gpu + "/class", "0x030200");
  files.write(gpu + "/vendor", "0x10de");
  files.write(gpu + "/device", "0x2330");
  files.link("sys/bus/pci/devices/0000:a2:00.0", "../../../devices/pci0000:a0/0000:a0:01.0/0000:a2:00.0");
  const Device device = devices(files.root()).at(0);
  REQUIRE(device.pci.has_value());
  CHECK(device.pci->address == "0000:a1:00.0");
  CHECK(device.pci->generation == 4);
  CHECK(device.pci->generationMaximum == 5);
  CHECK(device.pci->width == 8);
  CHECK(device.numaNode == 1);
  CHECK(device.nearestAccelerators == std::vector<std::string>{"0000:a2:00.0"});
}

TEST_CASE("an InfiniBand port has its LID and that of the subnet manager, and no MTU of an interface") {
  const MachineFiles files;
  files.addDevice("mlx5_1", "InfiniBand", "200 Gb/sec (4X HDR)");
  files.write("sys/class/infiniband/mlx5_1/ports/1/lid", "0x1b");
  files.write("sys/class/infiniband/mlx5_1/ports/1/sm_lid", "0x1");
  const Port port = devices(files.root()).at(0).ports.at(0);
  CHECK(port.lid == 27);
  CHECK(port.smLid == 1);
  CHECK_FALSE(port.mtu.has_value());
}

TEST_CASE("RoCE carries what the interface's MTU leaves beside 96 bytes of headers") {
  CHECK(roceMtu(9000) == 4096);
  CHECK(roceMtu(4192) == 4096);
  CHECK(roceMtu(4191) == 2048);
  CHECK(roceMtu(1500) == 1024);
  CHECK(roceMtu(352) == 256);
  CHECK_FALSE(roceMtu(351).has_value());
}

TEST_CASE("of a RoCE port's GIDs the one of version 2 with the IPv4 address is chosen, wherever it stands") {
  const MachineFiles files;
  files.addRoce("mlx5_0");
  const Device device = devices(files.root()).at(0);
  CHECK(chooseGid(device.ports.at(0))->index == 3);
  Port port{.linkLayer = "Ethernet",
            .gids = {{0, "0000:0000:0000:0000:0000:ffff:c000:0201", "RoCE v2", "eth2"},
                     {1, "0000:0000:0000:0000:0000:ffff:c000:0201", "IB/RoCE v1", "eth2"}}};
  CHECK(chooseGid(port)->index == 0);
}

TEST_CASE("an address that is asked for is chosen before others of version 2, not before version 2 itself") {
  const Port port{.linkLayer = "Ethernet",
                  .gids = {{0, "fe80:0000:0000:0000:966d:aeff:fe51:9f3c", "RoCE v2", "eth2"},
                           {1, "0000:0000:0000:0000:0000:ffff:c000:0201", "RoCE v2", "eth2"},
                           {2, "2001:0db8:0000:0000:0000:0000:0000:0001", "RoCE v2", "eth2"},
                           {3, "0000:0000:0000:0000:0000:ffff:c000:0202", "IB/RoCE v1", "eth2"}}};
  CHECK(chooseGid(port, "2001:db8::1")->index == 2);
  CHECK(chooseGid(port, "192.0.2.1")->index == 1);
  CHECK(chooseGid(port, "192.0.2.2")->index == 1);
  CHECK(chooseGid(port)->index == 1);
}

TEST_CASE("a port whose GID table is empty has none to choose, one of InfiniBand has its first") {
  CHECK(chooseGid(Port{.linkLayer = "Ethernet"}) == nullptr);
  const Port port{.linkLayer = "InfiniBand",
                  .gids = {{0, "fe80:0000:0000:0000:946d:ae03:0051:9f3c", "", ""}}};
  CHECK(chooseGid(port)->index == 0);
}

TEST_CASE("a GID is shown as the address that it is of") {
  CHECK(shortAddress("0000:0000:0000:0000:0000:ffff:c000:0201") == "192.0.2.1");
  CHECK(shortAddress("fe80:0000:0000:0000:966d:aeff:fe51:9f3c") == "fe80::966d:aeff:fe51:9f3c");
  CHECK(shortAddress("nonsense") == "nonsense");
  CHECK_FALSE(gidBytes("nonsense").has_value());
  CHECK(isLinkLocal("fe80:0000:0000:0000:966d:aeff:fe51:9f3c"));
  CHECK_FALSE(isLinkLocal("0000:0000:0000:0000:0000:ffff:c000:0201"));
}

TEST_CASE("a device's value has all keys, and null for what is not known") {
  const Value value = deviceValue(Device{.name = "rxe0", .ports = {Port{}}});
  CHECK(value.find("pci")->isNull());
  CHECK(value.find("numaNode")->isNull());
  CHECK(value.find("software")->boolean());
  const Value port = value.find("ports")->items()[0];
  CHECK(port.find("gid")->isNull());
  CHECK(port.find("mtu")->isNull());
  CHECK(port.find("counters")->isMap());
}

TEST_CASE("files in another form than the kernel's are no fault") {
  const MachineFiles files;
  files.addRoce("mlx5_0");
  const std::string port = "sys/class/infiniband/mlx5_0/ports/1/";
  for (const char* name :
       {"state", "rate", "link_layer", "gids/0", "gid_attrs/types/3", "counters/symbol_error"})
    files.write(port + name, std::string("\xff\0:", 3));
  files.write(port + "gids/nonsense", "x");
  files.write("sys/class/infiniband/mlx5_0/ports/many/state", "4: ACTIVE");
  CHECK(devices(files.root()).size() == 1);
  CHECK_FALSE(devices(files.root())[0].ports[0].gigabits.has_value());
}
