#include "commands/verbs.h"

#include <fmt/format.h>

#include <algorithm>

#include "commands/completion/complete.h"
#include "core/base/nearest.h"
#include "core/schema/words.h"

namespace aictl::commands {
namespace {

std::string helpOf(std::string_view command, std::span<const Verb> verbs) {
  std::size_t width = 0;
  for (const Verb& verb : verbs) width = std::max(width, verb.name.size() + 1 + verb.usage.size());
  std::string text;
  for (const Verb& verb : verbs) {
    text += fmt::format("{}aictl {} {:<{}}   {}\n", text.empty() ? "Usage: " : "       ", command,
                        fmt::format("{} {}", verb.name, verb.usage), width, verb.summary);
  }
  return text;
}

std::vector<std::string> namesOf(std::span<const Verb> verbs) {
  std::vector<std::string> names;
  for (const Verb& verb : verbs) names.emplace_back(verb.name);
  return names;
}

ExitCode refuse(Context& context, std::string_view command, std::span<const Verb> verbs,
                const std::string& name) {
  const auto names = namesOf(verbs);
  const std::string meant = didYouMean(name, names);
  context.terminal.show({{.rule = "usage",
                          .message = name.empty() ? fmt::format("'{}' needs a verb", command)
                                                  : fmt::format("unknown verb '{}' of {}", name, command),
                          .remedy = meant.empty() ? "it is " + schema::either(names) : meant}},
                        context.sources);
  return ExitCode::badInput;
}

/// The words behind the verb are the verb's own command line.
ExitCode complete(Context& context, std::span<const Verb> verbs, std::vector<std::string> arguments) {
  const Completion& outer = *context.completion;
  if (outer.before.empty()) {
    std::vector<Candidate> candidates;
    for (const Verb& verb : verbs) candidates.push_back({std::string(verb.name), std::string(verb.summary)});
    writeCandidates(context, candidates);
    return ExitCode::done;
  }
  const auto verb = std::ranges::find(verbs, outer.before.front(), &Verb::name);
  if (verb == verbs.end()) return ExitCode::done;
  const Completion inner{{outer.before.begin() + 1, outer.before.end()}, outer.word};
  Context behind{context.terminal, context.sources, context.stop, {}, &inner, context.config};
  arguments.erase(arguments.begin());
  return verb->run(behind, std::move(arguments));
}

}  // namespace

ExitCode runVerb(Context& context, std::string_view command, std::span<const Verb> verbs,
                 std::vector<std::string> arguments) {
  if (context.completion != nullptr) return complete(context, verbs, std::move(arguments));
  const std::string name = arguments.empty() ? "" : arguments.front();
  if (name == "--help" || name == "-h") {
    context.terminal.write(helpOf(command, verbs));
    return ExitCode::done;
  }
  const auto verb = std::ranges::find(verbs, name, &Verb::name);
  if (verb == verbs.end()) return refuse(context, command, verbs, name);
  arguments.erase(arguments.begin());
  context.terminal.begin(verb->name);
  return verb->run(context, std::move(arguments));
}

}  // namespace aictl::commands
