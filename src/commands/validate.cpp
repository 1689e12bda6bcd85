#include "commands/commands.h"
#include "commands/options.h"
#include "commands/stack_input.h"

namespace aictl::commands {

ExitCode runValidate(Context& context, std::vector<std::string> arguments) {
  stack::Options options;
  std::vector<std::string> names;
  const auto app = makeApp("validate", "[ENTRY...] [OPTIONS]", "Say all that is wrong with the stack, with no cluster at hand.");
  app->add_option("ENTRY", names, "Entries to validate, with what they refer to (all)");
  addStackOptions(*app, options);
  addNamespaceOption(*app, options.nameSpace);
  if (const auto code = parse(*app, context, std::move(arguments))) return *code;

  // Where none is chosen, each environment has to be good, and so has the stack by itself.
  std::vector<std::string> environments{options.environment};
  if (options.environment.empty()) {
    const auto known = stack::environments(options);
    if (!known.empty()) environments = known;
  }
  bool good = true;
  for (const std::string& environment : environments) {
    options.environment = environment;
    const auto input = readStack(context, options, names, "default");
    good = good && input.good;
    const std::string where = environment.empty() ? "" : " in environment " + environment;
    if (input.good) {
      context.terminal.message(fmt::format("{}: {} entries, {} manifests{}: no errors", input.stack.file,
                                           input.stack.entries.size(), input.manifests.size(), where));
    }
  }
  return good ? ExitCode::done : ExitCode::badInput;
}

}  // namespace aictl::commands
