#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <ctime>

#include "commands/commands.h"
#include "commands/render_text.h"
#include "commands/status_text.h"
#include "commands/subjects.h"
#include "core/yaml/json.h"
#include "core/yaml/yaml.h"

namespace aictl::commands {
namespace {

std::string statusText(const std::vector<StatusRow>& rows, std::string_view format) {
  if (format == "json") return yaml::writeJson(statusValue(rows), 2) + "\n";
  if (format == "yaml") return yaml::write(statusValue(rows));
  if (format == "name") {
    std::string text;
    for (const StatusRow& row : rows) {
      if (row.status.state != kube::State::absent) text += objectName(row.status.name) + "\n";
    }
    return text;
  }
  return statusTable(rows, format == "wide" ? Columns::wide : Columns::usual, std::time(nullptr));
}

/// The names that nothing was found of, in no stack.
Findings unknownNames(const Subjects& subjects, const std::vector<StatusRow>& rows) {
  Findings findings;
  for (const std::string& label : subjects.labels) {
    const bool found =
        std::ranges::any_of(rows, [&](const StatusRow& row) { return row.status.name.entry == label; });
    if (found) continue;
    findings.push_back({.rule = "unknown-entry",
                        .message = fmt::format("there is no entry {} in namespace '{}'", label,
                                               subjects.stacks.front().set.namespaceName)});
  }
  return findings;
}

}  // namespace

ExitCode runStatus(Context& context, std::vector<std::string> arguments) {
  stack::Options options;
  ClusterOptions cluster;
  std::vector<std::string> names;
  std::string format = "table";
  const auto app =
      makeApp("status", "[ENTRY...] [OPTIONS]",
              "Show how the objects of the stack are, or those of the entries named. Ends with 1 "
              "where one has failed.");
  app->add_option("ENTRY", names, "Entries to show, also those that 'aictl TEMPLATE NAME' made (all)");
  app->add_option("-o,--output", format, "table, wide, json, yaml, name (table)")
      ->type_name("FORMAT")
      ->check(oneOf({"table", "wide", "json", "yaml", "name"}));
  addStackOptions(*app, options);
  addNamespaceOption(*app, options.nameSpace);
  addClusterOptions(*app, cluster);
  if (const auto code = parse(*app, context, std::move(arguments))) return *code;

  auto subjects = subjectsOf(context, options, names, cluster);
  if (!subjects) return subjects.failure().code;
  pack::Kinds kinds(*subjects->packs);
  std::vector<StatusRow> rows;
  for (const kube::StatusQuestion& question : subjects->stacks) {
    auto status =
        kube::readStatus(*subjects->connection.client, *subjects->connection.discovery, kinds, question);
    if (!status) {
      context.terminal.show(status.failure().findings, context.sources);
      return status.failure().code;
    }
    context.terminal.show(std::move(status->findings), context.sources);
    for (auto& object : status->objects) rows.push_back({question.set.stack, std::move(object)});
  }
  context.terminal.write(statusText(rows, format));
  const Findings unknown = unknownNames(*subjects, rows);
  context.terminal.show(unknown, context.sources);
  const bool failed =
      std::ranges::any_of(rows, [](const StatusRow& row) { return row.status.state == kube::State::failed; });
  return failed || !unknown.empty() ? ExitCode::no : ExitCode::done;
}

}  // namespace aictl::commands
