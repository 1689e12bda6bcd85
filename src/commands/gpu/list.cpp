#include <CLI/CLI.hpp>

#include "commands/fleet/on_nodes.h"
#include "commands/gpu/gpu.h"
#include "commands/gpu/input.h"
#include "commands/gpu/text.h"
#include "commands/options.h"
#include "core/yaml/json.h"
#include "core/yaml/yaml.h"

namespace aictl::commands {
namespace {

std::string textOf(const gpu::Inventory& inventory, const std::vector<gpu::Device>& devices,
                   std::string_view format, const Layout& layout) {
  if (format == "json") return yaml::writeJson(devicesValue(inventory, devices), 2) + "\n";
  if (format == "yaml") return yaml::write(devicesValue(inventory, devices));
  if (format == "csv") return devicesCsv(devices);
  if (format == "prometheus") return devicesMetrics(inventory, devices);
  if (format == "name") {
    std::string text;
    for (const gpu::Device& device : devices) text += gpu::nameOf(device) + "\n";
    return text;
  }
  if (devices.empty()) return {};
  if (format == "wide") return devicesTable(inventory, devices, DeviceColumns::wide, {});
  return devicesTable(inventory, devices, DeviceColumns::usual, layout);
}

}  // namespace

ExitCode runGpuList(Context& context, std::vector<std::string> arguments) {
  GpuOptions options;
  std::vector<std::string> names;
  std::string format = "table";
  FleetOptions onNodes;
  const auto app =
      makeApp("gpu list", "[DEVICE...] [OPTIONS]",
              "Show the accelerators of this machine: those that the vendors' drivers know, and those that "
              "the PCI bus has. Each driver is asked in a process of its own: one that hangs or crashes is "
              "told, and the others are shown. Ends with 5 where there is none, and with 4 where a driver "
              "did not answer.");
  app->add_option("DEVICE", names, "Devices to show, by name, number, UUID or PCI address (all)");
  addOutputOption(*app, context, format, {"table", "wide", "json", "yaml", "csv", "prometheus", "name"},
                  "How (table)");
  addGpuOptions(*app, options);
  addFleetOptions(*app, onNodes);
  if (const auto code = parse(*app, context, std::move(arguments))) return *code;
  if (onNodes.isWanted()) return runOnNodes(context, *app, onNodes, format);

  const gpu::Inventory inventory = gpu::takeInventory(inventoryQuestion(context, options));
  if (context.stop) return ExitCode::interrupted;
  Choice choice = choose(inventory, names);
  context.terminal.write(textOf(inventory, choice.devices, format, layoutFor(context.terminal)));
  context.terminal.show(std::move(choice.findings), context.sources);
  return choice.code;
}

}  // namespace aictl::commands
