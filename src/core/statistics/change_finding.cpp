#include "core/statistics/change_finding.h"

#include <fmt/format.h>

namespace aictl::statistics {

Finding changeFinding(const Comparison& comparison, const Compared& compared) {
  const std::string change = fmt::format("{}: {}, was {}", compared.title, compared.write(comparison.current),
                                         compared.write(comparison.baseline));
  const std::string noise = compared.write(comparison.noise);
  switch (comparison.change) {
    case Change::worse:
      return {.severity = Severity::error,
              .rule = "regression",
              .message = fmt::format("{}: worse, beyond the noise of {}", change, noise)};
    case Change::better:
      return {.severity = Severity::info,
              .rule = "improvement",
              .message = fmt::format("{}: better, beyond the noise of {}", change, noise)};
    case Change::none:
      return {.severity = Severity::info,
              .rule = "no-change",
              .message = fmt::format("{}: within the noise of {}", change, noise)};
    case Change::unknown:
      break;
  }
  return {.severity = Severity::warning,
          .rule = "no-noise",
          .message = fmt::format("{}: whether that is noise takes {} {} on both sides to tell", change,
                                 leastRepeats, compared.repeats)};
}

}  // namespace aictl::statistics
