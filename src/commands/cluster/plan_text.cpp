#include "commands/cluster/plan_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "commands/document.h"
#include "commands/stack/render_text.h"
#include "core/kube/api/secret.h"
#include "core/kube/api/value_difference.h"
#include "core/kube/apply/plan_words.h"

namespace aictl::commands {
namespace {

template <class Each>
void eachStep(const kube::Plan& plan, Each each) {
  for (const auto& wave : plan.waves) {
    for (const kube::Step& step : wave) each(step);
  }
  for (const kube::Step& step : plan.prunes) each(step);
}

/// The first field that changes, and how many more do.
std::string fields(const kube::Step& step) {
  std::vector<kube::Difference> all;
  for (const kube::FieldChange& change : step.changes) {
    if (change.ownershipAlone) continue;
    for (auto& difference : kube::differences(change.path, change.before, change.after)) {
      // What the server has beside in a field that is owned as a whole is most often a default of its own.
      if (!difference.after.isNull() || change.after.isNull()) all.push_back(std::move(difference));
    }
  }
  if (all.empty()) return step.changes.empty() ? "" : "who owns its fields";
  const kube::Difference& first = all.front();
  std::string text = kube::isSecret(step.name)
                         ? first.path
                         : fmt::format("{} {} → {}", first.path, kube::shortText(first.before),
                                       kube::shortText(first.after));
  if (all.size() > 1) text += fmt::format(", and {} more", all.size() - 1);
  return text;
}

std::string details(const kube::Step& step, const Needs& needs, const std::set<std::string>& moving) {
  if (step.operation != kube::Operation::create) return stepWords(step);
  std::vector<std::string> awaited;
  if (const auto found = needs.find(step.name.entry); found != needs.end()) {
    std::ranges::copy_if(found->second, std::back_inserter(awaited),
                         [&](const std::string& label) { return moving.contains(label); });
  }
  return awaited.empty() ? "" : fmt::format("after {}", fmt::join(awaited, ", "));
}

Meaning meaningOf(kube::Operation operation) {
  switch (operation) {
    case kube::Operation::create:
      return Meaning::good;
    case kube::Operation::change:
      return Meaning::open;
    case kube::Operation::replace:
    case kube::Operation::prune:
      return Meaning::bad;
    default:
      return Meaning::none;
  }
}

Value changeValue(const kube::FieldChange& change, bool isSecret) {
  return Value::map({{"path", Value(change.path)},
                     {"before", isSecret ? Value() : change.before},
                     {"after", isSecret ? Value() : change.after}});
}

Value stepValue(const kube::Step& step) {
  const auto orNull = [](const std::string& text) { return text.empty() ? Value() : Value(text); };
  Value changes = Value::list();
  for (const kube::FieldChange& change : step.changes)
    changes.push(changeValue(change, kube::isSecret(step.name)));
  return Value::map({{"operation", Value(kube::name(step.operation))},
                     {"entry", orNull(step.name.entry)},
                     {"apiVersion", Value(step.name.kind.apiVersion)},
                     {"kind", Value(step.name.kind.kind)},
                     {"namespace", orNull(step.name.namespaceName)},
                     {"name", Value(step.name.name)},
                     {"reason", orNull(step.reason)},
                     {"changes", std::move(changes)}});
}

}  // namespace

std::string stepWords(const kube::Step& step) {
  switch (step.operation) {
    case kube::Operation::change:
      return step.reason.empty() ? fields(step) : fmt::format("{}; {}", step.reason, fields(step));
    case kube::Operation::prune:
      return "the stack does not have it any more";
    default:
      return step.reason;
  }
}

std::string planTable(const kube::Plan& plan, const Needs& needs, const Layout& layout) {
  std::set<std::string> moving;
  eachStep(plan, [&](const kube::Step& step) {
    if (step.operation != kube::Operation::leave) moving.insert(step.name.entry);
  });
  constexpr std::size_t longestOperation = 7;
  Table table({longestOperation});
  eachStep(plan, [&](const kube::Step& step) {
    if (step.operation == kube::Operation::leave) return;
    table.add({std::string(kube::name(step.operation)), step.name.entry.empty() ? "-" : step.name.entry,
               objectName(step.name, plan.set.namespaceName), details(step, needs, moving)});
    table.mark(0, meaningOf(step.operation));
  });
  return table.text(layout);
}

Value planValue(const kube::Plan& plan) {
  Value steps = Value::list();
  eachStep(plan, [&](const kube::Step& step) { steps.push(stepValue(step)); });
  return document("plan", Value::map({{"steps", std::move(steps)}}));
}

std::string planTotals(const kube::Plan& plan) {
  constexpr std::array<std::string_view, 6> words{"to create", "to change", "to replace",
                                                  "held",      "as it is",  "to prune"};
  std::array<int, words.size()> counts{};
  eachStep(plan, [&](const kube::Step& step) { ++counts[static_cast<std::size_t>(step.operation)]; });
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (counts[i] == 0) continue;
    const bool plural = words[i] == "as it is" && counts[i] > 1;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", counts[i], plural ? "as they are" : words[i]);
  }
  return text.empty() ? "nothing to apply" : text;
}

}  // namespace aictl::commands
