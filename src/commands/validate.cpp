#include <fmt/format.h>

#include <set>

#include "commands/commands.h"
#include "commands/counted.h"
#include "commands/options.h"

namespace aictl::commands {

ExitCode runValidate(Context& context, std::vector<std::string> arguments) {
  stack::Options options;
  std::vector<std::string> names;
  const auto app = makeApp("validate", "[ENTRY...] [OPTIONS]",
                           "Say all that is wrong with the stack, with no cluster at hand.");
  app->add_option("ENTRY", names, "Entries to validate, with what they refer to (all)");
  addStackOptions(*app, options);
  addNamespaceOption(*app, options.nameSpace);
  if (const auto code = parse(*app, context, std::move(arguments))) return *code;

  // Where none is chosen, each environment has to be good.
  std::vector<std::string> environments{options.environment};
  if (options.environment.empty()) {
    const auto known = stack::environments(options);
    if (!known.empty()) environments = known;
  }
  bool good = true;
  std::set<std::string> told;
  for (const std::string& environment : environments) {
    options.environment = environment;
    Findings findings;
    const auto stack = stack::load(options, context.sources, findings);
    context.packs.push_back(stack.packs);
    const auto manifests =
        stack::render(stack, names, stack.nameSpace.empty() ? "default" : stack.nameSpace, findings);
    const bool isGood = !hasErrors(findings);
    good = good && isGood;
    // What several environments have in common is told once.
    std::erase_if(findings, [&](const Finding& finding) {
      return !told.insert(text(finding, context.sources)).second;
    });
    context.terminal.show(std::move(findings), context.sources);
    if (!isGood) continue;
    context.terminal.message(fmt::format("{}{}: {}, {}, no errors", stack.file,
                                         environment.empty() ? "" : " in environment " + environment,
                                         counted(stack.entries.size(), "entry", "entries"),
                                         counted(manifests.size(), "manifest", "manifests")));
  }
  return good ? ExitCode::done : ExitCode::badInput;
}

}  // namespace aictl::commands
