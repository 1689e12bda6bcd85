#include "commands/cluster/fit_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "commands/counted.h"
#include "commands/document.h"
#include "commands/stack/render_text.h"
#include "core/kube/fit/pod_demand.h"

namespace aictl::commands {
namespace {

std::string entryName(const kube::EntryFit& entry) { return entryOrObject(entry.object); }

/// `4 worker`; `3 agent, one a node`
std::string podsText(const kube::FitSet& set) {
  const auto count = set.count();
  const std::string number = count ? std::to_string(*count) : "?";
  const bool isPlain = set.pods.name == "pods" && count == 1;
  return fmt::format("{} {}{}", number, isPlain ? "pod" : set.pods.name,
                     set.pods.count ? "" : ", one a node");
}

/// Where one pod of the set can go, before any of its entry has its node.
std::string nodesText(const kube::FitSet& set) {
  constexpr std::size_t most = 4;
  if (!set.placement) return "?";
  const auto& nodes = set.placement->single.candidates;
  if (nodes.empty()) return "none";
  std::string text;
  for (std::size_t i = 0; i < std::min(most, nodes.size()); ++i)
    text += fmt::format("{}{}", i == 0 ? "" : ", ", nodes[i]);
  return nodes.size() > most ? fmt::format("{} and {} more", text, nodes.size() - most) : text;
}

Meaning meaningOf(kube::Verdict verdict) {
  if (verdict == kube::Verdict::unknown) return Meaning::open;
  return verdict == kube::Verdict::yes ? Meaning::good : Meaning::bad;
}

std::string table(const kube::FitAnswer& answer, const Layout& layout) {
  constexpr std::size_t verdictColumn = 3;
  Table table;
  table.add({"ENTRY", "PODS", "NEEDS", "FITS", "CAN GO TO"});
  for (const kube::EntryFit& entry : answer.entries) {
    for (const kube::FitSet& set : entry.sets) {
      const std::string needs = kube::amountsText(set.needs());
      table.add({entryName(entry), podsText(set), needs.empty() ? "-" : needs,
                 std::string(kube::name(entry.verdict)), nodesText(set)});
      table.mark(verdictColumn, meaningOf(entry.verdict));
    }
    if (!entry.sets.empty()) continue;
    table.add({entryName(entry), "-", "-", std::string(kube::name(entry.verdict)), "-"});
    table.mark(verdictColumn, meaningOf(entry.verdict));
  }
  return table.text(layout);
}

Value texts(const std::vector<std::string>& all) {
  Value list = Value::list();
  for (const std::string& text : all) list.push(Value(text));
  return list;
}

Value quantities(const kube::Amounts& amounts) {
  Value map = Value::map();
  for (const auto& [resource, amount] : amounts) {
    if (resource != "pods") map.set(Value(resource), Value(kube::quantityText(resource, amount)));
  }
  return map;
}

Value setValue(const kube::FitSet& set) {
  const auto count = set.count();
  Value value = Value::map({{"object", Value(objectName(set.object))},
                            {"namespace", Value(set.object.namespaceName)},
                            {"name", Value(set.pods.name)},
                            {"pods", count ? Value(*count) : Value()},
                            {"each", quantities(kube::podDemand(set.pods.podTemplate))},
                            {"needs", quantities(set.needs())}});
  if (!set.placement) return value;
  Value nodes = Value::list();
  for (const auto& [node, pods] : set.placement->nodes)
    nodes.push(Value::map({{"node", Value(node)}, {"pods", Value(pods)}}));
  value.set("canGoTo", texts(set.placement->single.candidates));
  value.set("placed", std::move(nodes));
  value.set("missing", Value(set.placement->missing));
  return value;
}

}  // namespace

std::string fitText(const kube::FitAnswer& answer, const Layout& layout) {
  std::string text = answer.entries.empty() ? "nothing asks for room\n" : table(answer, layout);
  const auto say = [&](const std::string& line) { text += oneLine(line) + "\n"; };
  std::size_t refused = 0;
  for (const kube::EntryFit& entry : answer.entries) {
    if (entry.verdict == kube::Verdict::no) ++refused;
    for (const std::string& reason : entry.reasons) say(entryName(entry) + ": " + reason);
    if (!entry.notLookedAt.empty())
      say(fmt::format("{}: not looked at: {}", entryName(entry), fmt::join(entry.notLookedAt, ", ")));
  }
  for (const kube::ObjectName& run : answer.idle)
    say(entryOrObject(run) + ": its run stays as it is, and asks for no more room");
  for (const std::string& what : answer.notLookedAt) say("not looked at: " + what);
  for (const std::string& what : answer.notRead) say("not known: " + what);
  if (answer.waiting > 0)
    say(fmt::format("not counted: {} of others that {} for a node too",
                    counted(static_cast<std::size_t>(answer.waiting), "pod", "pods"),
                    answer.waiting == 1 ? "waits" : "wait"));
  if (refused > 0)
    say(fmt::format("{} of {} {} not fit", refused, counted(answer.entries.size(), "entry", "entries"),
                    refused == 1 ? "does" : "do"));
  return text;
}

Value fitValue(const kube::FitAnswer& answer) {
  Value entries = Value::list();
  for (const kube::EntryFit& entry : answer.entries) {
    Value sets = Value::list();
    kube::Amounts needs;
    for (const kube::FitSet& set : entry.sets) {
      sets.push(setValue(set));
      kube::add(needs, set.needs());
    }
    const std::string& label = entry.object.entry;
    entries.push(Value::map({{"entry", label.empty() ? Value() : Value(label)},
                             {"fits", Value(kube::name(entry.verdict))},
                             {"needs", quantities(needs)},
                             {"sets", std::move(sets)},
                             {"reasons", texts(entry.reasons)},
                             {"notLookedAt", texts(entry.notLookedAt)}}));
  }
  Value idle = Value::list();
  for (const kube::ObjectName& run : answer.idle) idle.push(Value(entryOrObject(run)));
  return document("fit", Value::map({{"fits", Value(kube::name(answer.verdict()))},
                                     {"entries", std::move(entries)},
                                     {"idle", std::move(idle)},
                                     {"waitingPods", Value(answer.waiting)},
                                     {"notLookedAt", texts(answer.notLookedAt)},
                                     {"notRead", texts(answer.notRead)}}));
}

}  // namespace aictl::commands
