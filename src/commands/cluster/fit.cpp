#include <CLI/CLI.hpp>

#include "core/kube/fit/fit.h"

#include "commands/cluster/apply_run.h"
#include "commands/cluster/fit_text.h"
#include "commands/commands.h"
#include "core/yaml/json.h"
#include "core/yaml/yaml.h"

namespace aictl::commands {
namespace {

std::string answerText(const kube::FitAnswer& answer, std::string_view format, const Layout& layout) {
  if (format == "json") return yaml::writeJson(fitValue(answer), 2) + "\n";
  if (format == "yaml") return yaml::write(fitValue(answer));
  return fitText(answer, layout);
}

}  // namespace

ExitCode runFit(Context& context, std::vector<std::string> arguments) {
  stack::Options options;
  PlanFlags flags;
  std::vector<std::string> names;
  std::string format = "table";
  const auto app = makeApp(
      "fit", "[ENTRY...] [OPTIONS]",
      "Say whether the cluster has room for the stack, or for the entries named, and what is missing. "
      "Nothing is sent but questions. Ends with 1 where something does not fit.");
  app->add_option("ENTRY", names, "Entries to look at, with what they refer to (all)");
  addOutputOption(*app, context, format, {"table", "json", "yaml"}, "How (table)");
  addStackOptions(*app, options);
  addNamespaceOption(*app, options.nameSpace);
  addPlanFlags(*app, flags);
  if (const auto code = parse(*app, context, std::move(arguments))) return *code;

  auto task = taskOf(context, options, names, flags.cluster);
  if (!task) return task.failure().code;
  auto planned = planTask(context, *task, flags);
  if (!planned) return planned.failure().code;
  // What stands in the way of an apply beside room is for 'plan' to say as well.
  context.terminal.show(planned->plan.findings, context.sources);
  const auto answer = kube::fit(*planned->connection.client, *planned->connection.discovery,
                                *task->input.stack.packs, planned->plan);
  if (!answer) {
    context.terminal.show(answer.failure().findings, context.sources);
    return answer.failure().code;
  }
  context.terminal.write(answerText(*answer, format, layoutFor(context.terminal)));
  if (planned->plan.code != ExitCode::done) return planned->plan.code;
  return answer->verdict() == kube::Verdict::no ? ExitCode::no : ExitCode::done;
}

}  // namespace aictl::commands
