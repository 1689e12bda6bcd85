#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/rdma/port_counters.h"

/// RDMA devices of this machine as the kernel's sysfs has them (Linux Documentation/ABI/stable/
/// sysfs-class-infiniband): no library and no rights are needed.
namespace aictl::rdma {

/// An entry of a port's GID table that is in use.
struct Gid {
  int index = 0;
  std::string address;  ///< as the kernel writes it: 0000:0000:0000:0000:0000:ffff:c000:0201
  std::string type;     ///< `IB/RoCE v1`, `RoCE v2`
  std::string netdev;   ///< the network interface whose address it is; "" on InfiniBand
};

struct Port {
  int number = 1;
  std::string state;          ///< `ACTIVE`, `DOWN`, `INIT`, `ARMED`
  std::string physicalState;  ///< `LinkUp`, `Polling`, `Disabled`
  std::string linkLayer;      ///< `InfiniBand`, `Ethernet`
  std::string rate;           ///< `100 Gb/sec (4X EDR)`
  std::optional<double> gigabits;
  std::string netdev;                 ///< the first network interface of its GIDs, or of the device
  std::optional<std::int64_t> mtu;    ///< bytes of payload in a packet, as RoCE takes it from the interface
  std::optional<std::int64_t> lid;    ///< of InfiniBand
  std::optional<std::int64_t> smLid;  ///< of its subnet manager; 0 where there is none
  std::vector<Gid> gids;
  Counters counters;

  bool isEthernet() const { return linkLayer == "Ethernet"; }
};

/// The PCI link that a device sits on.
struct PciLink {
  std::string address;
  std::optional<std::int64_t> generation;
  std::optional<std::int64_t> generationMaximum;
  std::optional<std::int64_t> width;
  std::optional<std::int64_t> widthMaximum;
};

struct Device {
  std::string name;
  std::string driver;     ///< of the kernel, as `mlx5_core`; "" for a software device
  std::string verbsNode;  ///< `uverbs0`; "" where the kernel gives programs no access
  std::string firmware;
  std::string board;
  std::string guid;
  std::optional<std::int64_t> numaNode;
  std::optional<PciLink> pci;  ///< none for a software device
  /// PCI addresses of the accelerators that share the most bridges with it.
  std::vector<std::string> nearestAccelerators;
  std::vector<Port> ports;

  /// Made by the kernel over any network interface (soft-RoCE, soft-iWARP).
  bool isSoftware() const { return !pci; }
};

/// All devices, in the order of their names. `root` is the folder that the machine's files lie under; "" for
/// this one.
std::vector<Device> devices(const std::string& root);

/// The payload that RoCE puts into a packet of an interface with this MTU: the largest of 256, 512, 1024,
/// 2048 and 4096 that leaves room for 96 bytes of headers (Linux include/rdma/ib_addr.h, iboe_get_mtu); none
/// where not even 256 do.
std::optional<std::int64_t> roceMtu(std::int64_t interfaceMtu);

}  // namespace aictl::rdma
