#include "core/rdma/bench/gpu_link.h"

#include <algorithm>

#include "catch.h"
#include "machine_files.h"

using namespace aictl;
using namespace aictl::rdma;

namespace {

/// A machine's bus as sysfs has it.
class Bus {
 public:
  /// A device below those bridges: what its link has now, and what it can have.
  void add(const std::string& path, const std::string& speed, const std::string& width,
           const std::string& maximumSpeed = "32.0 GT/s PCIe") const {
    const std::string address = path.substr(path.rfind('/') + 1);
    const std::string folder = "sys/devices/" + path;
    files_.write(folder + "/class", "0x030200");
    files_.write(folder + "/current_link_speed", speed);
    files_.write(folder + "/current_link_width", width);
    files_.write(folder + "/max_link_speed", maximumSpeed);
    files_.write(folder + "/max_link_width", "16");
    files_.link("sys/bus/pci/devices/" + address, "../../../devices/" + path);
  }

  std::optional<PciLink> between(const std::string& gpu, const std::string& device) const {
    const auto bus = node::pciDevices(files_.root());
    const auto at = [&](const std::string& address) {
      return *std::ranges::find(bus, address, &node::PciDevice::address);
    };
    return bench::linkBetween(at(gpu), at(device), bus);
  }

 private:
  MachineFiles files_;
};

const std::string four = "16.0 GT/s PCIe";
const std::string five = "32.0 GT/s PCIe";

}  // namespace

TEST_CASE("below one switch the way from a GPU to an RDMA device is the GPU's own link") {
  const Bus bus;
  const std::string top = "pci0000:50/0000:50:01.0";
  bus.add(top, four, "8", four);
  bus.add(top + "/0000:51:00.0", four, "8");
  bus.add(top + "/0000:51:00.0/0000:52:01.0", five, "16");
  bus.add(top + "/0000:51:00.0/0000:52:02.0", five, "16");
  bus.add(top + "/0000:51:00.0/0000:52:01.0/0000:5a:00.0", five, "16");
  bus.add(top + "/0000:51:00.0/0000:52:02.0/0000:5c:00.0", five, "16");
  const auto link = bus.between("0000:5a:00.0", "0000:5c:00.0");
  REQUIRE(link);
  CHECK(link->address == "0000:5a:00.0");
  CHECK(link->generation == 5);
  CHECK(link->width == 16);
}

TEST_CASE("a GPU and an RDMA device below two switches share the slower switch's link to the root") {
  const Bus bus;
  for (const char* side : {"1", "3"}) {
    const std::string top = std::string("pci0000:10/0000:10:0") + side + ".0";
    const std::string upper = top + "/0000:1" + side + ":00.0";
    bus.add(top, four, side == std::string("3") ? "8" : "16", four);
    bus.add(upper, four, side == std::string("3") ? "8" : "16");
    bus.add(upper + "/0000:2" + side + ":01.0", five, "16");
    bus.add(upper + "/0000:2" + side + ":01.0/0000:3" + side + ":00.0", five, "16");
  }
  const auto link = bus.between("0000:31:00.0", "0000:33:00.0");
  REQUIRE(link);
  CHECK(link->address == "0000:13:00.0");
  CHECK(link->generation == 4);
  CHECK(link->generationMaximum == 5);
  CHECK(link->width == 8);
  CHECK(link->widthMaximum == 16);
}

TEST_CASE("a GPU's link that is down while it idles counts with what both of its ends can have") {
  const Bus bus;
  bus.add("pci0000:10/0000:10:01.0", "2.5 GT/s PCIe", "16", four);
  bus.add("pci0000:10/0000:10:01.0/0000:1a:00.0", "2.5 GT/s PCIe", "16");
  bus.add("pci0000:20/0000:20:01.0", five, "16");
  bus.add("pci0000:20/0000:20:01.0/0000:2a:00.0", five, "16");
  CHECK(bus.between("0000:1a:00.0", "0000:2a:00.0")->generation == 4);
}

TEST_CASE("a GPU that a virtual machine shows without a link has none") {
  const Bus bus;
  bus.add("pci0000:00/0000:00:05.0", "Unknown", "0", "Unknown");
  bus.add("pci0000:00/0000:00:06.0", "Unknown", "0", "Unknown");
  CHECK_FALSE(bus.between("0000:00:05.0", "0000:00:06.0"));
}
