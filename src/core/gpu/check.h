#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/check.h"
#include "core/base/result.h"
#include "core/gpu/inventory.h"
#include "core/node/kernel.h"
#include "core/node/kernel_log.h"
#include "core/node/network.h"

/// The health of a machine's accelerators. What is expected comes from the devices themselves, or from the
/// person who asks.
namespace aictl::gpu {

/// What a person says that the machine has: `gpus=8,model=H100,pcie=gen5x16,nvlinks=18,driver=550`.
struct Expectations {
  std::optional<double> gpus;
  std::string model;  ///< a part of the name
  std::optional<double> pcieGeneration;
  std::optional<double> pcieWidth;
  std::optional<double> nvlinks;  ///< active ones of each device
  std::string driver;             ///< the beginning of the version
};

/// Reads such a text; a Failure that says which part it is and what it may be.
Result<Expectations> readExpectations(std::string_view text);

/// All that the checks look at.
struct Machine {
  Inventory inventory;
  Result<std::vector<node::KernelMessage>> kernelLog;
  std::vector<node::RdmaDevice> nics;
  std::string root;
};

/// All checks, in a fixed order.
std::vector<Check> checkMachine(const Machine& machine, const Expectations& expectations);

}  // namespace aictl::gpu
