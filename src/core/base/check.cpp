#include "core/base/check.h"

#include <algorithm>

namespace aictl {

std::string_view name(Verdict verdict) {
  static constexpr auto names = std::to_array<std::string_view>({"skipped", "pass", "warn", "fail"});
  return names[static_cast<std::size_t>(verdict)];
}

Verdict verdictOf(const Check& check) {
  Verdict worst = Verdict::skipped;
  for (const Observation& observation : check.observations) worst = std::max(worst, observation.verdict);
  return worst;
}

}  // namespace aictl
