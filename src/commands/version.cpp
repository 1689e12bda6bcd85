#include "core/base/version.h"

#include "commands/commands.h"
#include "commands/options.h"

namespace aictl::commands {

ExitCode runVersion(Context& context, std::vector<std::string> arguments) {
  if (!arguments.empty() || context.completion != nullptr) {  // a parser costs more than the rest of this
    const auto app = makeApp("version", "", "Show the version.");
    if (const auto code = parse(*app, context, std::move(arguments))) return *code;
  }
  context.terminal.write("aictl " + std::string(version) + "\n");
  return ExitCode::done;
}

}  // namespace aictl::commands
