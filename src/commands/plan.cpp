#include "commands/apply_run.h"
#include "commands/commands.h"
#include "commands/plan_text.h"

namespace aictl::commands {

ExitCode runPlan(Context& context, std::vector<std::string> arguments) {
  stack::Options options;
  PlanFlags flags;
  std::vector<std::string> names;
  const auto app =
      makeApp("plan", "[ENTRY...] [OPTIONS]",
              "Show what an apply of the stack, or of the entries named, would do. Nothing is sent "
              "but questions.");
  app->add_option("ENTRY", names, "Entries to plan, with what they refer to (all)");
  addStackOptions(*app, options);
  addNamespaceOption(*app, options.nameSpace);
  addPlanFlags(*app, flags);
  if (const auto code = parse(*app, context, std::move(arguments))) return *code;

  auto task = taskOf(context, options, names, flags.cluster);
  if (!task) return task.failure().code;
  const auto planned = planTask(context, *task, flags);
  if (!planned) return planned.failure().code;
  context.terminal.write(planTable(planned->plan, stack::needs(task->input.stack)) +
                         planTotals(planned->plan) + "\n");
  context.terminal.show(planned->plan.findings, context.sources);
  return planned->plan.code;
}

}  // namespace aictl::commands
