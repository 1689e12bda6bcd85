#pragma once

#include <string>

#include "core/base/finding.h"
#include "core/base/value.h"

namespace aictl::commands {

/// How a person likes it where the command line says nothing: from the environment, else from
/// `$XDG_CONFIG_HOME/aictl/config.yaml`. Nothing in it changes what a stack renders to. Each is a string with
/// the place that says it, or null.
struct Config {
  Value context;    ///< the kubeconfig context; the file's alone, since its variable is that of an option
  Value nameSpace;  ///< for stacks that name none, over that of the context; the file's alone
  Value output;     ///< `-o` of commands that have that form
  Value color;      ///< `--color`
  Findings faults;  ///< what is wrong; where there is an error, the file says nothing
};

/// The file, be it there or not; "" where nothing says whose home this is.
std::string configFile();

/// What holds here. A file that is not there, or not to be found, says nothing; one that may not be read is a
/// warning.
Config readConfig(Sources& sources);

}  // namespace aictl::commands
