#include <array>

#include "commands/commands.h"
#include "commands/complete.h"
#include "commands/gpu.h"
#include "core/base/nearest.h"

namespace aictl::commands {
namespace {

struct Verb {
  std::string_view name;
  std::string_view summary;
  ExitCode (*run)(Context& context, std::vector<std::string> arguments);
};

constexpr auto verbs = std::to_array<Verb>({
    {"list", "Show the accelerators of this machine", runGpuList},
    {"top", "Show what they do, as it goes on", runGpuTop},
    {"topo", "Show how they and the network devices are connected", runGpuTopo},
    {"check", "Check their health, and what the machine does for them", runGpuCheck},
});

std::string usage() {
  std::string text = "Usage: aictl gpu VERB [OPTIONS]\n\n";
  constexpr std::size_t column = 10;
  for (const Verb& verb : verbs) {
    text.append("  ").append(verb.name);
    text.append(column - verb.name.size(), ' ').append(verb.summary).append("\n");
  }
  return text + "\nHelp for a verb: aictl gpu VERB --help\n";
}

ExitCode refuse(Context& context, const std::string& verb) {
  std::vector<std::string> names;
  for (const Verb& known : verbs) names.emplace_back(known.name);
  const std::string meant = didYouMean(verb, names);
  context.terminal.show(
      {{.rule = "usage",
        .message = verb.empty() ? "'gpu' needs a verb" : "unknown verb '" + verb + "' of gpu",
        .remedy = meant.empty() ? "see 'aictl gpu --help'" : meant}},
      context.sources);
  return ExitCode::badInput;
}

}  // namespace

ExitCode runGpu(Context& context, std::vector<std::string> arguments) {
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
    context.terminal.write(usage());
    return ExitCode::done;
  }
  return refuse(context, name);
}

}  // namespace aictl::commands
