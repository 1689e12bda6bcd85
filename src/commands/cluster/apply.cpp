#include <CLI/CLI.hpp>

#include "commands/cluster/apply_run.h"
#include "commands/commands.h"

namespace aictl::commands {

ExitCode runApply(Context& context, std::vector<std::string> arguments) {
  stack::Options options;
  ApplyFlags flags;
  std::vector<std::string> names;
  const auto app = makeApp("apply", "[ENTRY...] [OPTIONS]",
                           "Apply the stack to the cluster, or the entries named with what they refer to.");
  app->add_option("ENTRY", names, "Entries to apply (all)");
  addStackOptions(*app, options);
  addNamespaceOption(*app, options.nameSpace);
  addApplyFlags(*app, flags);
  if (const auto code = parse(*app, context, std::move(arguments))) return *code;

  auto task = taskOf(context, options, names, flags.plan.cluster);
  if (!task) return task.failure().code;
  return applyTask(context, *std::move(task), flags);
}

}  // namespace aictl::commands
