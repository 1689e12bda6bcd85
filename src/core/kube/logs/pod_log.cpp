#include "core/kube/logs/pod_log.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/kube/api/refusal.h"

namespace aictl::kube {
namespace {

constexpr std::string_view defaultContainer = "kubectl.kubernetes.io/default-container";

std::vector<std::string> containersOf(const Value& pod) {
  std::vector<std::string> names;
  for (const char* key : {"containers", "initContainers"}) {
    const Value* containers = find(pod, {"spec", key});
    if (containers == nullptr || !containers->isList()) continue;
    for (const Value& container : containers->items()) names.emplace_back(findString(container, {"name"}));
  }
  return names;
}

const Value* statusOfContainer(const Value& pod, const std::string& container) {
  for (const char* key : {"containerStatuses", "initContainerStatuses"}) {
    const Value* list = find(pod, {"status", key});
    if (list == nullptr || !list->isList()) continue;
    for (const Value& status : list->items()) {
      if (findString(status, {"name"}) == container) return &status;
    }
  }
  return nullptr;
}

}  // namespace

std::vector<PodSelection> podSelections(std::span<const Member> members) {
  std::vector<PodSelection> selections;
  for (const Member& member : members) {
    const ObjectStatus& status = member.status;
    PodSelection selection{.namespaceName = status.name.namespaceName,
                           .labels = labelSelector(status.pods),
                           .container = status.container};
    if (status.pods.isString()) selection.fields = "metadata.name=" + status.name.name;
    if (selection.labels.empty() && selection.fields.empty()) continue;
    // Of two that select the same pods the one that knows the container counts.
    const auto same = std::ranges::find_if(selections, [&](const PodSelection& other) {
      return other.namespaceName == selection.namespaceName && other.labels == selection.labels &&
             other.fields == selection.fields;
    });
    if (same == selections.end()) {
      selections.push_back(std::move(selection));
    } else if (same->container.empty()) {
      same->container = selection.container;
    }
  }
  return selections;
}

Result<std::string> containerOf(const Value& pod, const PodSelection& selection, const LogOptions& options) {
  const std::vector<std::string> names = containersOf(pod);
  const auto has = [&](std::string_view name) { return std::ranges::find(names, name) != names.end(); };
  if (!options.container.empty()) {
    if (has(options.container)) return options.container;
    return Failure(ExitCode::badInput,
                   Finding{.rule = "container",
                           .message = fmt::format("pod {} has no container '{}'",
                                                  findString(pod, {"metadata", "name"}), options.container),
                           .remedy = fmt::format("it has {}", fmt::join(names, ", "))});
  }
  const std::string_view marked = findString(pod, {"metadata", "annotations", defaultContainer});
  if (has(selection.container)) return selection.container;
  if (has(marked)) return std::string(marked);
  return names.empty() ? std::string() : names.front();
}

std::string runOf(const Value& pod, const std::string& container) {
  const Value* status = statusOfContainer(pod, container);
  if (status == nullptr) return {};
  const bool begun =
      find(*status, {"state", "running"}) != nullptr || find(*status, {"state", "terminated"}) != nullptr;
  if (!begun) return {};
  const Value* restarts = status->find("restartCount");
  return fmt::format("{}/{}/{}", findString(pod, {"metadata", "uid"}), container,
                     restarts != nullptr && restarts->isInteger() ? restarts->integer() : 0);
}

bool hasLog(const Value& pod, const std::string& container) {
  const Value* status = statusOfContainer(pod, container);
  const bool ranBefore = status != nullptr && find(*status, {"lastState", "terminated"}) != nullptr;
  return ranBefore || !runOf(pod, container).empty();
}

Request logRequest(const Value& pod, const std::string& container, const LogOptions& options,
                   std::string_view follow) {
  std::string path = fmt::format("/api/v1/namespaces/{}/pods/{}/log?timestamps=true&container={}{}",
                                 escaped(findString(pod, {"metadata", "namespace"})),
                                 escaped(findString(pod, {"metadata", "name"})), escaped(container), follow);
  if (options.tail) path += fmt::format("&tailLines={}", *options.tail);
  if (options.since) path += fmt::format("&sinceSeconds={}", *options.since);
  if (options.instance == Instance::previous) path += "&previous=true";
  return {.path = std::move(path), .accept = "*/*", .repeat = Repeat::never};
}

Failure noLog(const Response& response, const Access& access, ObjectName pod) {
  pod.kind = {"v1", "Pod"};
  return refusal(response, access, {.verb = "read the log of", .object = std::move(pod)});
}

LogLine logLine(std::string_view line) {
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos) return {line, {}};
  return {line.substr(0, space), line.substr(space + 1)};
}

}  // namespace aictl::kube
