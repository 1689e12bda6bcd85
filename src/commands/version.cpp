#include "core/base/version.h"

#include "commands/commands.h"

namespace aictl::commands {

ExitCode runVersion(Context& context, std::vector<std::string> arguments) {
  if (!arguments.empty()) {
    context.terminal.show({{.rule = "usage", .message = "version takes no arguments"}}, context.sources);
    return ExitCode::badInput;
  }
  context.terminal.write("aictl " + std::string(version) + "\n");
  return ExitCode::done;
}

}  // namespace aictl::commands
