#include <CLI/CLI.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "commands/commands.h"
#include "commands/counted.h"
#include "commands/options.h"

namespace aictl::commands {
namespace {

/// The entries for a report: those named (all where none is), and what was rendered with them. One that is
/// not rendered has faults of its own, or is held up by those of another.
std::vector<report::Checked> checkedEntries(const stack::Stack& stack, const std::vector<std::string>& names,
                                            const std::vector<stack::Rendered>& manifests) {
  std::set<std::string_view> rendered;
  for (const auto& manifest : manifests) rendered.insert(manifest.entry);
  const auto needs = stack::needs(stack);
  std::vector<report::Checked> checked;
  for (const auto& entry : stack.entries) {
    const std::string label = entry.label();
    const bool isNamed = names.empty() || std::ranges::find(names, label) != names.end() ||
                         std::ranges::find(names, entry.name) != names.end();
    if (!isNamed && !rendered.contains(label)) continue;
    checked.push_back({.name = label});
    if (rendered.contains(label)) continue;
    auto faulty = needs.at(label);
    std::erase_if(faulty, [&](const std::string& needed) { return rendered.contains(needed); });
    checked.back().skipped = faulty.empty()
                                 ? "it is faulty"
                                 : fmt::format("it refers to {}, which is faulty", fmt::join(faulty, ", "));
  }
  return checked;
}

}  // namespace

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
    context.terminal.record(checkedEntries(stack, names, manifests), {});
    if (!isGood) continue;
    context.terminal.message(fmt::format("{}{}: {}, {}, no errors", stack.file,
                                         environment.empty() ? "" : " in environment " + environment,
                                         counted(stack.entries.size(), "entry", "entries"),
                                         counted(manifests.size(), "manifest", "manifests")));
  }
  return good ? ExitCode::done : ExitCode::badInput;
}

}  // namespace aictl::commands
