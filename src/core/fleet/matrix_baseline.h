#pragma once

#include "core/fleet/matrix.h"

namespace aictl::fleet {

/// What keeps a document from being a baseline: another form, a test that is not known, no figures.
Findings baselineFaults(const Value& document);

/// Each pair against what an earlier run's document (`pairsValue`) has of the same nodes, whichever of them
/// was the client: an error for each that became worse beyond the noise of its rounds, information on each
/// that became better and on how many stayed as they were, and a warning for each that cannot be compared. A
/// Failure where a node was measured over another kind of link, or no pair is in both.
Result<Findings> compareWith(const PairsReport& report, const std::vector<Matrix>& matrices,
                             const Value& baseline);

}  // namespace aictl::fleet
