#include <CLI/CLI.hpp>

#include "commands/cluster/apply_run.h"
#include "commands/cluster/plan_text.h"
#include "commands/commands.h"
#include "core/yaml/json.h"
#include "core/yaml/yaml.h"

namespace aictl::commands {
namespace {

std::string planText(const kube::Plan& plan, const Needs& needs, std::string_view format,
                     const Layout& layout) {
  if (format == "json") return yaml::writeJson(planValue(plan), 2) + "\n";
  if (format == "yaml") return yaml::write(planValue(plan));
  return planTable(plan, needs, layout) + planTotals(plan) + "\n";
}

}  // namespace

ExitCode runPlan(Context& context, std::vector<std::string> arguments) {
  stack::Options options;
  PlanFlags flags;
  std::vector<std::string> names;
  std::string format = "table";
  const auto app =
      makeApp("plan", "[ENTRY...] [OPTIONS]",
              "Show what an apply of the stack, or of the entries named, would do. Nothing is sent "
              "but questions.");
  app->add_option("ENTRY", names, "Entries to plan, with what they refer to (all)");
  addOutputOption(*app, context, format, {"table", "json", "yaml"}, "How (table)");
  addStackOptions(*app, options);
  addNamespaceOption(*app, options.nameSpace);
  addPlanFlags(*app, flags);
  if (const auto code = parse(*app, context, std::move(arguments))) return *code;

  auto task = taskOf(context, options, names, flags.cluster);
  if (!task) return task.failure().code;
  const auto planned = planTask(context, *task, flags);
  if (!planned) return planned.failure().code;
  context.terminal.write(
      planText(planned->plan, stack::needs(task->input.stack), format, layoutFor(context.terminal)));
  context.terminal.show(planned->plan.findings, context.sources);
  return planned->plan.code;
}

}  // namespace aictl::commands
