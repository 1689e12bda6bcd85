#pragma once

#include "core/base/finding.h"
#include "core/base/value.h"

namespace aictl::test {

/// Whether the schemas of kinds are there (AICTL_SHARED/crds); what needs them is skipped without.
bool hasClusterSchemas();

/// What an API server would refuse of a manifest before any operator or webhook sees it: the schema of its
/// kind (a CRD's, or the API server's own) with strict field validation, and the rules for names and labels.
/// CEL rules are not evaluated.
Findings checkAgainstCluster(const Value& manifest);

}  // namespace aictl::test
