#include "core/kube/unscheduled.h"

#include <fmt/format.h>

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

}  // namespace

bool isUnscheduled(const Value& pod) {
  const Value* condition = scheduledCondition(pod);
  return condition != nullptr && findString(*condition, {"status"}) == "False" &&
         findString(*condition, {"reason"}) == "Unschedulable";
}

void Unscheduled::ask(std::span<const Value> pods) {
  if (asked_ || std::ranges::none_of(pods, isUnscheduled)) return;
  asked_ = true;
  lookup_.list({.kind = {"v1", "Node"}}, [this](const std::vector<Value>& nodes) { nodes_ = nodes; });
  lookup_.list({.kind = {"v1", "Pod"}, .fields = "status.phase!=Succeeded,status.phase!=Failed"},
               [this](const std::vector<Value>& running) { running_ = running; });
}

void Unscheduled::judge(std::span<const Value> pods, std::vector<Answer>& answers) const {
  for (const Value& pod : pods) {
    if (!isUnscheduled(pod)) continue;
    const std::string_view said = findString(*scheduledCondition(pod), {"message"});
    answers.push_back({{.rank = rankOfNodes,
                        .message = "no node takes its pod",
                        .evidence = fmt::format("the scheduler says: {}", said)},
                       nameOf(pod)});
  }
}

}  // namespace aictl::kube
