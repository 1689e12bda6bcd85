#include <CLI/CLI.hpp>

#include "commands/cluster/removal.h"
#include "commands/cluster/subjects.h"
#include "commands/cluster/wait_run.h"
#include "commands/commands.h"
#include "commands/completion/complete.h"

namespace aictl::commands {

namespace {

/// What others made is not for a stack to remove.
Findings foreignObjects(const Subjects& subjects) {
  Findings findings;
  for (const kube::StatusQuestion& question : subjects.stacks) {
    for (const kube::ObjectName& object : question.named)
      findings.push_back({.rule = "foreign",
                          .message = "the stack does not have it, and 'aictl delete' removes nothing else",
                          .entry = object.entry});
  }
  return findings;
}

}  // namespace

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
  if (Findings foreign = foreignObjects(*subjects); !foreign.empty()) {
    context.terminal.show(std::move(foreign), context.sources);
    return ExitCode::badInput;
  }
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
