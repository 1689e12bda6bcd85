#include "core/kube/fit/placement.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <tuple>

#include "core/kube/fit/node_rules.h"
#include "core/kube/fit/pod_demand.h"

namespace aictl::kube {
namespace {

bool isDevice(std::string_view resource) { return resource.find('/') != std::string_view::npos; }

/// How a node that can take the pod stands to others that can: the least goes first.
struct Tightness {
  bool hasOtherDevices = false;  ///< which pods that need them would miss
  double left = 0;  ///< of the devices asked for, in pieces; where there are none, the largest share
  std::string_view name;
  auto order() const { return std::tie(hasOtherDevices, left, name); }
};

Tightness tightnessOf(const NodeRoom& room, std::string_view name, const Amounts& demand) {
  Tightness tightness{.name = name};
  double devicesLeft = 0;
  double share = 0;
  bool asksForDevices = false;
  for (const auto& [resource, needed] : demand) {
    const auto left = static_cast<double>(room.free(resource) - needed);
    if (isDevice(resource)) {
      asksForDevices = true;
      devicesLeft += left;
    } else if (resource != "pods") {
      share = std::max(share,
                       left / static_cast<double>(std::max<std::int64_t>(1, amount(room.total, resource))));
    }
  }
  tightness.left = asksForDevices ? devicesLeft : share;
  tightness.hasOtherDevices = std::ranges::any_of(room.total, [&](const auto& entry) {
    return isDevice(entry.first) && amount(demand, entry.first) == 0 && room.free(entry.first) > 0;
  });
  return tightness;
}

bool hasRoom(const NodeRoom& room, const Amounts& demand) {
  return std::ranges::all_of(demand,
                             [&](const auto& entry) { return room.free(entry.first) >= entry.second; });
}

bool wouldHaveRoom(const NodeRoom& room, const Amounts& demand) {
  return std::ranges::all_of(
      demand, [&](const auto& entry) { return amount(room.total, entry.first) >= entry.second; });
}

/// Judges one pod, node by node.
class Judge {
 public:
  Judge(const ClusterRoom& room, const Value& podOrTemplate, std::string_view nameSpace)
      : room_(room),
        spec_(podSpecOf(podOrTemplate)),
        nameSpace_(nameSpace.empty() ? findString(podOrTemplate, {"metadata", "namespace"}) : nameSpace),
        ports_(hostPortsOf(spec_)) {
    placement_.demand = podDemand(podOrTemplate);
    placement_.notLookedAt = notLookedAt(spec_);
    placement_.obstacles = room.claims.obstacles(spec_, nameSpace_);
  }

  Placement run() {
    for (const auto& [name, node] : room_.nodes()) look(name, *node);
    std::ranges::sort(candidates_, {}, &Tightness::order);
    // What stands in the way of every node leaves none.
    if (placement_.obstacles.empty()) {
      for (const Tightness& candidate : candidates_) placement_.candidates.emplace_back(candidate.name);
    }
    std::ranges::stable_sort(placement_.exclusions, std::ranges::greater(),
                             [](const Exclusion& exclusion) { return exclusion.nodes.size(); });
    judgeFullNodes();
    return std::move(placement_);
  }

 private:
  void look(std::string_view name, const NodeRoom& node) {
    if (auto refusal = refusalOf(node)) {
      if (refusal->passing && wouldHaveRoom(node, placement_.demand)) couldFitSomeday_ = true;
      return exclude(name, *std::move(refusal));
    }
    if (hasRoom(node, placement_.demand)) {
      candidates_.push_back(tightnessOf(node, name, placement_.demand));
      return;
    }
    if (wouldHaveRoom(node, placement_.demand)) couldFitSomeday_ = true;
    placement_.full.emplace_back(name);
    full_.push_back(&node);
  }

  std::optional<NodeRefusal> refusalOf(const NodeRoom& node) const {
    if (auto refusal = refusalBy(node.node, spec_)) return refusal;
    if (std::string words = room_.claims.refusal(node.node, spec_, nameSpace_); !words.empty())
      return NodeRefusal{std::move(words), false};
    if (const HostPort* port = portInUse(ports_, node.ports); port != nullptr)
      return NodeRefusal{fmt::format("with the host port {} in use", port->port), true};
    return std::nullopt;
  }

  void exclude(std::string_view name, NodeRefusal refusal) {
    auto known = std::ranges::find(placement_.exclusions, refusal.words, &Exclusion::words);
    if (known == placement_.exclusions.end()) {
      placement_.exclusions.push_back({std::move(refusal.words), refusal.passing, {}});
      known = std::prev(placement_.exclusions.end());
    }
    known->nodes.emplace_back(name);
  }

  Shortage shortageOf(std::size_t i, std::string_view resource, std::int64_t needed) const {
    return {.resource = std::string(resource),
            .needed = needed,
            .free = std::max<std::int64_t>(0, full_[i]->free(resource)),
            .total = amount(full_[i]->total, resource),
            .node = placement_.full[i]};
  }

  /// What not one node has enough of, and which node comes nearest.
  void judgeFullNodes() {
    placement_.canNeverFit = candidates_.empty() && !couldFitSomeday_ && !full_.empty();
    if (full_.empty()) return;
    for (const auto& [resource, needed] : placement_.demand) {
      std::size_t mostFree = 0;
      std::size_t mostInAll = 0;
      for (std::size_t i = 1; i < full_.size(); ++i) {
        if (full_[i]->free(resource) > full_[mostFree]->free(resource)) mostFree = i;
        if (amount(full_[i]->total, resource) > amount(full_[mostInAll]->total, resource)) mostInAll = i;
      }
      if (full_[mostFree]->free(resource) < needed)
        placement_.shortages.push_back(shortageOf(mostFree, resource, needed));
      if (amount(full_[mostInAll]->total, resource) < needed)
        placement_.never.push_back(shortageOf(mostInAll, resource, needed));
    }
    findNearest();
  }

  void findNearest() {
    double least = std::numeric_limits<double>::max();
    for (std::size_t i = 0; i < full_.size(); ++i) {
      std::vector<Shortage> lacking;
      double distance = 0;
      for (const auto& [resource, needed] : placement_.demand) {
        if (full_[i]->free(resource) >= needed) continue;
        lacking.push_back(shortageOf(i, resource, needed));
        // One more resource that is short weighs more than how short another is.
        distance += 1 + static_cast<double>(needed - lacking.back().free) / static_cast<double>(needed);
      }
      if (distance >= least) continue;
      least = distance;
      placement_.nearest = std::move(lacking);
    }
  }

  const ClusterRoom& room_;
  const Value spec_;
  const std::string nameSpace_;
  const std::vector<HostPort> ports_;
  Placement placement_;
  std::vector<Tightness> candidates_;
  std::vector<const NodeRoom*> full_;  ///< as Placement::full
  bool couldFitSomeday_ = false;       ///< on a node as it is, were it empty or well again
};

bool isNotEmpty(const Value* value) { return value != nullptr && !value->isNull() && !value->empty(); }

bool hasHardSpread(const Value& podSpec) {
  const Value* spread = podSpec.find("topologySpreadConstraints");
  return spread != nullptr && spread->isList() && std::ranges::any_of(spread->items(), [](const Value& item) {
           return findString(item, {"whenUnsatisfiable"}) != "ScheduleAnyway";
         });
}

}  // namespace

std::vector<std::string> notLookedAt(const Value& podSpec) {
  constexpr auto* required = "requiredDuringSchedulingIgnoredDuringExecution";
  std::vector<std::string> what;
  const auto note = [&](bool applies, std::string words) {
    if (applies) what.push_back(std::move(words));
  };
  note(isNotEmpty(find(podSpec, {"affinity", "podAffinity", required})), "pod affinity");
  note(isNotEmpty(find(podSpec, {"affinity", "podAntiAffinity", required})), "pod anti-affinity");
  note(hasHardSpread(podSpec), "topology spread");
  note(isNotEmpty(podSpec.find("schedulingGates")), "scheduling gates");
  note(isNotEmpty(podSpec.find("resourceClaims")), "devices of resource claims");
  note(podSpec.find("overhead") == nullptr && !findString(podSpec, {"runtimeClassName"}).empty(),
       "the overhead and nodes of its runtime class");
  note(!findString(podSpec, {"priorityClassName"}).empty(), "preemption of pods of lower priority");
  const std::string_view scheduler = findString(podSpec, {"schedulerName"});
  note(!scheduler.empty() && scheduler != "default-scheduler",
       fmt::format("the rules of the scheduler '{}'", scheduler));
  return what;
}

Placement explain(const ClusterRoom& room, const Value& podOrTemplate, std::string_view nameSpace) {
  return Judge(room, podOrTemplate, nameSpace).run();
}

}  // namespace aictl::kube
