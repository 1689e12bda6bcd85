#include <CLI/CLI.hpp>

#include <fmt/format.h>

#include <unordered_map>

#include "commands/cluster/apply_run.h"
#include "commands/cluster/plan_text.h"
#include "commands/cluster/spec_changes.h"
#include "commands/commands.h"
#include "commands/stack/render_text.h"
#include "core/kube/api/secret.h"
#include "core/kube/apply/plan_words.h"
#include "core/pack/text_diff.h"
#include "core/yaml/yaml.h"

namespace aictl::commands {
namespace {

/// The values of a Secret as words that say only whether they are the same.
void hideValues(Value& object, const Value& other, std::string_view word) {
  for (const char* key : {"data", "stringData"}) {
    const Value* data = object.find(key);
    if (data == nullptr || !data->isMap()) continue;
    Value hidden = Value::map();
    for (const Entry& entry : data->entries()) {
      const Value* there = find(other, {key, entry.key.string()});
      const bool same = there != nullptr && *there == entry.value;
      hidden.set(entry.key, Value(same ? "(hidden)" : fmt::format("(hidden, {})", word)));
    }
    object.set(key, std::move(hidden));
  }
  // There `kubectl apply` keeps the manifest, with its values.
  constexpr std::string_view applied = "kubectl.kubernetes.io/last-applied-configuration";
  if (find(object, {"metadata", "annotations", applied}) != nullptr)
    object.at("metadata").at("annotations").set(Value(applied), Value("(hidden)"));
}

/// An object without what the server keeps for itself, its kind first; "" of null.
std::string comparable(const Value& object) {
  if (object.isNull()) return {};
  Value result = Value::map({{"apiVersion", {}}, {"kind", {}}});
  for (const Entry& entry : object.entries()) {
    if (entry.key.string() != "status") result.set(entry.key, entry.value);
  }
  for (const char* key :
       {"managedFields", "resourceVersion", "generation", "uid", "creationTimestamp", "selfLink"})
    result.at("metadata").erase(key);
  return yaml::write(result);
}

/// What is held or made anew cannot be tried by the server: its fields have to do.
std::string fieldsText(const kube::Step& step) {
  const std::string name = objectName(step.name);
  std::string text = fmt::format("--- a/{}\n+++ b/{}\n", name, name);
  for (const kube::FieldChange& change : step.changes) {
    text += kube::isSecret(step.name)
                ? fmt::format(" {}\n", change.path)
                : fmt::format("-{}: {}\n+{}: {}\n", change.path, kube::shortText(change.before), change.path,
                              kube::shortText(change.after));
  }
  return text;
}

/// The lines that a step changes; `after` is the object as the server would have it, null where that is not
/// known.
std::string stepDiff(const kube::Step& step, const Value& after) {
  const bool isNew = step.live.isNull() && step.operation == kube::Operation::create;
  if (after.isNull() && !isNew) return fieldsText(step);
  Value before = step.live;
  Value result = after.isNull() ? step.object : after;
  if (kube::isSecret(step.name)) {
    const Value old = before;
    if (before.isMap()) hideValues(before, result, "before");
    hideValues(result, old, "after");
  }
  const auto diff = pack::unifiedDiff(comparable(before), comparable(result), objectName(step.name));
  return diff ? *diff : fieldsText(step);
}

/// The specs that were applied last; of a part of the stack those of its entries alone.
Value specsBefore(const Planned& planned) {
  const Value& all = planned.plan.parent.specs;
  if (planned.plan.extent == kube::Extent::whole) return all;
  Value part = Value::map();
  for (const Entry& entry : planned.record.specs.entries()) {
    if (const Value* spec = all.find(entry.key.string())) part.set(entry.key, *spec);
  }
  return part;
}

/// The place of the first value of the stack that a step changes, else of the object: what a template says
/// itself is in no file of the person's. Of what is pruned there is none.
Origin changedPlace(const kube::Step& step) {
  if (step.manifest == nullptr) return {};
  const Origin ofObject = kube::placeOf(step);
  for (const kube::FieldChange& change : step.changes) {
    const Origin place = change.after.origin();
    if (!change.ownershipAlone && place.known() && place.file == ofObject.file) return place;
  }
  return ofObject;
}

/// A difference as reports have it: `deployment.apps/web: spec.replicas 2 → 4`.
Finding differenceFinding(const kube::Step& step) {
  const std::string words =
      step.operation == kube::Operation::create ? "it is not in the cluster" : stepWords(step);
  return {.rule = std::string(kube::name(step.operation)),
          .message = fmt::format("{}: {}", objectName(step.name), words),
          .origin = changedPlace(step),
          .entry = entryOrObject(step.name)};
}

/// What each step changes; nothing of those that change nothing.
using StepDiffs = std::unordered_map<const kube::Step*, std::string>;

/// Shows the differences, and gives them to reports, with all that was compared; whether there are any.
bool showDifferences(Context& context, const Planned& planned, const std::vector<kube::Applied>& results,
                     const StepDiffs& diffs) {
  std::vector<report::Checked> compared;
  Findings differences;
  const auto show = [&](const kube::Step& step, const std::string& text) {
    compared.push_back({entryOrObject(step.name), ""});
    if (!text.empty()) differences.push_back(differenceFinding(step));
    context.terminal.write(text);
  };
  for (const kube::Applied& result : results) {
    const auto diff = diffs.find(result.step);
    show(*result.step, diff == diffs.end() ? "" : diff->second);
  }
  for (const kube::Step& step : planned.plan.prunes) {
    if (step.operation == kube::Operation::prune)
      show(step, fmt::format("--- a/{}\n+++ /dev/null\n", objectName(step.name)));
  }
  context.terminal.record(compared, differences);
  return !differences.empty();
}

}  // namespace

ExitCode runDiff(Context& context, std::vector<std::string> arguments) {
  stack::Options options;
  PlanFlags flags;
  std::vector<std::string> names;
  const auto app =
      makeApp("diff", "[ENTRY...] [OPTIONS]",
              "Show what differs between the stack and the cluster, as the server sees it. Ends with 1 "
              "where something does.");
  app->add_option("ENTRY", names, "Entries to compare, with what they refer to (all)");
  addStackOptions(*app, options);
  addNamespaceOption(*app, options.nameSpace);
  addPlanFlags(*app, flags);
  if (const auto code = parse(*app, context, std::move(arguments))) return *code;

  // A difference that an apply could not make is one all the same.
  flags.forceConflicts = true;
  auto task = taskOf(context, options, names, flags.cluster);
  if (!task) return task.failure().code;
  const auto planned = planTask(context, *task, flags);
  if (!planned) return planned.failure().code;
  if (planned->plan.code != ExitCode::done) {
    context.terminal.show(planned->plan.findings, context.sources);
    return planned->plan.code;
  }
  const kube::ApplyOptions dryRun{.conflicts = kube::Conflicts::take, .storing = kube::Storing::dryRun};
  // Compared as the answers come, while the server works on the next.
  StepDiffs diffs;
  const auto compare = [&diffs](const kube::Applied& result) {
    if (result.step->operation != kube::Operation::leave)
      diffs[result.step] = stepDiff(*result.step, result.object);
  };
  const auto results = kube::applyWaves(*planned->connection.client, *planned->connection.discovery,
                                        planned->plan, dryRun, compare);
  context.terminal.show(kube::findings(results), context.sources);
  const ExitCode code = kube::exitCode(results);
  if (code != ExitCode::done) return code;
  for (const auto& line : specChanges(specsBefore(*planned), planned->record.specs, context.sources))
    context.terminal.message(line);
  return showDifferences(context, *planned, results, diffs) ? ExitCode::no : ExitCode::done;
}

}  // namespace aictl::commands
