#include <CLI/CLI.hpp>

#include "commands/fleet/on_nodes.h"
#include "commands/options.h"
#include "commands/rdma/rdma.h"
#include "commands/table.h"
#include "core/rdma/device_value.h"
#include "core/rdma/gid.h"
#include "core/yaml/json.h"
#include "core/yaml/yaml.h"

namespace aictl::commands {
namespace {

std::string orDash(const std::string& text) { return text.empty() ? "-" : text; }

template <class T>
std::string numberOrDash(const std::optional<T>& number) {
  return number ? std::to_string(*number) : "-";
}

std::string gidText(const rdma::Gid* gid) {
  if (gid == nullptr) return "none";
  return fmt::format("{}: {}{}{}", gid->index, rdma::shortAddress(gid->address), gid->type.empty() ? "" : " ",
                     gid->type);
}

std::string pciText(const rdma::Device& device) {
  if (!device.pci) return "software";
  const rdma::PciLink& link = *device.pci;
  if (!link.generation || !link.width) return link.address;
  return fmt::format("{} gen{} x{}", link.address, *link.generation, *link.width);
}

std::string usualTable(const std::vector<rdma::Device>& devices, const Layout& layout) {
  Table table;
  table.add(
      {"DEVICE", "PORT", "STATE", "LINK", "RATE", "MTU", "INTERFACE", "GID", "NUMA", "PCI", "FIRMWARE"});
  for (const rdma::Device& device : devices) {
    for (const rdma::Port& port : device.ports) {
      table.add({device.name, std::to_string(port.number), orDash(port.state), orDash(port.linkLayer),
                 orDash(port.rate), numberOrDash(port.mtu), orDash(port.netdev),
                 gidText(rdma::chooseGid(port)), numberOrDash(device.numaNode), pciText(device),
                 orDash(device.firmware)});
    }
  }
  return table.text(layout);
}

/// And every entry of the GID tables; the one that is chosen has a mark.
std::string wideTable(const std::vector<rdma::Device>& devices) {
  Table table;
  table.add({"DEVICE", "PORT", "GID", "ADDRESS", "TYPE", "INTERFACE", "CHOSEN"});
  for (const rdma::Device& device : devices) {
    for (const rdma::Port& port : device.ports) {
      const rdma::Gid* chosen = rdma::chooseGid(port);
      for (const rdma::Gid& gid : port.gids) {
        table.add({device.name, std::to_string(port.number), std::to_string(gid.index),
                   rdma::shortAddress(gid.address), orDash(gid.type), orDash(gid.netdev),
                   &gid == chosen ? "*" : ""});
      }
    }
  }
  return usualTable(devices, {}) + "\n" + table.text();
}

Value valueOf(const std::vector<rdma::Device>& devices) {
  Value list = Value::list();
  for (const rdma::Device& device : devices) list.push(rdma::deviceValue(device));
  return Value::map({{"devices", std::move(list)}});
}

std::string textOf(const std::vector<rdma::Device>& devices, std::string_view format, const Layout& layout) {
  if (format == "json") return yaml::writeJson(valueOf(devices), 2) + "\n";
  if (format == "yaml") return yaml::write(valueOf(devices));
  if (format == "wide") return wideTable(devices);
  if (format == "table") return usualTable(devices, layout);
  std::string names;
  for (const rdma::Device& device : devices) names += device.name + "\n";
  return names;
}

}  // namespace

ExitCode runRdmaList(Context& context, std::vector<std::string> arguments) {
  std::string root;
  std::string format = "table";
  FleetOptions onNodes;
  const auto app =
      makeApp("rdma list", "[OPTIONS]",
              "Show the RDMA devices of this machine: ports with state, rate and MTU, the entry of the "
              "GID table that is right to use, PCI link, NUMA node and firmware. No library and no "
              "rights are needed. Ends with 5 where there is no device.");
  addOutputOption(*app, context, format, {"table", "wide", "json", "yaml", "name"},
                  "How; wide has all GIDs, json all counters (table)");
  app->add_option("--root", root, "Where the machine's /sys, /proc and /dev lie, as /host in a pod (/)")
      ->type_name("FOLDER");
  addFleetOptions(*app, onNodes);
  if (const auto code = parse(*app, context, std::move(arguments))) return *code;
  if (onNodes.isWanted()) return runOnNodes(context, *app, onNodes, format);

  const auto devices = rdma::devices(root == "/" ? "" : root);
  if (!devices.empty() || format == "json" || format == "yaml")
    context.terminal.write(textOf(devices, format, layoutFor(context.terminal)));
  if (!devices.empty()) return ExitCode::done;
  context.terminal.show({noRdmaDevice()}, context.sources);
  return ExitCode::notHere;
}

}  // namespace aictl::commands
