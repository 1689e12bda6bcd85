#pragma once

#include <string>

#include "commands/table.h"
#include "core/kube/fit/fit.h"

namespace aictl::commands {

/// One line a set of pods, then a sentence for each thing that stands in the way, and what the answer does
/// not know.
std::string fitText(const kube::FitAnswer& answer, const Layout& layout = {});

/// The answer for scripts; README, "Whether it fits", has its shape. Amounts are exact Kubernetes quantities
/// (`cpu` in cores, `memory` in bytes), sums over all pods of a set or an entry.
Value fitValue(const kube::FitAnswer& answer);

}  // namespace aictl::commands
