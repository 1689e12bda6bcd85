#pragma once

#include <string>
#include <vector>

#include "cli/stream_terminal.h"
#include "core/base/result.h"

namespace aictl::cli {

/// What holds for every command, wherever it stands on the command line (before `--`).
struct GlobalOptions {
  ErrorStyle errorStyle;
  bool quiet = false;
};

/// How findings are shown where the command line says nothing: with their line on a terminal, and in colour
/// there unless NO_COLOR (https://no-color.org) or TERM=dumb speaks against it.
ErrorStyle automaticStyle();

/// Takes `-q`, `--quiet` and `--color WHEN` off the arguments, which have to be UTF-8, all of them.
Result<GlobalOptions> takeGlobalOptions(std::vector<std::string>& arguments);

}  // namespace aictl::cli
