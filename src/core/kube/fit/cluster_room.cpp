#include "core/kube/fit/cluster_room.h"

#include "core/kube/fit/pod_demand.h"

namespace aictl::kube {

std::int64_t NodeRoom::free(std::string_view resource) const {
  return amount(total, resource) - amount(taken, resource);
}

void ClusterRoom::addNode(const Value& node) {
  NodeRoom& room = nodes_[std::string(findString(node, {"metadata", "name"}))];
  room.node = node;
  const Value* allocatable = aictl::find(node, {"status", "allocatable"});
  room.total = allocatable != nullptr ? amountsOf(*allocatable) : Amounts();
}

void ClusterRoom::addPod(const Value& pod) {
  const std::string_view phase = findString(pod, {"status", "phase"});
  if (phase == "Succeeded" || phase == "Failed") return;
  const std::string_view node = findString(pod, {"spec", "nodeName"});
  if (node.empty()) {
    ++waiting_;
    return;
  }
  take(node, pod);
}

void ClusterRoom::take(std::string_view node, const Value& podOrTemplate, std::int64_t count) {
  auto found = nodes_.find(node);
  if (found == nodes_.end()) found = nodes_.emplace(node, NodeRoom()).first;
  NodeRoom& room = found->second;
  add(room.taken, podDemand(podOrTemplate), count);
  const auto ports = hostPortsOf(podSpecOf(podOrTemplate));
  room.ports.insert(room.ports.end(), ports.begin(), ports.end());
}

std::vector<std::pair<std::string_view, const NodeRoom*>> ClusterRoom::nodes() const {
  std::vector<std::pair<std::string_view, const NodeRoom*>> known;
  for (const auto& [name, room] : nodes_) {
    if (!room.node.isNull()) known.emplace_back(name, &room);
  }
  return known;
}

const NodeRoom* ClusterRoom::find(std::string_view node) const {
  const auto found = nodes_.find(node);
  return found == nodes_.end() || found->second.node.isNull() ? nullptr : &found->second;
}

}  // namespace aictl::kube
