#pragma once

#include "core/base/finding.h"
#include "core/base/value.h"
#include "core/jsone/jsone.h"

namespace aictl::stack {

/// The names that a stack's expressions see: each variable of `vars` by its own name (later ones see earlier
/// ones), `env`, and `git` where the document speaks of it, with the facts of the repository around `folder`.
jsone::Scope expressionScope(const Value& document, const std::string& folder, Findings& findings);

/// The document with its expressions evaluated, but for `vars`. Each entry by itself, so that one with a
/// fault (a finding at its place; the entry is left out) hides nothing of the others.
Value evaluateExpressions(const Value& document, const jsone::Scope& scope, Findings& findings);

}  // namespace aictl::stack
