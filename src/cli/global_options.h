#pragma once

#include <string>
#include <vector>

#include "cli/report_terminal.h"
#include "cli/stream_terminal.h"
#include "core/base/result.h"

namespace aictl::cli {

/// What holds for every command, wherever it stands on the command line (before `--`).
struct GlobalOptions {
  OutputStyle style;
  bool quiet = false;
  Reporting reporting;  ///< no format: findings are told as text
};

/// How findings and results are shown where the command line says nothing: findings with their line on a
/// terminal, and both in colour there unless NO_COLOR (https://no-color.org) or TERM=dumb speaks against it.
OutputStyle automaticStyle();

/// Takes the options of `commands/everywhere.h` off the arguments, which have to be UTF-8, all of them.
Result<GlobalOptions> takeGlobalOptions(std::vector<std::string>& arguments);

}  // namespace aictl::cli
