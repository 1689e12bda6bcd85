#pragma once

#include <string>
#include <vector>

#include "core/base/origin.h"
#include "core/base/value.h"

namespace aictl::commands {

/// How the specs of a stack differ from those that were applied last, a line for each value:
/// `train/resnet50: gpus 2 → 4, aictl.yaml:22`. Both are maps of entries to specs; those of entries that
/// only one of them has are told as a whole.
std::vector<std::string> specChanges(const Value& before, const Value& after, const Sources& sources);

}  // namespace aictl::commands
