#pragma once

#include <optional>
#include <vector>

#include "core/node/pci.h"
#include "core/rdma/device.h"

namespace aictl::rdma::bench {

/// The slowest PCI link on the way from a GPU to an RDMA device, but the device's own: the GPU's, and where
/// no switch has both, those of the switches above either. Its generation is what both of its ends can have,
/// as a link with nothing to carry goes down in it; its width is the one that it has. None where sysfs shows
/// none of them.
std::optional<PciLink> linkBetween(const node::PciDevice& gpu, const node::PciDevice& device,
                                   const std::vector<node::PciDevice>& bus);

}  // namespace aictl::rdma::bench
