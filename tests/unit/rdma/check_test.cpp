#include "core/rdma/check.h"

#include <algorithm>

#include "catch.h"
#include "machine_files.h"

using namespace aictl;
using namespace aictl::rdma;

namespace {

std::vector<Observation> observations(const MachineFiles& files, const std::string& check,
                                      const std::map<std::string, std::string>& environment = {}) {
  const Machine machine{files.root(), devices(files.root()), environment};
  for (const Check& one : checkMachine(machine)) {
    if (one.name == check) return one.observations;
  }
  return {};
}

/// The one thing that a check saw.
Observation seen(const MachineFiles& files, const std::string& check,
                 const std::map<std::string, std::string>& environment = {}) {
  const auto all = observations(files, check, environment);
  REQUIRE(all.size() == 1);
  return all[0];
}

struct Roce : MachineFiles {
  Roce() { addRoce("mlx5_0"); }
  static constexpr const char* port = "sys/class/infiniband/mlx5_0/ports/1/";
};

}  // namespace

TEST_CASE("a machine that is ready fails no check and warns of nothing") {
  const Roce files;
  files.addPci("mlx5_0", "0000:a1:00.0", "32.0 GT/s PCIe", "16");
  for (const Check& check : checkMachine({files.root(), devices(files.root()), {}})) {
    INFO(check.name);
    CHECK(verdictOf(check) != Verdict::fail);
    CHECK(verdictOf(check) != Verdict::warn);
  }
}

TEST_CASE("a port that is down fails, and only warns where another of the device is up") {
  const Roce files;
  files.write(std::string(Roce::port) + "state", "1: DOWN");
  files.write(std::string(Roce::port) + "phys_state", "3: Disabled");
  const Observation down = seen(files, "port-state");
  CHECK(down.verdict == Verdict::fail);
  CHECK(down.evidence == "its state is DOWN, physically Disabled");
  CHECK_FALSE(down.remedy.empty());
  files.write("sys/class/infiniband/mlx5_0/ports/2/state", "4: ACTIVE");
  CHECK(observations(files, "port-state").at(0).verdict == Verdict::warn);
}

TEST_CASE("an empty GID table fails: a RoCE device without a secondary network in a pod") {
  const MachineFiles files;
  files.addDevice("mlx5_0", "Ethernet", "100 Gb/sec (4X EDR)");
  const Observation gid = seen(files, "gid");
  CHECK(gid.verdict == Verdict::fail);
  CHECK(gid.evidence.find("RTR") != std::string::npos);
  CHECK(gid.remedy.find("secondary network") != std::string::npos);
}

TEST_CASE("a GID of version 1 alone, and one that holds only on its link, are warned of") {
  const MachineFiles files;
  files.addDevice("mlx5_0", "Ethernet", "100 Gb/sec (4X EDR)");
  files.addGid("mlx5_0", 0, "0000:0000:0000:0000:0000:ffff:c000:0201", "IB/RoCE v1", "eth2");
  CHECK(seen(files, "gid").verdict == Verdict::warn);
  files.addGid("mlx5_0", 1, "fe80:0000:0000:0000:966d:aeff:fe51:9f3c", "RoCE v2", "eth2");
  CHECK(seen(files, "gid").evidence.find("index 1 is fe80::966d:aeff:fe51:9f3c, RoCE v2: it holds only") ==
        0);
  files.addGid("mlx5_0", 2, "0000:0000:0000:0000:0000:ffff:c000:0201", "RoCE v2", "eth2");
  CHECK(seen(files, "gid").verdict == Verdict::pass);
}

TEST_CASE("an interface of another network namespace fails: rdma_cm does not find it") {
  const Roce files;
  CHECK(seen(files, "interface").verdict == Verdict::pass);
  files.remove("sys/class/net/eth2");
  CHECK(seen(files, "interface").verdict == Verdict::fail);
}

TEST_CASE("packets of 1024 bytes are warned of") {
  const Roce files;
  files.addInterface("eth2", 1500);
  const Observation mtu = seen(files, "mtu");
  CHECK(mtu.verdict == Verdict::warn);
  CHECK(mtu.evidence == "packets of eth2 carry 1024 bytes, and 4096 are possible");
}

TEST_CASE("an InfiniBand network without a subnet manager fails") {
  const MachineFiles files;
  files.addDevice("mlx5_0", "InfiniBand", "200 Gb/sec (4X HDR)");
  CHECK(seen(files, "subnet-manager").verdict == Verdict::fail);
  files.write(std::string(Roce::port) + "sm_lid", "0x4");
  CHECK(seen(files, "subnet-manager").verdict == Verdict::pass);
}

TEST_CASE("counters of faults that have grown are warned of, with their counts") {
  const Roce files;
  files.write(std::string(Roce::port) + "hw_counters/out_of_sequence", "12");
  files.write(std::string(Roce::port) + "counters/port_xmit_data", "123456");
  const Observation counters = seen(files, "counters");
  CHECK(counters.verdict == Verdict::warn);
  CHECK(counters.evidence == "since the driver was loaded: out_of_sequence 12");
}

TEST_CASE("a PCI link that carries less than the port fails, one that could be wider is warned of") {
  const Roce files;
  files.addPci("mlx5_0", "0000:a1:00.0", "8.0 GT/s PCIe", "16");
  const Observation narrow = seen(files, "pcie");
  CHECK(narrow.verdict == Verdict::fail);
  CHECK(narrow.evidence == "its PCI link gen3 x16 carries 126 Gb/s, less than its ports' 400 Gb/s");
  files.write(std::string(Roce::port) + "rate", "100 Gb/sec (4X EDR)");
  CHECK(seen(files, "pcie").verdict == Verdict::warn);
}

TEST_CASE("what the kernel's files do not show is skipped, and not passed") {
  const Roce files;
  files.addPci("mlx5_0", "0000:a1:00.0", "", "");
  files.write("sys/devices/pci0000:a0/0000:a0:01.0/0000:a1:00.0/numa_node", "-1");
  CHECK(seen(files, "pcie").verdict == Verdict::skipped);
  CHECK(seen(files, "numa").verdict == Verdict::skipped);
  CHECK(seen(files, "flow-control").verdict == Verdict::skipped);
  files.remove("proc/self/limits");
  CHECK(seen(files, "locked-memory").verdict == Verdict::skipped);
}

TEST_CASE("a missing module and a missing device file fail, with what to do") {
  const Roce files;
  files.remove("sys/module/rdma_ucm");
  const auto modules = observations(files, "modules");
  REQUIRE(modules.size() == 2);
  CHECK(modules[0].verdict == Verdict::pass);
  CHECK(modules[1].remedy == "modprobe rdma_ucm, on the node");
  files.remove("dev/infiniband/uverbs0");
  const auto deviceFiles = observations(files, "device-files");
  CHECK(deviceFiles.at(0).verdict == Verdict::fail);
  CHECK(deviceFiles.at(0).evidence == "/dev/infiniband/uverbs0 is not here");
  CHECK(deviceFiles.at(1).verdict == Verdict::pass);
}

TEST_CASE("a limit of locked memory fails where it is small, unless the process may lock all the same") {
  const Roce files;
  const auto limit = [&](const std::string& bytes) {
    files.write("proc/self/limits",
                "Max locked memory         " + bytes + "              " + bytes + "              bytes");
  };
  limit("8388608");
  CHECK(seen(files, "locked-memory").verdict == Verdict::fail);
  CHECK(seen(files, "locked-memory").evidence.find("8192 KiB") == 0);
  limit("8589934592");
  CHECK(seen(files, "locked-memory").verdict == Verdict::warn);
  files.write("proc/self/status", "Name:\taictl\nCapEff:\t0000000000004000\nCapBnd:\t0");
  CHECK(seen(files, "locked-memory").verdict == Verdict::pass);
}

TEST_CASE("a GID index that NCCL is told and the port does not have fails") {
  const Roce files;
  CHECK(observations(files, "nccl").empty());
  CHECK(seen(files, "nccl", {{"NCCL_IB_GID_INDEX", "3"}}).verdict == Verdict::pass);
  CHECK(seen(files, "nccl", {{"NCCL_IB_GID_INDEX", "5"}}).verdict == Verdict::fail);
}
