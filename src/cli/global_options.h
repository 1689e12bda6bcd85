#pragma once

#include <string>
#include <vector>

#include "cli/report_terminal.h"
#include "cli/stream_terminal.h"
#include "commands/config.h"
#include "core/base/result.h"

namespace aictl::cli {

/// What holds for every command, wherever it stands on the command line (before `--`).
struct GlobalOptions {
  std::string color;  ///< `always`, `never` or `auto`; "" where the command line does not say it
  bool quiet = false;
  Reporting reporting;  ///< no format: findings are told as text
};

/// How findings and results are shown: findings with their line on a terminal, and both in colour there
/// unless NO_COLOR (https://no-color.org) or TERM=dumb speaks against it, or the command line, else the
/// configuration, says `always` or `never`.
OutputStyle styleFor(const GlobalOptions& options, const commands::Config& config);

/// Takes the options of `commands/everywhere.h` off the arguments, which have to be UTF-8, all of them.
Result<GlobalOptions> takeGlobalOptions(std::vector<std::string>& arguments);

}  // namespace aictl::cli
