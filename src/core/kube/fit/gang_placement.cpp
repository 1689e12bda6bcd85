#include "core/kube/fit/gang_placement.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <tuple>

#include "core/kube/fit/host_ports.h"
#include "core/kube/fit/pod_demand.h"

namespace aictl::kube {
namespace {

/// How many such pods a node takes that takes one.
std::int64_t capacity(const NodeRoom& room, const Amounts& demand, bool takesPorts) {
  std::int64_t most = takesPorts ? 1 : std::numeric_limits<std::int64_t>::max();
  for (const auto& [resource, needed] : demand) {
    if (needed > 0) most = std::min(most, room.free(resource) / needed);
  }
  return most;
}

/// Puts the pods of a set on nodes of the room, as far as there are.
void place(ClusterRoom& room, const PodSet& set, SetPlacement& placed) {
  const Placement now = explain(room, set.podTemplate, set.namespaceName);
  const bool takesPorts = !hostPortsOf(podSpecOf(set.podTemplate)).empty();
  std::int64_t rest = placed.count;
  for (const std::string& node : now.candidates) {
    if (rest == 0) break;
    const std::int64_t most = set.count ? capacity(*room.find(node), now.demand, takesPorts) : 1;
    const std::int64_t taken = std::min(rest, most);
    room.take(node, set.podTemplate, taken);
    placed.nodes.emplace_back(node, taken);
    rest -= taken;
  }
  placed.missing = rest;
  if (rest == 0) return;
  placed.blocked = set.count ? explain(room, set.podTemplate, set.namespaceName) : now;
  placed.blocked->candidates.clear();
}

/// Pods of a set that is to have one on each node that takes it.
std::int64_t nodesThatTake(const Placement& single) {
  if (!single.obstacles.empty()) return 1;
  return static_cast<std::int64_t>(single.candidates.size() + single.full.size());
}

/// The largest share that a pod asks for of what any node has; devices before all else.
double weight(const ClusterRoom& room, const Amounts& demand) {
  double most = 0;
  for (const auto& [resource, needed] : demand) {
    std::int64_t largest = 0;
    for (const auto& [name, node] : room.nodes()) largest = std::max(largest, amount(node->total, resource));
    const double share =
        static_cast<double>(needed) / static_cast<double>(std::max<std::int64_t>(1, largest));
    most = std::max(most, resource.find('/') != std::string::npos ? share + 1 : share);
  }
  return most;
}

using Order = std::vector<std::size_t>;

Order inOrder(std::size_t count) {
  Order order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  return order;
}

/// The orders in which the sets of a gang are tried.
std::vector<Order> ordersOf(const ClusterRoom& room, const std::vector<SetPlacement>& sets) {
  std::vector<double> weights;
  weights.reserve(sets.size());
  for (const SetPlacement& set : sets) weights.push_back(weight(room, set.single.demand));
  const auto choices = [&](std::size_t i) { return sets[i].single.candidates.size(); };
  Order byWeight = inOrder(sets.size());
  std::ranges::stable_sort(byWeight, {},
                           [&](std::size_t i) { return std::make_tuple(-weights[i], choices(i)); });
  Order byChoices = inOrder(sets.size());
  std::ranges::stable_sort(byChoices, {},
                           [&](std::size_t i) { return std::make_tuple(choices(i), -weights[i]); });
  if (byWeight == byChoices) return {std::move(byWeight)};
  return {std::move(byWeight), std::move(byChoices)};
}

std::int64_t missing(const GangPlacement& placement) {
  std::int64_t count = 0;
  for (const SetPlacement& set : placement.sets) count += set.missing;
  return count;
}

GangPlacement placeGang(ClusterRoom& room, const Gang& gang) {
  GangPlacement unplaced;
  for (const PodSet& set : gang.sets) {
    SetPlacement& placed = unplaced.sets.emplace_back();
    placed.single = explain(room, set.podTemplate, set.namespaceName);
    placed.count = set.count.value_or(nodesThatTake(placed.single));
  }
  std::optional<GangPlacement> best;
  for (const Order& order : ordersOf(room, unplaced.sets)) {
    ClusterRoom attempt = room;
    GangPlacement placement = unplaced;
    for (const std::size_t i : order) place(attempt, gang.sets[i], placement.sets[i]);
    if (placement.fits()) {
      room = std::move(attempt);
      return placement;
    }
    if (!best || missing(placement) < missing(*best)) best = std::move(placement);
  }
  return best ? *std::move(best) : unplaced;
}

}  // namespace

bool GangPlacement::fits() const {
  return std::ranges::all_of(sets, [](const SetPlacement& set) { return set.missing == 0; });
}

std::vector<GangPlacement> placeGangs(ClusterRoom& room, const std::vector<Gang>& gangs) {
  std::vector<GangPlacement> placements;
  placements.reserve(gangs.size());
  for (const Gang& gang : gangs) placements.push_back(placeGang(room, gang));
  return placements;
}

}  // namespace aictl::kube
