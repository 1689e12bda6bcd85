#include "commands/verbs.h"

#include <fmt/format.h>

#include <algorithm>

#include "commands/complete.h"
#include "core/base/nearest.h"

namespace aictl::commands {
namespace {

std::string usage(const std::string& command, std::span<const Verb> verbs) {
  std::string text = fmt::format("Usage: aictl {} VERB [OPTIONS]\n\n", command);
  for (const Verb& verb : verbs) text += fmt::format("  {:<10}{}\n", verb.name, verb.summary);
  return text + fmt::format("\nHelp for a verb: aictl {} VERB --help\n", command);
}

ExitCode refuse(Context& context, const std::string& command, std::span<const Verb> verbs,
                const std::string& name) {
  std::vector<std::string> names;
  for (const Verb& verb : verbs) names.emplace_back(verb.name);
  const std::string meant = didYouMean(name, names);
  context.terminal.show({{.rule = "usage",
                          .message = name.empty() ? fmt::format("'{}' needs a verb", command)
                                                  : fmt::format("unknown verb '{}' of {}", name, command),
                          .remedy = meant.empty() ? fmt::format("see 'aictl {} --help'", command) : meant}},
                        context.sources);
  return ExitCode::badInput;
}

}  // namespace

ExitCode runVerb(Context& context, const std::string& command, std::span<const Verb> verbs,
                 std::vector<std::string> arguments) {
  const std::string name = arguments.empty() ? "" : arguments.front();
  if (!arguments.empty()) arguments.erase(arguments.begin());
  const auto verb = std::ranges::find(verbs, std::string_view(name), &Verb::name);
  if (verb != verbs.end()) return verb->run(context, std::move(arguments));
  if (context.completion != nullptr) {
    std::vector<Candidate> candidates;
    for (const Verb& known : verbs)
      candidates.push_back({std::string(known.name), std::string(known.summary)});
    writeCandidates(context, candidates);
    return ExitCode::done;
  }
  if (name == "--help" || name == "-h") {
    context.terminal.write(usage(command, verbs));
    return ExitCode::done;
  }
  return refuse(context, command, verbs, name);
}

}  // namespace aictl::commands
