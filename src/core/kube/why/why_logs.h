#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/value.h"
#include "core/kube/logs/logs.h"
#include "core/kube/logs/pod_log.h"
#include "core/kube/why/why.h"

namespace aictl::kube {

/// Whose log tells most of a pod.
struct LogSource {
  std::string container;  ///< "" where none has run yet
  Instance instance = Instance::current;
};

/// The container that has ended badly (of one that is about to be started again the run before), else the
/// one whose log matters.
LogSource logSource(const Value& pod, const PodSelection& selection);

/// When a pod wrote its last line, RFC 3339; "" where it has written none.
struct LastLine {
  ObjectName pod;
  std::string time;
};

/// Adds the pods that have been silent for minutes while others of the entry wrote: what runs together and
/// hangs most often waits for one of them. `now` is in seconds since 1970.
void addSilent(std::span<const LastLine> lines, std::int64_t now, std::vector<Answer>& answers);

}  // namespace aictl::kube
