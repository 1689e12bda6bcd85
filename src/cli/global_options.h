#pragma once

#include <string>
#include <vector>

#include "cli/stream_terminal.h"

namespace aictl::cli {

/// What holds for every command, wherever it stands on the command line (before `--`).
struct GlobalOptions {
  Color errorColor = Color::never;
  bool quiet = false;
};

/// Takes `-q`, `--quiet` and `--color WHEN` off the arguments. Colour is for a terminal, unless NO_COLOR
/// (https://no-color.org) or TERM=dumb speaks against it.
GlobalOptions takeGlobalOptions(std::vector<std::string>& arguments);

}  // namespace aictl::cli
