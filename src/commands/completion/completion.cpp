#include <CLI/CLI.hpp>

#include "commands/commands.h"
#include "commands/completion/completion_scripts.h"
#include "commands/options.h"

namespace aictl::commands {

ExitCode runCompletion(Context& context, std::vector<std::string> arguments) {
  std::string shell;
  const auto app =
      makeApp("completion", "bash|zsh|fish",
              "Print the script that completes aictl's command line in a shell. For bash: source "
              "<(aictl completion bash)");
  takesOneOf(*app->add_option("SHELL", shell, "The shell")->required(), {"bash", "zsh", "fish"});
  if (const auto code = parse(*app, context, std::move(arguments))) return *code;
  context.terminal.write(shell == "bash" ? bashCompletion : shell == "zsh" ? zshCompletion : fishCompletion);
  return ExitCode::done;
}

}  // namespace aictl::commands
