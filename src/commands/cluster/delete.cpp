#include <CLI/CLI.hpp>

#include "commands/cluster/removal.h"
#include "commands/cluster/subjects.h"
#include "commands/cluster/wait_run.h"
#include "commands/commands.h"
#include "commands/completion/complete.h"

namespace aictl::commands {

ExitCode runDelete(Context& context, std::vector<std::string> arguments) {
  stack::Options stack;
  ClusterOptions cluster;
  std::vector<std::string> names;
  RemovalOptions options;
  const auto app =
      makeApp("delete", "[ENTRY...] [OPTIONS]",
              "Delete the stack's objects, or those of the entries named alone. Namespaces stay.");
  app->add_option("ENTRY", names,
                  "Entries whose objects go, also those that 'aictl TEMPLATE NAME' made (all)")
      ->type_name(liveEntry);
  addStackOptions(*app, stack);
  addNamespaceOption(*app, stack.nameSpace);
  addClusterOptions(*app, cluster);
  takesOneOf(*app->add_option("--cascade", options.cascade, "What becomes of pods and the like (background)"),
             {"background", "foreground", "orphan"});
  app->add_option("--wait", options.wait, "How long to wait until the objects are gone (0)")
      ->type_name("DURATION")
      ->check(durationFault);
  if (const auto code = parse(*app, context, std::move(arguments))) return *code;

  auto subjects = subjectsOf(context, stack, names, cluster);
  if (!subjects) return subjects.failure().code;
  bool found = false;
  for (const kube::StatusQuestion& question : subjects->stacks) {
    const Removal removal =
        removeStack(context, subjects->connection, question.set, question.entries, options);
    if (removal.code != ExitCode::done) return removal.code;
    found = found || removal.found;
  }
  if (!found) context.terminal.message("nothing of it is there");
  return ExitCode::done;
}

}  // namespace aictl::commands
