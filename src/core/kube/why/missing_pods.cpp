#include "core/kube/why/missing_pods.h"

#include <fmt/format.h>

#include "core/base/time.h"
#include "core/kube/api/objects.h"

namespace aictl::kube {
namespace {

constexpr std::int64_t settling = 60;  // seconds that a controller may take
constexpr std::int64_t rankOfMissing = 44;

}  // namespace

Result<std::optional<Answer>> missingPods(const pack::KindFacts& facts, const Value& object, std::size_t pods,
                                          std::int64_t now) {
  const auto created = rfc3339Seconds(findString(object, {"metadata", "creationTimestamp"}));
  if (!facts.has("again") || !created || now - *created < settling) return std::optional<Answer>();
  const Result<Value> replicas = facts.of(object, "replicas");
  if (!replicas) return replicas.failure();
  std::int64_t wanted = 0;
  for (const Value& set : replicas->isList() ? replicas->items() : std::span<const Value>()) {
    const Value* count = set.find("count");
    if (count != nullptr && count->isInteger()) wanted += count->integer();
  }
  const std::int64_t missing = wanted - static_cast<std::int64_t>(pods);
  if (missing <= 0) return std::optional<Answer>();
  return std::optional<Answer>({{.rank = rankOfMissing,
                                 .message = fmt::format("{} of its {} pods {} not there", missing, wanted,
                                                        missing == 1 ? "is" : "are"),
                                 .remedy = "the ranks that run wait for all; see that its operator runs"},
                                nameOf(object)});
}

}  // namespace aictl::kube
