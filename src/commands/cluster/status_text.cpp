#include "commands/cluster/status_text.h"

#include <fmt/format.h>

#include "commands/document.h"
#include "commands/stack/render_text.h"
#include "core/base/time.h"

namespace aictl::commands {
namespace {

Value textOrNull(const std::string& text) { return text.empty() ? Value() : Value(text); }

std::string orDash(const std::string& text) { return text.empty() ? "-" : text; }

std::string ageOf(const kube::ObjectStatus& status, std::int64_t now) {
  const auto created = rfc3339Seconds(status.created);
  return created ? ageText(now - *created) : "-";
}

Meaning meaningOf(kube::State state) {
  if (state == kube::State::failed) return Meaning::bad;
  return state == kube::State::ready || state == kube::State::succeeded ? Meaning::good : Meaning::open;
}

/// `2 ready, 1 restarts, CrashLoopBackOff of 3`: numbers that are 0 and what is null say nothing.
std::string partText(const Value& part) {
  std::string text;
  std::string total;
  for (const Entry& entry : part.entries()) {
    const std::string_view key = entry.key.string();
    const Value& value = entry.value;
    if (key == "name" || value.isNull() || value.isList() || value.isMap()) continue;
    if (key == "of") {
      total = value.scalarText();
      continue;
    }
    if (value.isNumber() && value.number() == 0 && key != "ready") continue;
    text += text.empty() ? "" : ", ";
    text += key == "reason" ? value.scalarText() : value.scalarText().append(" ").append(key);
  }
  if (total.empty()) return text;
  return fmt::format("{} of {}", text.empty() ? "0" : text, total);
}

}  // namespace

std::string_view stateText(kube::State state) {
  return state == kube::State::absent ? "not there" : kube::name(state);
}

std::string progressText(const Value& progress) {
  std::string text;
  for (const Value& part : progress.items()) {
    if (!part.isMap()) continue;
    const std::string said = partText(part);
    if (!said.empty())
      text += fmt::format("{}{}: {}", text.empty() ? "" : "; ", findString(part, {"name"}), said);
  }
  return text;
}

std::vector<std::string> statusHead(Columns columns) {
  std::vector<std::string> head{"ENTRY", "OBJECT", "STATE", "PROGRESS", "AGE"};
  if (columns == Columns::wide) head.insert(head.end(), {"NAMESPACE", "URL"});
  head.emplace_back("MESSAGE");
  return head;
}

std::vector<std::string> statusRow(const kube::Member& member, Columns columns, std::int64_t now) {
  const kube::ObjectStatus& status = member.status;
  const bool isWide = columns == Columns::wide;
  std::vector<std::string> row{
      orDash(status.name.entry),
      isWide ? objectName(status.name) : objectName(status.name, member.set.namespaceName),
      std::string(stateText(status.state)), orDash(progressText(status.progress)), ageOf(status, now)};
  if (isWide) row.insert(row.end(), {orDash(status.name.namespaceName), orDash(status.url)});
  row.push_back(status.message);
  return row;
}

std::string statusTable(std::span<const kube::Member> members, Columns columns, std::int64_t now,
                        const Layout& layout) {
  constexpr std::size_t stateColumn = 2;
  Table table;
  table.add(statusHead(columns));
  for (const kube::Member& member : members) {
    table.add(statusRow(member, columns, now));
    table.mark(stateColumn, meaningOf(member.status.state));
  }
  return table.text(layout);
}

Value memberValue(const kube::Member& member) {
  const kube::ObjectStatus& status = member.status;
  const kube::ObjectName& name = status.name;
  return Value::map({{"stack", Value(member.set.stack)},
                     {"entry", textOrNull(name.entry)},
                     {"apiVersion", Value(name.kind.apiVersion)},
                     {"kind", Value(name.kind.kind)},
                     {"namespace", textOrNull(name.namespaceName)},
                     {"name", Value(name.name)},
                     {"uid", textOrNull(name.uid)},
                     {"state", Value(kube::name(status.state))},
                     {"progress", status.progress},
                     {"message", textOrNull(status.message)},
                     {"url", textOrNull(status.url)},
                     {"created", textOrNull(status.created)},
                     {"started", textOrNull(status.started)},
                     {"ended", textOrNull(status.ended)}});
}

Value statusValue(std::span<const kube::Member> members) {
  Value objects = Value::list();
  for (const kube::Member& member : members) objects.push(memberValue(member));
  return document("status", Value::map({{"objects", std::move(objects)}}));
}

}  // namespace aictl::commands
