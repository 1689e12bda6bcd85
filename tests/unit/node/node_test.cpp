#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "catch.h"
#include "core/node/kernel.h"
#include "core/node/kernel_log.h"
#include "core/node/network.h"
#include "core/node/pci.h"
#include "core/node/pci_names.h"
#include "core/node/pod.h"

namespace fs = std::filesystem;
using namespace aictl::node;

namespace {

/// A machine as a tree of files.
class Tree {
 public:
  Tree() {
    root_ = (fs::temp_directory_path() / "aictl-node.XXXXXX").string();
    REQUIRE(::mkdtemp(root_.data()) != nullptr);
  }
  ~Tree() { fs::remove_all(root_); }
  Tree(const Tree&) = delete;
  Tree& operator=(const Tree&) = delete;

  const std::string& root() const { return root_; }

  void write(const std::string& path, const std::string& text) const {
    fs::create_directories(fs::path(root_ + path).parent_path());
    std::ofstream(root_ + path, std::ios::binary) << text;
  }

  /// A device of the bus below the bridges of the path.
  void addPci(const std::string& path) const {
    const std::string address = fs::path(path).filename().string();
    write("/sys/devices/" + path + "/vendor", "0x10de\n");
    fs::create_directories(root_ + "/sys/bus/pci/devices");
    fs::create_symlink("../../../devices/" + path, root_ + "/sys/bus/pci/devices/" + address);
  }

 private:
  std::string root_;
};

/// A configuration space whose extended capabilities begin with the one of that number.
std::string configuration(unsigned capability, unsigned control) {
  std::string space(4096, '\0');
  space[0x100] = static_cast<char>(capability);
  space[0x102] = 1;
  space[0x106] = static_cast<char>(control);
  return space;
}

}  // namespace

TEST_CASE("a device of the PCI bus has its numbers, its link and the bridges above it") {
  const Tree tree;
  tree.addPci("pci0000:16/0000:16:01.0/0000:17:00.0/0000:1a:00.0");
  const std::string folder = "/sys/bus/pci/devices/0000:1a:00.0";
  tree.write(folder + "/device", "0x2330\n");
  tree.write(folder + "/class", "0x030200\n");
  tree.write(folder + "/numa_node", "1\n");
  tree.write(folder + "/current_link_speed", "2.5 GT/s PCIe\n");
  tree.write(folder + "/max_link_speed", "32.0 GT/s PCIe\n");
  tree.write(folder + "/current_link_width", "8\n");
  tree.write(folder + "/max_link_width", "16\n");
  const auto devices = pciDevices(tree.root());
  REQUIRE(devices.size() == 1);
  CHECK(devices[0].device == 0x2330);
  CHECK(devices[0].classCode == 0x030200);
  CHECK(devices[0].numaNode == 1);
  CHECK(devices[0].generation == 1);
  CHECK(devices[0].generationMaximum == 5);
  CHECK(devices[0].width == 8);
  CHECK(devices[0].widthMaximum == 16);
  CHECK(devices[0].path ==
        std::vector<std::string>{"pci0000:16", "0000:16:01.0", "0000:17:00.0", "0000:1a:00.0"});
}

TEST_CASE("what sysfs says of a device that is gone is not taken for a number") {
  const Tree tree;
  tree.addPci("pci0000:16/0000:1a:00.0");
  tree.write("/sys/bus/pci/devices/0000:1a:00.0/numa_node", "-1\n");
  tree.write("/sys/bus/pci/devices/0000:1a:00.0/current_link_speed", "Unknown\n");
  tree.write("/sys/bus/pci/devices/0000:1a:00.0/current_link_width", "255\n");
  const auto devices = pciDevices(tree.root());
  REQUIRE(devices.size() == 1);
  CHECK_FALSE(devices[0].numaNode);
  CHECK_FALSE(devices[0].generation);
  CHECK_FALSE(devices[0].width);
}

TEST_CASE("a PCI link carries its lanes' rate without its encoding, of generations that are known") {
  CHECK(*pcieGigabits(1, 16) == Approx(32));
  CHECK(*pcieGigabits(4, 8) == Approx(8 * 16 * 128.0 / 130));
  CHECK(*pcieGigabits(6, 1) == Approx(59));
  CHECK_FALSE(pcieGigabits(0, 16));
  CHECK_FALSE(pcieGigabits(8, 16));
}

TEST_CASE("a machine without a PCI bus has no devices") { CHECK(pciDevices("/nowhere").empty()); }

TEST_CASE("PCI addresses of all forms are written as sysfs does") {
  CHECK(pciAddress("00000000:3B:00.0") == "0000:3b:00.0");
  CHECK(pciAddress("0000:3b:00.0") == "0000:3b:00.0");
  CHECK(pciAddress("3B:00.0") == "0000:3b:00.0");
  CHECK(pciAddress("00010000:3b:00.0") == "00010000:3b:00.0");
  CHECK(pciAddress("no address") == "no address");
}

TEST_CASE("a bridge redirects traffic where its access control says so") {
  const Tree tree;
  tree.addPci("pci0000:16/0000:16:01.0/0000:1a:00.0");
  tree.addPci("pci0000:16/0000:16:01.0");
  const auto device = pciDevices(tree.root()).back();
  REQUIRE(device.address == "0000:1a:00.0");
  CHECK_FALSE(redirectingBridges(tree.root(), device));
  tree.write("/sys/bus/pci/devices/0000:16:01.0/config", configuration(0x0D, 0x1D));
  CHECK(redirectingBridges(tree.root(), device) == std::vector<std::string>{"0000:16:01.0"});
  tree.write("/sys/bus/pci/devices/0000:16:01.0/config", configuration(0x0D, 0x01));
  CHECK(redirectingBridges(tree.root(), device)->empty());
  tree.write("/sys/bus/pci/devices/0000:16:01.0/config", configuration(0x01, 0x1D));
  CHECK(redirectingBridges(tree.root(), device)->empty());
}

TEST_CASE("the first 64 bytes of a configuration, which is all that others than root may read, say nothing") {
  const Tree tree;
  tree.addPci("pci0000:16/0000:16:01.0/0000:1a:00.0");
  tree.addPci("pci0000:16/0000:16:01.0");
  tree.write("/sys/bus/pci/devices/0000:16:01.0/config", std::string(64, '\xff'));
  CHECK_FALSE(redirectingBridges(tree.root(), pciDevices(tree.root()).back()));
}

TEST_CASE("the PCI list names a device of its vendor alone") {
  const Tree tree;
  tree.write("/usr/share/misc/pci.ids",
             "10de  NVIDIA\n\t2330  GH100\n\t\t10de 16c1  board\n1002  AMD\n\t74a1  MI300X\n");
  CHECK(pciName(tree.root(), 0x10de, 0x2330) == "GH100");
  CHECK(pciName(tree.root(), 0x1002, 0x74a1) == "MI300X");
  CHECK(pciName(tree.root(), 0x10de, 0x74a1).empty());
  CHECK(pciName("/nowhere", 0x10de, 0x2330).empty());
}

TEST_CASE("the kernel's log is read record by record, without the lines that continue one") {
  const Tree tree;
  tree.write("/dev/kmsg",
             "6,339,5140900,-;NVRM: loading\n SUBSYSTEM=pci\n DEVICE=+pci:0000:1a:00.0\n"
             "3,340,9000000,-,caller=T1;NVRM: Xid\nno record\n");
  const auto log = kernelLog(tree.root());
  REQUIRE(log);
  REQUIRE(log->size() == 2);
  CHECK((*log)[0].text == "NVRM: loading");
  CHECK((*log)[0].microseconds == 5140900);
  CHECK((*log)[1].text == "NVRM: Xid");
}

TEST_CASE("a kernel log that cannot be read is told with what to do") {
  const auto log = kernelLog("/nowhere");
  REQUIRE_FALSE(log);
  CHECK(log.failure().findings.front().message ==
        "the kernel's log cannot be read: /nowhere/dev/kmsg: no such file");
  CHECK(log.failure().findings.front().remedy == "run as root, or with CAP_SYSLOG");
}

TEST_CASE("the pod of a process is found with both drivers of control groups") {
  const Tree tree;
  const std::string uid = "1c2f9a3e-5b7d-4c11-9d20-aabbccddeeff";
  tree.write(
      "/proc/1/cgroup",
      "0::/kubepods.slice/kubepods-pod1c2f9a3e_5b7d_4c11_9d20_aabbccddeeff.slice/cri-containerd-7.scope\n");
  tree.write("/proc/2/cgroup", "11:devices:/kubepods/besteffort/pod" + uid + "/7f\n");
  tree.write("/proc/3/cgroup", "0::/user.slice/podman-1.scope\n");
  CHECK(podOf(tree.root(), 1).uid == uid);
  CHECK(podOf(tree.root(), 1).name.empty());
  tree.write("/var/log/pods/ml_resnet50-worker-0_" + uid + "/tensorflow/0.log", "");
  CHECK(podOf(tree.root(), 2).namespaceName == "ml");
  CHECK(podOf(tree.root(), 2).name == "resnet50-worker-0");
  CHECK(podOf(tree.root(), 3).uid.empty());
  CHECK(podOf(tree.root(), 4).uid.empty());
}

TEST_CASE("RDMA devices have their PCI device and their ports") {
  const Tree tree;
  tree.addPci("pci0000:16/0000:19:00.0");
  for (const char* name : {"mlx5_10", "mlx5_2"}) {
    tree.write(std::string("/sys/class/infiniband/") + name + "/ports/1/state", "4: ACTIVE\n");
    tree.write(std::string("/sys/class/infiniband/") + name + "/ports/1/rate", "400 Gb/sec (4X NDR)\n");
  }
  fs::create_symlink(tree.root() + "/sys/bus/pci/devices/0000:19:00.0",
                     tree.root() + "/sys/class/infiniband/mlx5_2/device");
  const auto devices = rdmaDevices(tree.root());
  REQUIRE(devices.size() == 2);
  CHECK(devices[0].name == "mlx5_2");
  CHECK(devices[0].pciAddress == "0000:19:00.0");
  CHECK(devices[0].ports[0].state == "ACTIVE");
  CHECK(devices[1].pciAddress.empty());
}

TEST_CASE("limits and huge pages are read from the kernel") {
  const Tree tree;
  CHECK_FALSE(lockedMemory(tree.root()));
  tree.write("/proc/self/limits",
             "Limit                     Soft Limit           Hard Limit           Units\n"
             "Max locked memory         8388608              unlimited            bytes\n");
  CHECK(lockedMemory(tree.root())->bytes == 8388608);
  tree.write("/proc/self/limits",
             "Max locked memory         unlimited            unlimited            bytes\n");
  CHECK_FALSE(lockedMemory(tree.root())->bytes);
  tree.write("/sys/kernel/mm/hugepages/hugepages-1048576kB/nr_hugepages", "8\n");
  tree.write("/sys/kernel/mm/hugepages/hugepages-1048576kB/free_hugepages", "3\n");
  const auto pages = hugePages(tree.root());
  REQUIRE(pages.size() == 1);
  CHECK(pages[0].bytes == 1LL << 30);
  CHECK(pages[0].total == 8);
  CHECK(pages[0].free == 3);
}
