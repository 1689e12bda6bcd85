#include <CLI/CLI.hpp>
#include <algorithm>
#include <ctime>

#include "commands/cluster/status_live.h"
#include "commands/cluster/status_picture.h"
#include "commands/cluster/status_text.h"
#include "commands/cluster/subjects.h"
#include "commands/commands.h"
#include "commands/completion/complete.h"
#include "commands/stack/render_text.h"
#include "core/yaml/json.h"
#include "core/yaml/yaml.h"

namespace aictl::commands {
namespace {

std::string statusText(const std::vector<kube::Member>& members, const Subjects& subjects,
                       std::string_view format, const Layout& layout) {
  if (format == "mermaid") return mermaid(boxesOf(members, subjects), subjects.needs);
  if (format == "json") return yaml::writeJson(statusValue(members), 2) + "\n";
  if (format == "yaml") return yaml::write(statusValue(members));
  if (format == "name") {
    std::string text;
    for (const kube::Member& member : members) {
      if (member.status.state != kube::State::absent) text += objectName(member.status.name) + "\n";
    }
    return text;
  }
  const std::int64_t now = std::time(nullptr);
  if (format == "wide") return statusTable(members, Columns::wide, now, {.colours = layout.colours});
  return statusTable(members, Columns::usual, now, layout);
}

}  // namespace

ExitCode runStatus(Context& context, std::vector<std::string> arguments) {
  stack::Options options;
  ClusterOptions cluster;
  std::vector<std::string> names;
  std::string format = "table";
  bool watch = false;
  const auto app =
      makeApp("status", "[ENTRY...] [OPTIONS]",
              "Show how the objects of the stack are, or those of the entries named. Ends with 1 "
              "where one has failed.");
  app->add_option("ENTRY", names,
                  "Entries to show, also those that 'aictl TEMPLATE NAME' made; or KIND/NAME (all)")
      ->type_name(liveEntry);
  addOutputOption(*app, context, format, {"table", "wide", "json", "yaml", "name", "mermaid"},
                  "How; mermaid is a picture with the state of each entry (table)");
  app->add_flag("-w,--watch", watch,
                "Go on until Ctrl-C: a table in place on a terminal, else a line for each change");
  addStackOptions(*app, options);
  addNamespaceOption(*app, options.nameSpace);
  addClusterOptions(*app, cluster);
  if (const auto code = parse(*app, context, std::move(arguments))) return *code;

  const bool isShownLive = format == "table" || format == "wide" || format == "json";
  if (watch && !isShownLive && app->count("--output") == 0) {
    format = "table";  // what the person prefers is for what ends
  } else if (watch && !isShownLive) {
    context.terminal.show({{.rule = "usage",
                            .message = "--watch shows no " + format,
                            .remedy = "it shows table, wide, and json, an object a line"}},
                          context.sources);
    return ExitCode::badInput;
  }
  auto subjects = subjectsOf(context, options, names, cluster);
  if (!subjects) return subjects.failure().code;
  // Of many objects, what is written need not be kept beside what is there; only a picture shows both.
  if (format != "mermaid") {
    subjects->manifests.clear();
    subjects->manifests.shrink_to_fit();
  }
  if (watch) return showLive(context, *subjects, format);
  const auto members = readSubjects(context, *subjects);
  if (!members) return members.failure().code;
  const Findings unknown = unknownNames(*subjects, *members);
  const bool isTable = format == "table" || format == "wide";
  if (!isTable || unknown.empty() || !members->empty())
    context.terminal.write(statusText(*members, *subjects, format, layoutFor(context.terminal)));
  context.terminal.show(unknown, context.sources);
  const bool failed = std::ranges::any_of(
      *members, [](const kube::Member& member) { return member.status.state == kube::State::failed; });
  return failed || !unknown.empty() ? ExitCode::no : ExitCode::done;
}

}  // namespace aictl::commands
