#pragma once

#include "core/schema/graph.h"

namespace aictl::schema {

/// Adds findings for what can only be seen of a schema when all of it is read: that it contains itself with
/// no list or map between (then reading or filling a value would not end), and that `x-short`, `x-for` and
/// `required` name properties that are there.
void review(const Graph& graph, Findings& findings);

/// Adds findings for what each use need not pay for: patterns that do not compile, and defaults that their
/// own schemas do not allow.
void validateGraph(const Graph& graph, Findings& findings);

}  // namespace aictl::schema
