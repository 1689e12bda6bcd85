#pragma once

#include <filesystem>
#include <string>

#include "core/rdma/device.h"
#include "temporary_folder.h"

/// The files of a machine with RDMA devices in the form of Linux
/// Documentation/ABI/stable/sysfs-class-infiniband, as a ConnectX card fills them, and what a test adds or
/// changes.
class MachineFiles {
 public:
  const std::string& root() const { return folder_.path(); }
  void write(const std::string& path, const std::string& text) const { folder_.write(path, text + "\n"); }
  void remove(const std::string& path) const { std::filesystem::remove_all(folder_.path(path)); }
  void link(const std::string& path, const std::string& target) const {
    const std::filesystem::path file = folder_.path(path);
    std::filesystem::create_directories(file.parent_path());
    std::filesystem::create_symlink(target, file);
  }

  /// A device with one port that is up, without GIDs.
  void addDevice(const std::string& name, const std::string& linkLayer, const std::string& rate) const {
    const std::string device = "sys/class/infiniband/" + name;
    write(device + "/fw_ver", "28.39.1002");
    write(device + "/board_id", "MT_0000000838");
    write(device + "/node_guid", "946d:ae03:0051:9f3c");
    write(device + "/ports/1/state", "4: ACTIVE");
    write(device + "/ports/1/phys_state", "5: LinkUp");
    write(device + "/ports/1/link_layer", linkLayer);
    write(device + "/ports/1/rate", rate);
    write(device + "/ports/1/lid", "0x0");
    write(device + "/ports/1/sm_lid", "0x0");
    write(device + "/ports/1/counters/symbol_error", "0");
    write(device + "/ports/1/hw_counters/out_of_sequence", "0");
    write(device + "/ports/1/hw_counters/lifespan", "10");
    for (int i = 0; i < 4; ++i) addGid(name, i, "0000:0000:0000:0000:0000:0000:0000:0000", "", "");
    const std::string node = "uverbs" + std::to_string(devices_++);
    write("sys/class/infiniband_verbs/" + node + "/ibdev", name);
    write("dev/infiniband/" + node, "");
    write("dev/infiniband/rdma_cm", "");
    write("sys/module/ib_uverbs/refcnt", "1");
    write("sys/module/rdma_ucm/refcnt", "1");
    write("proc/self/limits",
          "Limit                     Soft Limit           Hard Limit           Units     \n"
          "Max locked memory         unlimited            unlimited            bytes     ");
  }

  void addGid(const std::string& device, int index, const std::string& gid, const std::string& type,
              const std::string& netdev) const {
    const std::string port = "sys/class/infiniband/" + device + "/ports/1/";
    write(port + "gids/" + std::to_string(index), gid);
    if (type.empty()) return;
    write(port + "gid_attrs/types/" + std::to_string(index), type);
    write(port + "gid_attrs/ndevs/" + std::to_string(index), netdev);
  }

  void addInterface(const std::string& name, int mtu) const {
    write("sys/class/net/" + name + "/mtu", std::to_string(mtu));
  }

  /// The usual four GIDs of a RoCE port with one IPv4 address.
  void addRoce(const std::string& name) const {
    addDevice(name, "Ethernet", "400 Gb/sec (4X NDR)");
    addInterface("eth2", 9000);
    addGid(name, 0, "fe80:0000:0000:0000:966d:aeff:fe51:9f3c", "IB/RoCE v1", "eth2");
    addGid(name, 1, "fe80:0000:0000:0000:966d:aeff:fe51:9f3c", "RoCE v2", "eth2");
    addGid(name, 2, "0000:0000:0000:0000:0000:ffff:c000:0201", "IB/RoCE v1", "eth2");
    addGid(name, 3, "0000:0000:0000:0000:0000:ffff:c000:0201", "RoCE v2", "eth2");
  }

  /// Puts a device on the PCI bus, below a bridge.
  void addPci(const std::string& name, const std::string& address, const std::string& speed,
              const std::string& width) const {
    const std::string folder = "sys/devices/pci0000:a0/0000:a0:01.0/" + address;
    write(folder + "/vendor", "0x15b3");
    write(folder + "/device", "0x1021");
    write(folder + "/class", "0x020000");
    write(folder + "/numa_node", "1");
    write(folder + "/current_link_speed", speed);
    write(folder + "/current_link_width", width);
    write(folder + "/max_link_speed", "32.0 GT/s PCIe");
    write(folder + "/max_link_width", "16");
    link("sys/bus/pci/devices/" + address, "../../../devices/pci0000:a0/0000:a0:01.0/" + address);
    link("sys/class/infiniband/" + name + "/device", "../../../devices/pci0000:a0/0000:a0:01.0/" + address);
    write("sys/devices/system/node/node1/cpulist", "32-63");
  }

 private:
  TemporaryFolder folder_;
  mutable int devices_ = 0;
};
