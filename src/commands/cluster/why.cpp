#include <CLI/CLI.hpp>
#include <algorithm>
#include <ctime>

#include "commands/cluster/subjects.h"
#include "commands/cluster/why_text.h"
#include "commands/commands.h"
#include "commands/completion/complete.h"
#include "core/yaml/json.h"
#include "core/yaml/yaml.h"

namespace aictl::commands {
namespace {

std::string textOf(const kube::WhyAnswers& answers, std::string_view format) {
  if (format == "json") return yaml::writeJson(whyValue(answers), 2) + "\n";
  if (format == "yaml") return yaml::write(whyValue(answers));
  return whyText(answers);
}

}  // namespace

ExitCode runWhy(Context& context, std::vector<std::string> arguments) {
  stack::Options options;
  ClusterOptions cluster;
  std::vector<std::string> names;
  std::string format = "text";
  const auto app = makeApp("why", "[ENTRY...] [OPTIONS]",
                           "Say what holds the entries up or is wrong with them, and what to do. Ends with 1 "
                           "where something is.");
  app->add_option("ENTRY", names,
                  "Entries to look at, also those that 'aictl TEMPLATE NAME' made; or KIND/NAME (all)")
      ->type_name(liveEntry);
  addOutputOption(*app, context, format, {"text", "json", "yaml"}, "How (text)");
  addStackOptions(*app, options);
  addNamespaceOption(*app, options.nameSpace);
  addClusterOptions(*app, cluster);
  if (const auto code = parse(*app, context, std::move(arguments))) return *code;

  auto subjects = subjectsOf(context, options, names, cluster);
  if (!subjects) return subjects.failure().code;
  const auto members = readSubjects(context, *subjects);
  if (!members) return members.failure().code;
  const Findings unknown = unknownNames(*subjects, *members);
  const auto answers = kube::why(*subjects->connection.client, *subjects->connection.discovery,
                                 *subjects->packs, *members, std::time(nullptr));
  if (!answers) {
    context.terminal.show(answers.failure().findings, context.sources);
    return answers.failure().code;
  }
  context.terminal.write(textOf(*answers, format));
  context.terminal.show(unknown, context.sources);
  const bool well = std::ranges::all_of(answers->entries, [](const kube::EntryAnswers& entry) {
    return entry.isWell() && entry.answers.empty();
  });
  return well && unknown.empty() ? ExitCode::done : ExitCode::no;
}

}  // namespace aictl::commands
