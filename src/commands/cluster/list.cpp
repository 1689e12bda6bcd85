#include <CLI/CLI.hpp>
#include <ctime>

#include "commands/cluster/cluster.h"
#include "commands/cluster/status_text.h"
#include "commands/commands.h"
#include "commands/document.h"
#include "commands/table.h"
#include "core/base/time.h"
#include "core/kube/apply/apply_set.h"
#include "core/kube/apply/plan_words.h"
#include "core/yaml/json.h"
#include "core/yaml/yaml.h"

namespace aictl::commands {
namespace {

struct StackRow {
  std::string stack;
  std::string nameSpace;
  std::string created;
  std::vector<std::string> entries;
  Value source;
  Value facts;
};

StackRow rowOf(const kube::ApplySet& set, const Value& live) {
  const kube::ApplySetParent parent = kube::parentOf(live);
  StackRow row{.stack = set.stack,
               .nameSpace = set.namespaceName,
               .created = std::string(findString(live, {"metadata", "creationTimestamp"})),
               .source = parent.source,
               .facts = parent.facts};
  for (const Entry& spec : parent.specs.entries()) row.entries.emplace_back(spec.key.string());
  return row;
}

std::string orDash(std::string_view text) { return text.empty() ? "-" : std::string(text); }

std::string tableOf(const std::vector<StackRow>& rows, Columns columns, const Layout& layout) {
  const std::int64_t now = std::time(nullptr);
  const bool isWide = columns == Columns::wide;
  Table table;
  std::vector<std::string> head{"STACK", "NAMESPACE", "ENTRIES", "AGE", "FROM"};
  if (isWide) head.insert(head.end(), {"VERSION", "COMMIT"});
  table.add(std::move(head));
  for (const StackRow& row : rows) {
    const auto created = rfc3339Seconds(row.created);
    std::vector<std::string> cells{row.stack, row.nameSpace, std::to_string(row.entries.size()),
                                   created ? ageText(now - *created) : "-", kube::sourceWords(row.source)};
    if (isWide)
      cells.insert(cells.end(),
                   {orDash(findString(row.facts, {"version"})), orDash(findString(row.facts, {"commit"}))});
    table.add(std::move(cells));
  }
  return table.text(layout);
}

/// `{schema, stacks: [{name, namespace, created, entries, source, facts}]}`
Value valueOf(const std::vector<StackRow>& rows) {
  Value stacks = Value::list();
  for (const StackRow& row : rows) {
    Value entries = Value::list();
    for (const std::string& entry : row.entries) entries.push(Value(entry));
    stacks.push(Value::map({{"name", Value(row.stack)},
                            {"namespace", Value(row.nameSpace)},
                            {"created", Value(row.created)},
                            {"entries", std::move(entries)},
                            {"source", row.source},
                            {"facts", row.facts}}));
  }
  return document("list", Value::map({{"stacks", std::move(stacks)}}));
}

std::string textOf(const std::vector<StackRow>& rows, std::string_view format, const Layout& layout) {
  if (format == "json") return yaml::writeJson(valueOf(rows), 2) + "\n";
  if (format == "yaml") return yaml::write(valueOf(rows));
  if (format == "table") return tableOf(rows, Columns::usual, layout);
  if (format == "wide") return tableOf(rows, Columns::wide, {});
  std::string text;
  for (const StackRow& row : rows) text += row.stack + "\n";
  return text;
}

}  // namespace

ExitCode runList(Context& context, std::vector<std::string> arguments) {
  stack::Options stack;
  ClusterOptions cluster;
  bool all = false;
  std::string format = "table";
  const auto app =
      makeApp("list", "[OPTIONS]",
              "Show the stacks that a namespace has: those that 'aictl apply' and the commands of "
              "templates made.");
  app->add_flag("-A,--all-namespaces", all, "Those of all namespaces");
  addOutputOption(*app, context, format, {"table", "wide", "json", "yaml", "name"}, "How (table)");
  addStackOptions(*app, stack);
  addNamespaceOption(*app, stack.nameSpace);
  addClusterOptions(*app, cluster);
  if (const auto code = parse(*app, context, std::move(arguments))) return *code;

  cluster.access.namespaceName = stack.nameSpace;
  if (!all && stack.nameSpace.empty()) {
    const Value named = stackNamespace(context, stack);
    if (named.isString()) cluster.access.namespaceName = named.string();
  }
  auto access = accessTo(context, cluster.access);
  if (!access) {
    context.terminal.show(access.failure().findings, context.sources);
    return access.failure().code;
  }
  context.terminal.show(access->warnings, context.sources);
  const std::string nameSpace = all ? "" : access->namespaceName;
  auto connection = connect(context, *std::move(access), cluster);
  if (!connection) return connection.failure().code;
  std::vector<StackRow> rows;
  const auto failure = kube::listStacks(
      *connection->client, *connection->discovery, nameSpace,
      [&](const kube::ApplySet& set, const Value& live) { rows.push_back(rowOf(set, live)); });
  if (failure) {
    context.terminal.show(failure->findings, context.sources);
    return failure->code;
  }
  if (rows.empty() && (format == "table" || format == "wide")) {
    context.terminal.message(all ? "there are no stacks"
                                 : "there are no stacks in namespace '" + nameSpace + "'");
  } else {
    context.terminal.write(textOf(rows, format, layoutFor(context.terminal)));
  }
  return ExitCode::done;
}

}  // namespace aictl::commands
