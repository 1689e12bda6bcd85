#include "core/kube/status/pod_trouble.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace aictl::kube {
namespace {

/// What the kubelet says of a container that it cannot start, and will try again.
constexpr std::array<std::string_view, 9> reasons{
    "CrashLoopBackOff",           "ImagePullBackOff",     "ErrImagePull",
    "ErrImageNeverPull",          "InvalidImageName",     "ImageInspectError",
    "CreateContainerConfigError", "CreateContainerError", "RunContainerError"};

std::int64_t numberOf(const Value& value, std::initializer_list<std::string_view> path) {
  const Value* found = find(value, path);
  return found != nullptr && found->isInteger() ? found->integer() : 0;
}

/// `exit code 137, OOMKilled`: the last end of a program.
std::string endOf(const Value& terminated) {
  const std::string_view reason = findString(terminated, {"reason"});
  const std::string code = fmt::format("exit code {}", numberOf(terminated, {"exitCode"}));
  return reason.empty() || reason == "Error" ? code : fmt::format("{}, {}", code, reason);
}

std::string containerTrouble(const Value& container) {
  const std::string_view name = findString(container, {"name"});
  const std::string_view reason = findString(container, {"state", "waiting", "reason"});
  const Value* last = find(container, {"lastState", "terminated"});
  if (std::ranges::find(reasons, reason) != reasons.end()) {
    if (last != nullptr) return fmt::format("{}: {}: {}", name, reason, endOf(*last));
    const std::string_view message = findString(container, {"state", "waiting", "message"});
    return fmt::format("{}: {}{}{}", name, reason, message.empty() ? "" : ": ", message);
  }
  // Between two crashes a container runs for a moment, or has just ended.
  const Value* ready = container.find("ready");
  const bool isReady = ready != nullptr && ready->isBoolean() && ready->boolean();
  if (isReady || last == nullptr || numberOf(*last, {"exitCode"}) == 0) return {};
  return fmt::format("{}: it crashes: {}, {} restarts", name, endOf(*last),
                     numberOf(container, {"restartCount"}));
}

}  // namespace

std::string podTrouble(const Value& pod) {
  for (const char* key : {"initContainerStatuses", "containerStatuses"}) {
    const Value* containers = find(pod, {"status", key});
    if (containers == nullptr || !containers->isList()) continue;
    for (const Value& container : containers->items()) {
      std::string trouble = containerTrouble(container);
      if (!trouble.empty()) return trouble;
    }
  }
  return {};
}

void PodTroubles::hear(const Value& pod, Time now) {
  const std::string name(findString(pod, {"metadata", "name"}));
  const std::string text = podTrouble(pod);
  if (text.empty()) return forget(name);
  troubles_.try_emplace(name, Trouble{.since = now}).first->second.text =
      fmt::format("pod {}: {}", name, text);
}

const PodTroubles::Trouble* PodTroubles::oldest() const {
  const auto oldest =
      std::ranges::min_element(troubles_, {}, [](const auto& trouble) { return trouble.second.since; });
  return oldest == troubles_.end() ? nullptr : &oldest->second;
}

}  // namespace aictl::kube
