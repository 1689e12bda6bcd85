#include "core/kube/logs/container_exit.h"

#include <tuple>

#include "core/kube/logs/pod_log.h"

namespace aictl::kube {
namespace {

const Kind podKind{"v1", "Pod"};

/// How the container of this status ended last, where that was not well.
std::optional<ContainerExit> exitOf(const Value& status) {
  for (const char* state : {"state", "lastState"}) {
    const Value* terminated = find(status, {state, "terminated"});
    const Value* code = terminated == nullptr ? nullptr : terminated->find("exitCode");
    if (code == nullptr || !code->isInteger() || code->integer() == 0) continue;
    return ContainerExit{.container = std::string(findString(status, {"name"})),
                         .code = code->integer(),
                         .reason = std::string(findString(*terminated, {"reason"})),
                         .ended = std::string(findString(*terminated, {"finishedAt"}))};
  }
  return std::nullopt;
}

/// The first in time; what says no time is the last.
bool isBefore(const ContainerExit& a, const ContainerExit& b) {
  return std::tuple(a.ended.empty(), a.ended, a.pod) < std::tuple(b.ended.empty(), b.ended, b.pod);
}

}  // namespace

std::optional<ContainerExit> failedExit(const Value& pod, const std::string& container) {
  std::optional<ContainerExit> other;
  for (const char* key : {"containerStatuses", "initContainerStatuses"}) {
    const Value* list = find(pod, {"status", key});
    if (list == nullptr || !list->isList()) continue;
    for (const Value& status : list->items()) {
      auto exit = exitOf(status);
      if (!exit) continue;
      exit->pod = findString(pod, {"metadata", "name"});
      if (exit->container == container) return exit;
      if (!other || isBefore(*exit, *other)) other = std::move(exit);
    }
  }
  return other;
}

Result<std::optional<ContainerExit>> firstFailedExit(Client& client, Discovery& discovery,
                                                     const Member& member) {
  if (auto failure = discovery.learn(std::span(&podKind, 1))) return *failure;
  std::optional<ContainerExit> first;
  for (const PodSelection& selection : podSelections(std::span(&member, 1))) {
    const Selection pods{.kind = podKind,
                         .namespaceName = selection.namespaceName,
                         .labels = selection.labels,
                         .fields = selection.fields};
    const auto listed = list(client, discovery, pods, [&](const Value& pod) {
      const auto container = containerOf(pod, selection, {});
      auto exit = failedExit(pod, container ? *container : "");
      if (exit && (!first || isBefore(*exit, *first))) first = std::move(exit);
    });
    if (!listed) return listed.failure();
  }
  return first;
}

}  // namespace aictl::kube
