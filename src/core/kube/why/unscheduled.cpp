#include "core/kube/why/unscheduled.h"

#include <fmt/format.h>

#include "core/kube/fit/placement.h"

namespace aictl::kube {
namespace {

constexpr std::int64_t rankOfNodes = 10;

const Value* scheduledCondition(const Value& pod) {
  const Value* conditions = find(pod, {"status", "conditions"});
  if (conditions == nullptr || !conditions->isList()) return nullptr;
  for (const Value& condition : conditions->items()) {
    if (findString(condition, {"type"}) == "PodScheduled") return &condition;
  }
  return nullptr;
}

std::string remedyOf(const Placement& placement) {
  if (!placement.obstacles.empty()) return {};
  if (placement.canNeverFit && !placement.never.empty())
    return "ask for less, or for nodes that are larger: on those there are it can never run";
  if (placement.canNeverFit)
    return "correct what keeps its pod off the nodes (node selector, affinity, tolerations)";
  if (!placement.full.empty())
    return "end what takes the room, add nodes, or ask for less; 'aictl fit' shows what there is";
  return {};
}

}  // namespace

bool isUnscheduled(const Value& pod) {
  const Value* condition = scheduledCondition(pod);
  return condition != nullptr && findString(*condition, {"status"}) == "False" &&
         findString(*condition, {"reason"}) == "Unschedulable";
}

void addUnscheduled(std::span<const Value> pods, const RoomReading& reading, std::vector<Answer>& answers) {
  for (const Value& pod : pods) {
    if (!isUnscheduled(pod)) continue;
    const std::string_view said = findString(*scheduledCondition(pod), {"message"});
    pack::Diagnosis diagnosis{.rank = rankOfNodes,
                              .message = "the scheduler finds no node for its pod",
                              .evidence = fmt::format("the scheduler says: {}", said)};
    if (reading.areNodesRead) {
      const Placement placement = explain(reading.room, pod);
      diagnosis.message = placement.fits()
                              ? fmt::format("its pod has no node yet, and {}", sentence(placement))
                              : sentence(placement);
      diagnosis.remedy = remedyOf(placement);
    }
    answers.push_back({std::move(diagnosis), nameOf(pod)});
  }
}

}  // namespace aictl::kube
