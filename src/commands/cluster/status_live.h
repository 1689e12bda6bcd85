#pragma once

#include <string>

#include "commands/cluster/subjects.h"

namespace aictl::commands {

/// Shows how all that is asked for is, and goes on doing so until it is interrupted: as a table in place on a
/// terminal; else, and as JSON, a line for each change. `format` is `table`, `wide` or `json`.
ExitCode showLive(Context& context, Subjects& subjects, const std::string& format);

}  // namespace aictl::commands
