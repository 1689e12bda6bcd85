#pragma once

#include <string>

#include "commands/table.h"
#include "core/kube/fit/fit.h"

namespace aictl::commands {

/// One line a set of pods, then a sentence for each thing that stands in the way, and what the answer does
/// not know.
std::string fitText(const kube::FitAnswer& answer, const Layout& layout = {});

/// The answer for scripts: `{fits, entries: [{entry, fits, needs, sets, reasons, notLookedAt}], idle,
/// waitingPods, notLookedAt, notRead}`; `fits` is `yes`, `no` or `unknown`. A set is `{object, namespace,
/// name, pods, each, needs, canGoTo, placed: [{node, pods}], missing}`; the last three only where nodes may
/// be read. Amounts are exact Kubernetes quantities (`cpu` in cores, `memory` in bytes): `each` of a pod,
/// `needs` of all pods of a set or an entry.
Value fitValue(const kube::FitAnswer& answer);

}  // namespace aictl::commands
