#pragma once

#include <string>
#include <vector>

namespace aictl::node {

/// A port of an RDMA device, as /sys/class/infiniband has it.
struct RdmaPort {
  int number = 0;
  std::string state;      ///< `ACTIVE`, `DOWN` …
  std::string rate;       ///< `400 Gb/sec (4X NDR)`
  std::string linkLayer;  ///< `InfiniBand`, `Ethernet`
};

/// A network device that can do RDMA: InfiniBand or RoCE.
struct RdmaDevice {
  std::string name;        ///< `mlx5_0`
  std::string pciAddress;  ///< "" where it is on no PCI bus (soft-RoCE)
  std::vector<RdmaPort> ports;
};

std::vector<RdmaDevice> rdmaDevices(const std::string& root);

}  // namespace aictl::node
