#pragma once

#include <string>
#include <vector>

#include "core/base/finding.h"
#include "core/base/value.h"
#include "core/pack/pack.h"

namespace aictl::stack {

/// Which overrides go into the document before its expressions are evaluated: those of variables.
enum class Stage { variables, rest };

/// Puts `path=value` into the document. The value is typed by the schema of the entry that the path leads
/// to (`workers=8` is an integer there, and a label's value a string); a list or map is written as YAML.
/// Values are literal: no expression in them. A path goes on where a short form stands (`gpus: 2` and
/// `gpus.vendor=amd`), and items of lists are named by index, from the end by negative ones. A path to
/// nothing that exists is a finding; only a variable may be a new one.
void applyOverrides(const std::vector<std::string>& overrides, Stage stage, Value& document,
                    pack::Packs& packs, Sources& sources, Findings& findings);

}  // namespace aictl::stack
