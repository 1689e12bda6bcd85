#include <CLI/CLI.hpp>

#include "commands/check_text.h"
#include "commands/fleet/on_nodes.h"
#include "commands/gpu/gpu.h"
#include "commands/gpu/input.h"
#include "commands/options.h"
#include "core/gpu/check.h"

namespace aictl::commands {
namespace {

/// Whether a vendor is here with something to check, be it a driver that does not answer.
bool isAnythingHere(const gpu::Inventory& inventory, const gpu::Expectations& expectations) {
  return !inventory.devices.empty() || hasErrors(gpu::vendorFindings(inventory)) || expectations.gpus;
}

}  // namespace

ExitCode runGpuCheck(Context& context, std::vector<std::string> arguments) {
  GpuOptions options;
  std::string expected;
  std::string format = "table";
  FleetOptions onNodes;
  const auto app =
      makeApp("gpu check", "[OPTIONS]",
              "Check the health of the accelerators of this machine, and what the machine does for "
              "them. Each check says what it saw and what to do. Ends with 1 where one fails, and "
              "with 5 where there is no accelerator.");
  app->add_option("--expect", expected,
                  "What the machine has to have, as in gpus=8,model=H100,pcie=gen5x16,nvlinks=18,driver=550")
      ->type_name("KEY=VALUE,...");
  addOutputOption(*app, context, format, checkFormats, "How (table)");
  addGpuOptions(*app, options);
  addFleetOptions(*app, onNodes);
  if (const auto code = parse(*app, context, std::move(arguments))) return *code;
  if (onNodes.isWanted()) return runOnNodes(context, *app, onNodes, format);
  const auto expectations = gpu::readExpectations(expected);
  if (!expectations) {
    context.terminal.show(expectations.failure().findings, context.sources);
    return expectations.failure().code;
  }

  const gpu::InventoryQuestion question = inventoryQuestion(context, options);
  const gpu::Machine machine{.inventory = gpu::takeInventory(question),
                             .kernelLog = node::kernelLog(question.root),
                             .nics = node::rdmaDevices(question.root),
                             .root = question.root};
  if (context.stop) return ExitCode::interrupted;
  if (!isAnythingHere(machine.inventory, *expectations)) {
    context.terminal.show({noDevice(machine.inventory)}, context.sources);
    return ExitCode::notHere;
  }
  const auto checks = gpu::checkMachine(machine, *expectations);
  return tellChecks(context, format, "gpu", checks);
}

}  // namespace aictl::commands
