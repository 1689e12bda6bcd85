#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/gpu/inventory.h"
#include "core/node/network.h"

namespace aictl::gpu {

/// How far two devices of the PCI bus are from each other, nearest first; the names are those of
/// `nvidia-smi topo -m`.
enum class Distance {
  self,
  pix,     ///< one bridge or switch between them
  pxb,     ///< several bridges, and no host bridge
  phb,     ///< the host bridge, typically the CPU
  node,    ///< two host bridges of one NUMA node
  sys,     ///< two NUMA nodes
  unknown  ///< one of them is not on the bus
};

/// `X`, `PIX`, `PXB`, `PHB`, `NODE`, `SYS`; `?`
std::string_view name(Distance distance);

/// By the bridges above both, as sysfs has them.
Distance distanceBetween(const node::PciDevice& a, const node::PciDevice& b);

/// An accelerator or a network device.
struct TopologyNode {
  std::string name;
  std::string pciAddress;
  bool isAccelerator = false;
  bool isUp = true;  ///< of a network device: a port of it is active
  Measure numaNode;
  std::string cpus;  ///< of its NUMA node, as the kernel lists them
  /// Of an accelerator: the network device to use for it, the nearest one with an active port. Where several
  /// are as near, each accelerator gets another one as long as there are some. "" where there is none.
  std::string bestNic;
};

struct Relation {
  Distance distance = Distance::unknown;
  int links = 0;         ///< between the two, or to the switch that both are at
  std::string linkKind;  ///< `NVLink`, `XGMI`, `HCCS` …; "" where there are none
  Measure linkVersion;   ///< of their kind
};

/// `NV18`, `XGMI`, else the distance on the bus.
std::string text(const Relation& relation);

struct Topology {
  std::vector<TopologyNode> nodes;               ///< accelerators, then network devices
  std::vector<std::vector<Relation>> relations;  ///< of each node with each
};

Topology topologyOf(const std::vector<Device>& devices, const std::vector<node::PciDevice>& bus,
                    const std::vector<node::RdmaDevice>& nics, const std::string& root);

}  // namespace aictl::gpu
