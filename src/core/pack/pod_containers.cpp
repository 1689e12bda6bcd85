#include "core/pack/pod_containers.h"

namespace aictl::pack {
namespace {

Value valueOr(const Value* found, const Value& otherwise) { return found != nullptr ? *found : otherwise; }

Value waitingOf(const Value& status) {
  const Value* waiting = find(status, {"state", "waiting"});
  if (waiting == nullptr || !waiting->isMap()) return {};
  return Value::map(
      {{"reason", valueOr(waiting->find("reason"), {})}, {"message", valueOr(waiting->find("message"), {})}});
}

Value endedOf(const Value& status) {
  const Value* ended = find(status, {"state", "terminated"});
  if (ended == nullptr) ended = find(status, {"lastState", "terminated"});
  if (ended == nullptr || !ended->isMap()) return {};
  return Value::map({{"code", valueOr(ended->find("exitCode"), 0)},
                     {"reason", valueOr(ended->find("reason"), {})},
                     {"message", valueOr(ended->find("message"), {})},
                     {"at", valueOr(ended->find("finishedAt"), {})}});
}

Value limitsOf(const Value& pod, const char* key, std::string_view name) {
  const Value* containers = find(pod, {"spec", key});
  if (containers == nullptr || !containers->isList()) return Value::map();
  for (const Value& container : containers->items()) {
    if (findString(container, {"name"}) == name)
      return valueOr(find(container, {"resources", "limits"}), Value::map());
  }
  return Value::map();
}

void addAll(Value& all, const Value& pod, const char* statuses, const char* containers, bool init) {
  const Value* list = find(pod, {"status", statuses});
  if (list == nullptr || !list->isList()) return;
  for (const Value& status : list->items()) {
    const std::string name(findString(status, {"name"}));
    all.push(Value::map({{"name", Value(name)},
                         {"image", Value(findString(status, {"image"}))},
                         {"init", Value(init)},
                         {"ready", valueOr(status.find("ready"), false)},
                         {"running", Value(find(status, {"state", "running"}) != nullptr)},
                         {"restarts", valueOr(status.find("restartCount"), 0)},
                         {"waiting", waitingOf(status)},
                         {"ended", endedOf(status)},
                         {"limits", limitsOf(pod, containers, name)}}));
  }
}

}  // namespace

Value podContainers(const Value& pod) {
  Value all = Value::list();
  addAll(all, pod, "initContainerStatuses", "initContainers", true);
  addAll(all, pod, "containerStatuses", "containers", false);
  return all;
}

}  // namespace aictl::pack
