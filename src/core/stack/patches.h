#pragma once

#include <vector>

#include "core/base/finding.h"
#include "core/base/value.h"
#include "core/stack/stack.h"

namespace aictl::stack {

/// Applies the stack's `patches:` to what was rendered. A patch names the manifests that it is for by
/// `entry` (`train/resnet50`), `kind`, `name`, or several of them, and has `merge:` (RFC 7396) or `json:`
/// (RFC 6902). One that matches nothing, whose path leads nowhere, or that takes away what makes a manifest
/// an object of this stack, is a finding; one for what was left out (`left`: labels of entries that were not
/// chosen or have errors, "" for plain manifests) may match nothing.
void applyPatches(const Value& patches, std::vector<Rendered>& manifests,
                  const std::vector<std::string>& left, Findings& findings);

}  // namespace aictl::stack
