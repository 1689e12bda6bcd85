#include "core/fleet/nodes.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/nearest.h"
#include "core/kube/api/objects.h"
#include "core/kube/fit/pod_demand.h"

namespace aictl::fleet {
namespace {

const kube::Kind nodeKind{"v1", "Node"};
const kube::Kind podKind{"v1", "Pod"};

std::string nameIn(const Value& object) { return std::string(findString(object, {"metadata", "name"})); }

/// Why a node takes no pods; "" where it does.
std::string refusalOf(const Value& node) {
  const Value* cordoned = find(node, {"spec", "unschedulable"});
  if (cordoned != nullptr && cordoned->isBoolean() && cordoned->boolean()) return "it is cordoned";
  const Value* conditions = find(node, {"status", "conditions"});
  if (conditions == nullptr || !conditions->isList()) return {};
  for (const Value& condition : conditions->items()) {
    if (findString(condition, {"type"}) == "Ready" && findString(condition, {"status"}) != "True")
      return "it is not ready";
  }
  return {};
}

Result<std::vector<Value>> listed(kube::Client& client, kube::Discovery& discovery,
                                  const kube::Selection& selection) {
  if (auto failure = discovery.learn(std::span(&selection.kind, 1))) return *failure;
  std::vector<Value> objects;
  const auto version =
      kube::list(client, discovery, selection, [&](Value object) { objects.push_back(std::move(object)); });
  if (!version) return version.failure();
  return objects;
}

/// `8 nvidia.com/gpu`: what a pod asks for of devices, whose names have a domain; "" for nothing.
std::string devicesOf(const Value& pod) {
  kube::Amounts devices = kube::podDemand(pod);
  std::erase_if(devices,
                [](const auto& one) { return one.second == 0 || one.first.find('/') == std::string::npos; });
  return kube::amountsText(devices);
}

bool isOver(const Value& pod) {
  const std::string_view phase = findString(pod, {"status", "phase"});
  return phase == "Succeeded" || phase == "Failed";
}

}  // namespace

Result<Nodes> allNodes(kube::Client& client, kube::Discovery& discovery) {
  auto objects = listed(client, discovery, {.kind = nodeKind});
  if (!objects) {
    Failure failure = objects.failure();
    for (Finding& finding : failure.findings) {
      if (finding.rule == "forbidden")
        finding.remedy = "name the nodes, as in --nodes a,b,c, which does not take that right";
    }
    return failure;
  }
  Nodes nodes;
  for (const Value& node : *objects) {
    const std::string why = refusalOf(node);
    if (why.empty()) {
      nodes.names.push_back(nameIn(node));
    } else {
      nodes.notes.push_back({.severity = Severity::warning,
                             .rule = "node",
                             .message = "it is left out: " + why,
                             .entry = nameIn(node)});
    }
  }
  std::ranges::sort(nodes.names);
  if (!nodes.names.empty()) return nodes;
  nodes.notes.push_back({.rule = "node", .message = "the cluster has no node that takes pods"});
  return Failure(ExitCode::notHere, std::move(nodes.notes));
}

Result<Nodes> namedNodes(kube::Client& client, kube::Discovery& discovery,
                         const std::vector<std::string>& names) {
  Nodes nodes;
  for (const std::string& name : names) {
    if (std::ranges::find(nodes.names, name) == nodes.names.end()) nodes.names.push_back(name);
  }
  const auto objects = listed(client, discovery, {.kind = nodeKind});
  if (!objects && objects.failure().code == ExitCode::refused) return nodes;
  if (!objects) return objects.failure();
  std::vector<std::string> known;
  for (const Value& node : *objects) known.push_back(nameIn(node));
  Findings unknown;
  for (const std::string& name : nodes.names) {
    if (std::ranges::find(known, name) != known.end()) continue;
    unknown.push_back({.rule = "node",
                       .message = fmt::format("the cluster has no node '{}'", name),
                       .remedy = didYouMean(name, known)});
  }
  if (!unknown.empty()) return Failure(ExitCode::badInput, std::move(unknown));
  return nodes;
}

Result<Work> workOn(kube::Client& client, kube::Discovery& discovery, const std::string& nameSpace) {
  Work work;
  auto pods = listed(client, discovery, {.kind = podKind});
  if (!pods && pods.failure().code == ExitCode::refused) {
    work.isWhole = false;
    pods = listed(client, discovery, {.kind = podKind, .namespaceName = nameSpace});
  }
  if (!pods) return pods.failure();
  for (const Value& pod : *pods) {
    const std::string node(findString(pod, {"spec", "nodeName"}));
    if (node.empty() || isOver(pod)) continue;
    const std::string devices = devicesOf(pod);
    if (devices.empty()) continue;
    work.busy.emplace(node, fmt::format("{} of namespace '{}' ({})", nameIn(pod),
                                        findString(pod, {"metadata", "namespace"}), devices));
  }
  return work;
}

}  // namespace aictl::fleet
