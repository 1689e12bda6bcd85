#pragma once

#include <vector>

#include "core/base/finding.h"
#include "core/base/value.h"
#include "core/stack/stack.h"

namespace aictl::stack {

/// Reads what `manifests:` lists: files, or folders of `.yaml`, `.yml` and `.json` files (in the order of
/// their names), from the folder of the file that lists them. Documents that are `kind: List` are taken
/// apart; empty ones are passed over. What is no Kubernetes object is a finding. Each has the labels of the
/// stack of this name.
std::vector<Value> readPlainManifests(const Value& list, const std::string& stack, Sources& sources,
                                      Findings& findings);

}  // namespace aictl::stack
