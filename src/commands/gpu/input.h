#pragma once

#include <string>
#include <vector>

#include "commands/command.h"
#include "commands/parser.h"
#include "core/gpu/inventory.h"

namespace aictl::commands {

/// What all verbs of `gpu` that ask the devices take.
struct GpuOptions {
  std::vector<std::string> vendors;    ///< keys; empty for all
  std::vector<std::string> libraries;  ///< `nvidia=/path/libnvidia-ml.so.1`
  std::string root;                    ///< of the machine's files
  std::string timeLimit = "30";        ///< seconds
};

/// `--vendor`, `--library`, `--root`, `--timeout`.
void addGpuOptions(CLI::App& app, GpuOptions& options);

/// What the options mean. Asking is given up when the context is stopped.
gpu::InventoryQuestion inventoryQuestion(const Context& context, const GpuOptions& options);

/// The devices of these names, numbers, UUIDs or PCI addresses, in the order of the machine; all where there
/// are none. ExitCode::notHere where one is of no device.
Result<std::vector<gpu::Device>> chooseDevices(const std::vector<gpu::Device>& devices,
                                               const std::vector<std::string>& names);

/// That there is no accelerator here, with why it is not known where a driver did not answer.
Finding noDevice(const gpu::Inventory& inventory);

/// How a command that shows devices ends: with `notHere` where there are none, and `noAnswer` where a driver
/// did not say what it has.
ExitCode inventoryCode(const gpu::Inventory& inventory);

/// The devices to show, what to tell beside them, and how the command ends.
struct Choice {
  std::vector<gpu::Device> devices;
  Findings findings;
  ExitCode code = ExitCode::done;
};
Choice choose(const gpu::Inventory& inventory, const std::vector<std::string>& names);

}  // namespace aictl::commands
