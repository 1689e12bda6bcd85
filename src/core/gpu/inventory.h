#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "core/base/finding.h"
#include "core/gpu/worker.h"
#include "core/node/pci.h"

namespace aictl::gpu {

/// What to ask, and where.
struct InventoryQuestion {
  std::vector<VendorQuestion> vendors;
  std::string root;  ///< of the machine's files (core/node)
  std::chrono::milliseconds time{30'000};
  std::function<bool()> isStopped;  ///< asked now and then: whether to give up
};

/// All accelerators of the machine.
struct Inventory {
  std::vector<VendorReport> reports;        ///< of the vendors that were asked; their devices moved into:
  std::vector<Device> devices;              ///< with what the PCI bus knows, and those that only it knows
  std::vector<node::PciDevice> pciDevices;  ///< all of the machine
};

/// Asks the vendors' libraries, each in its own process, and the PCI bus.
Inventory takeInventory(const InventoryQuestion& question);

/// What went wrong with the vendors: a library that crashed, a driver that does not answer. A vendor that is
/// not here is no finding.
Findings vendorFindings(const Inventory& inventory);

/// Whether the device on the bus is an accelerator: a 3D controller or processing accelerator of anybody, or
/// a graphics card of a vendor whose library can be asked and that makes accelerators with that class.
bool isAccelerator(const node::PciDevice& device);

}  // namespace aictl::gpu
