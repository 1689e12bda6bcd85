#pragma once

#include <vector>

#include "core/base/finding.h"
#include "core/stack/stack.h"

namespace aictl::stack {

/// What no schema of a kind says and every API server refuses: names and kinds that are none, labels and
/// annotations with wrong keys or values, and what would be lost in silence: the same object twice. Those
/// that name no namespace go to `nameSpace`.
void checkManifests(const std::vector<Rendered>& manifests, std::string_view nameSpace, Findings& findings);

}  // namespace aictl::stack
