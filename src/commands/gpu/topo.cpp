#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>

#include "commands/document.h"
#include "commands/fleet/on_nodes.h"
#include "commands/gpu/gpu.h"
#include "commands/gpu/input.h"
#include "commands/options.h"
#include "commands/table.h"
#include "core/gpu/topology.h"
#include "core/yaml/json.h"
#include "core/yaml/yaml.h"

namespace aictl::commands {
namespace {

/// What the words for links of the vendors mean, as the vendors' own tools have them.
struct LinkWord {
  std::string_view kind;
  std::string_view words;
};
constexpr auto linkWords = std::to_array<LinkWord>({
    {"XGMI", "a link of AMD"},
    {"HCCS", "a link of Huawei"},
    {"HCCS_SW", "such links through a switch"},
    {"SIO", "the way between two chips of one card"},
    {"UB", "Huawei's unified bus"},
});

std::string numberText(const gpu::Measure& measure) { return measure ? fmt::format("{}", *measure) : "-"; }

std::string orDash(const std::string& text) { return text.empty() ? "-" : text; }

/// `mlx5_0 (PIX)`
std::string nicText(const gpu::Topology& topology, std::size_t index) {
  const std::string& best = topology.nodes[index].bestNic;
  if (best.empty()) return "-";
  const auto nic = std::ranges::find(topology.nodes, best, &gpu::TopologyNode::name) - topology.nodes.begin();
  return fmt::format("{} ({})", best, gpu::text(topology.relations[index][static_cast<std::size_t>(nic)]));
}

/// One by links of that kind; nullptr where there is none.
const gpu::Relation* relationBy(const gpu::Topology& topology, std::string_view linkKind) {
  for (const auto& row : topology.relations) {
    const auto found = std::ranges::find(row, linkKind, &gpu::Relation::linkKind);
    if (found != row.end()) return &*found;
  }
  return nullptr;
}

/// What the words of the matrix mean: all those of the bus, and those of the links that there are.
std::string legendOf(const gpu::Topology& topology) {
  const gpu::Relation* nvlink = relationBy(topology, "NVLink");
  const bool isVersionKnown = nvlink != nullptr && nvlink->linkVersion;
  Table table;
  table.add({"X", "the device itself"});
  table.add({"NV#", "# NVLinks" + (isVersionKnown ? " of version " + numberText(nvlink->linkVersion) : "")});
  for (const LinkWord& word : linkWords) {
    if (relationBy(topology, word.kind) != nullptr)
      table.add({std::string(word.kind), std::string(word.words)});
  }
  table.add({"PIX", "at most one PCIe bridge"});
  table.add({"PXB", "several PCIe bridges, without the host bridge"});
  table.add({"PHB", "the PCIe host bridge, typically the CPU"});
  table.add({"NODE", "host bridges of one NUMA node"});
  table.add({"SYS", "two NUMA nodes"});
  return table.text();
}

std::string tableOf(const gpu::Topology& topology) {
  Table table;
  std::vector<std::string> head{""};
  for (const gpu::TopologyNode& node : topology.nodes) head.push_back(node.name);
  for (const char* name : {"NUMA", "CPUS", "BEST NIC"}) head.emplace_back(name);
  table.add(std::move(head));
  for (std::size_t i = 0; i < topology.nodes.size(); ++i) {
    const gpu::TopologyNode& node = topology.nodes[i];
    std::vector<std::string> row{node.name};
    for (const gpu::Relation& relation : topology.relations[i]) row.push_back(gpu::text(relation));
    row.push_back(numberText(node.numaNode));
    row.push_back(orDash(node.cpus));
    if (node.isAccelerator) row.push_back(nicText(topology, i));
    table.add(std::move(row));
  }
  return table.text() + "\n" + legendOf(topology);
}

Value nodeValue(const gpu::TopologyNode& node) {
  const auto text = [](const std::string& words) { return words.empty() ? Value() : Value(words); };
  Value value = Value::map({{"name", Value(node.name)},
                            {"kind", Value(node.isAccelerator ? "accelerator" : "nic")},
                            {"pciAddress", text(node.pciAddress)},
                            {"numaNode", node.numaNode ? Value(*node.numaNode) : Value()},
                            {"cpus", text(node.cpus)}});
  if (node.isAccelerator) {
    value.set("bestNic", text(node.bestNic));
  } else {
    value.set("isUp", Value(node.isUp));
  }
  return value;
}

/// `{schema, nodes, relations}`, each pair once; commands/schemas/gpu-topo.json
Value valueOf(const gpu::Topology& topology) {
  Value nodes = Value::list();
  for (const gpu::TopologyNode& node : topology.nodes) nodes.push(nodeValue(node));
  Value relations = Value::list();
  for (std::size_t a = 0; a < topology.nodes.size(); ++a) {
    for (std::size_t b = a + 1; b < topology.nodes.size(); ++b) {
      const gpu::Relation& relation = topology.relations[a][b];
      relations.push(
          Value::map({{"from", Value(topology.nodes[a].name)},
                      {"to", Value(topology.nodes[b].name)},
                      {"relation", Value(gpu::text(relation))},
                      {"pcie", Value(gpu::name(relation.distance))},
                      {"links", Value(relation.links)},
                      {"linkKind", relation.linkKind.empty() ? Value() : Value(relation.linkKind)},
                      {"linkVersion", relation.linkVersion ? Value(*relation.linkVersion) : Value()}}));
    }
  }
  return document("gpu-topo", Value::map({{"nodes", std::move(nodes)}, {"relations", std::move(relations)}}));
}

}  // namespace

ExitCode runGpuTopo(Context& context, std::vector<std::string> arguments) {
  GpuOptions options;
  std::string format = "table";
  FleetOptions onNodes;
  const auto app =
      makeApp("gpu topo", "[OPTIONS]",
              "Show how the accelerators and the RDMA network devices of this machine are connected, "
              "in the words of 'nvidia-smi topo -m', and which network device each accelerator "
              "should use.");
  addOutputOption(*app, context, format, {"table", "json", "yaml"}, "How (table)");
  addGpuOptions(*app, options);
  addFleetOptions(*app, onNodes);
  if (const auto code = parse(*app, context, std::move(arguments))) return *code;
  if (onNodes.isWanted()) return runOnNodes(context, *app, onNodes, format);

  const gpu::InventoryQuestion question = inventoryQuestion(context, options);
  const gpu::Inventory inventory = gpu::takeInventory(question);
  if (context.stop) return ExitCode::interrupted;
  Findings findings = gpu::vendorFindings(inventory);
  const ExitCode code = inventoryCode(inventory);
  if (code == ExitCode::notHere) findings.push_back(noDevice(inventory));
  const gpu::Topology topology = gpu::topologyOf(inventory.devices, inventory.pciDevices,
                                                 node::rdmaDevices(question.root), question.root);
  if (format == "json") {
    context.terminal.write(yaml::writeJson(valueOf(topology), 2) + "\n");
  } else if (format == "yaml") {
    context.terminal.write(yaml::write(valueOf(topology)));
  } else if (!inventory.devices.empty()) {
    context.terminal.write(tableOf(topology));
  }
  context.terminal.show(std::move(findings), context.sources);
  return code;
}

}  // namespace aictl::commands
