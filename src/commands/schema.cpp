#include "commands/commands.h"
#include "commands/options.h"
#include "commands/stack_schema.h"

namespace aictl::commands {

ExitCode runSchema(Context& context, std::vector<std::string> arguments) {
  stack::Options options;
  const auto app =
      makeApp("schema", "[OPTIONS]",
              "Write the JSON Schema of stack files, with the templates at hand, for editors. A line "
              "'# yaml-language-server: $schema=FILE' in aictl.yaml names it.");
  addStackOptions(*app, options);
  if (const auto code = parse(*app, context, std::move(arguments))) return *code;

  const auto schema = stackSchema(packsAtHand(context, options));
  if (!schema) {
    context.terminal.show(schema.failure().findings, context.sources);
    return schema.failure().code;
  }
  context.terminal.write(*schema);
  return ExitCode::done;
}

}  // namespace aictl::commands
