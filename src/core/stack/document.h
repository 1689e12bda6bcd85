#pragma once

#include <string>

#include "core/base/finding.h"
#include "core/base/value.h"
#include "core/stack/stack.h"

namespace aictl::stack {

/// The files of a stack as one map: later files over earlier ones, then the chosen environment's
/// `aictl.NAME.yaml` from beside the first. Expressions are not evaluated yet. Null where there is nothing.
Value readFiles(const Options& options, Sources& sources, Findings& findings);

/// The stack's first file as named on the command line, or `aictl.yaml`.
std::string firstFile(const Options& options);

/// `aictl.lock` beside the stack's first file.
std::string lockFile(const Options& options);

/// A path that a stack names, from the folder of the file that names it.
std::string besideOrigin(const std::string& path, Origin origin, const Sources& sources);

}  // namespace aictl::stack
