#pragma once

#include "core/base/finding.h"
#include "core/base/value.h"
#include "core/stack/stack.h"

namespace aictl::stack {

/// The document with its expressions evaluated, but for `vars`. In scope are each variable of `vars` by its
/// own name (later ones see earlier ones), `environment`, `env`, and `git` with the facts of the repository
/// around the stack's first file. Entries are evaluated one by one, so that one with a fault (a finding at
/// its place; the entry is left out) hides nothing of the others; all of them share one bound on work.
Value evaluateExpressions(const Value& document, const Options& options, const Sources& sources,
                          Findings& findings);

}  // namespace aictl::stack
