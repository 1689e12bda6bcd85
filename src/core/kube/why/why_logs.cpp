#include "core/kube/why/why_logs.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/time.h"

namespace aictl::kube {
namespace {

constexpr std::int64_t silent = 300;  // seconds
constexpr std::int64_t lively = 60;   // seconds
constexpr std::int64_t rankOfSilence = 60;

bool hasFailed(const Value& state) {
  const Value* code = find(state, {"terminated", "exitCode"});
  return code != nullptr && code->isInteger() && code->integer() != 0;
}

/// The first container that has ended badly; "" where none has.
LogSource failedContainer(const Value& pod) {
  for (const char* key : {"initContainerStatuses", "containerStatuses"}) {
    const Value* list = find(pod, {"status", key});
    if (list == nullptr || !list->isList()) continue;
    for (const Value& status : list->items()) {
      const std::string name(findString(status, {"name"}));
      const Value* state = status.find("state");
      if (state != nullptr && hasFailed(*state)) return {name};
      const bool waits = find(status, {"state", "waiting"}) != nullptr;
      const Value* last = status.find("lastState");
      if (waits && last != nullptr && hasFailed(*last)) return {name, Instance::previous};
    }
  }
  return {};
}

}  // namespace

LogSource logSource(const Value& pod, const PodSelection& selection) {
  if (LogSource failed = failedContainer(pod); !failed.container.empty()) return failed;
  const Result<std::string> container = containerOf(pod, selection, {});
  return container && hasLog(pod, *container) ? LogSource{*container} : LogSource{};
}

void addSilent(std::span<const LastLine> lines, std::int64_t now, std::vector<Answer>& answers) {
  const auto age = [&](const LastLine& line) { return now - rfc3339Seconds(line.time).value_or(0); };
  const bool lives = std::ranges::any_of(lines, [&](const LastLine& line) { return age(line) < lively; });
  if (!lives) return;
  for (const LastLine& line : lines) {
    if (line.time.empty() || age(line) < silent) continue;
    answers.push_back(
        {{.rank = rankOfSilence,
          .message = fmt::format("pod {} has written nothing for {}, while others of the entry write",
                                 line.pod.name, ageText(age(line))),
          .remedy = "look at its last lines ('aictl logs --tail 20'), and at the node that it runs on"},
         line.pod});
  }
}

}  // namespace aictl::kube
