#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/base/finding.h"
#include "core/statistics/comparison.h"

namespace aictl::statistics {

/// What was compared, in words.
struct Compared {
  std::string title;                                ///< `tcp send latency, 8 B`
  std::function<std::string(double figure)> write;  ///< a figure with its unit
  std::string_view repeats;                         ///< what the series are of: `rounds`
};

/// What is to be told of a comparison: an error where it became worse beyond the noise (rule `regression`),
/// information where it became better (`improvement`) or stayed as it was (`no-change`), and a warning where
/// there are too few repeats to know the noise (`no-noise`).
Finding changeFinding(const Comparison& comparison, const Compared& compared);

}  // namespace aictl::statistics
