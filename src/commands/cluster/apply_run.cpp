#include "commands/cluster/apply_run.h"

#include <CLI/CLI.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <span>

#include "commands/cluster/await_plan.h"
#include "commands/cluster/plan_text.h"
#include "commands/cluster/wait_run.h"
#include "commands/counted.h"
#include "commands/stack/render_text.h"
#include "core/base/version.h"
#include "core/kube/api/objects.h"
#include "core/kube/apply/live_objects.h"
#include "core/kube/apply/plan_words.h"
#include "core/pack/git.h"
#include "core/pack/kinds.h"
#include "core/stack/spec_record.h"

namespace aictl::commands {
namespace {

ExitCode fail(Context& context, const Failure& failure) {
  context.terminal.show(failure.findings, context.sources);
  return failure.code;
}

/// Tells what becomes of objects as they are done.
class Progress {
 public:
  Progress(Context& context, const kube::Plan& plan)
      : context_(context), nameSpace_(plan.set.namespaceName), all_(plan.prunes.size()) {
    for (const auto& wave : plan.waves) all_ += wave.size();
    count();
  }
  ~Progress() { context_.terminal.draw(""); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// What stays as it is needs no line.
  void tell(const kube::Applied& applied) {
    ++done_;
    line(applied);
    count();
  }

 private:
  void count() {
    if (context_.terminal.canvas() && done_ < all_)
      context_.terminal.draw(fmt::format("{} of {} done\n", done_, counted(all_, "object", "objects")));
  }

  void line(const kube::Applied& applied) {
    showOnce(applied);
    const bool still = applied.outcome == kube::ApplyOutcome::notSent ||
                       applied.outcome == kube::ApplyOutcome::unchanged ||
                       applied.outcome == kube::ApplyOutcome::held;
    if (still) return;
    const std::string& entry = applied.step->name.entry;
    context_.terminal.message(fmt::format("{:<9} {}{}", kube::name(applied.outcome),
                                          objectName(applied.step->name, nameSpace_),
                                          entry.empty() ? "" : "  (" + entry + ")"));
  }

  /// A server that went away is told once, not for each object.
  void showOnce(const kube::Applied& applied) {
    Findings fresh;
    for (const Finding& finding : kube::findings(std::span(&applied, 1))) {
      if (said_.insert(text(finding, context_.sources)).second) fresh.push_back(finding);
    }
    context_.terminal.show(std::move(fresh), context_.sources);
  }

  Context& context_;
  const std::string& nameSpace_;  ///< of the stack
  std::size_t all_;
  std::size_t done_ = 0;
  std::set<std::string> said_;
};

/// Puts the namespace before all else where it is not there; one that is there is nobody's business here.
std::optional<Failure> addMissingNamespace(const std::string& name, Connection& connection,
                                           kube::Waves& waves) {
  const kube::ObjectName object{.kind = {"v1", "Namespace"}, .name = name};
  if (auto failure = connection.discovery->learn(std::span(&object.kind, 1))) return failure;
  const auto live = kube::get(*connection.client, *connection.discovery, object);
  if (!live) return live.failure();
  if (!live->isNull()) return std::nullopt;
  const Value metadata = Value::map({{"name", name}});
  waves.insert(waves.begin(),
               {{Value::map({{"apiVersion", "v1"}, {"kind", "Namespace"}, {"metadata", metadata}}), ""}});
  return std::nullopt;
}

/// `3 created, 1 unchanged`
std::string totals(const std::vector<kube::Applied>& results) {
  std::map<kube::ApplyOutcome, int> counts;
  for (const auto& result : results) ++counts[result.outcome];
  std::string text;
  for (const auto& [outcome, count] : counts) {
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, kube::name(outcome));
  }
  return text.empty() ? "nothing to apply" : text;
}

/// Where the stack comes from, and what is good to know of it. A stack of flags comes from nowhere.
void describeSource(const StackInput& input, kube::StackRecord& record) {
  Value files = Value::list();
  for (const std::string& file : input.stack.files) {
    files.push(Value(std::filesystem::path(file).filename().string()));
  }
  record.source = Value::map({{"files", files}});
  record.facts = Value::map({{"version", Value(version)}});
  if (!input.stack.environment.empty()) record.source.set("environment", Value(input.stack.environment));
  if (input.stack.files.empty()) return;
  const auto [commit, remote] =
      pack::provenanceOf(std::filesystem::path(input.stack.files.front()).parent_path().string());
  if (!remote.empty()) record.source.set("repository", remote);
  if (!commit.empty()) record.facts.set("commit", commit);
}

kube::StackRecord recordOf(const StackInput& input) {
  kube::StackRecord record;
  describeSource(input, record);
  std::set<std::string_view> rendered;
  for (const auto& manifest : input.manifests) rendered.insert(manifest.entry);
  const Value specs = stack::specRecord(input.stack);
  for (const Entry& spec : specs.entries()) {
    if (rendered.contains(spec.key.string())) record.specs.set(spec.key, spec.value);
  }
  return record;
}

/// Whether what is deleted or made anew may be.
bool isAllowed(Context& context, const kube::Plan& plan, const ApplyFlags& flags) {
  std::size_t replaced = 0;
  for (const auto& wave : plan.waves) {
    replaced += static_cast<std::size_t>(std::ranges::count_if(wave, &kube::Step::needsConsent));
  }
  const auto pruned = static_cast<std::size_t>(
      std::ranges::count(plan.prunes, kube::Operation::prune, &kube::Step::operation));
  if (replaced + pruned == 0 || flags.yes) return true;
  const std::string what = counted(replaced + pruned, "object", "objects");
  switch (context.terminal.ask("Delete " + what + "?")) {
    case Answer::yes:
      return true;
    case Answer::no:
      context.terminal.message("nothing was sent");
      return false;
    case Answer::nobody:
      break;
  }
  std::string remedy = "--yes agrees to it";
  if (pruned > 0) remedy += ", --no-prune leaves what the stack does not have any more";
  context.terminal.show({{.rule = "consent",
                          .message = "the plan deletes " + what + ", and nothing was sent",
                          .remedy = std::move(remedy)}},
                        context.sources);
  return false;
}

ExitCode checkByServer(Context& context, Planned& planned, const kube::ApplyOptions& options,
                       const ApplyFlags& flags) {
  const auto results =
      kube::applyWaves(*planned.connection.client, *planned.connection.discovery, planned.plan, options);
  context.terminal.show(kube::findings(results), context.sources);
  const ExitCode code = kube::exitCode(results);
  if (flags.output == "json") context.terminal.write(appliedText(results, {}));
  if (code == ExitCode::done) context.terminal.message("dry run: the server would take it");
  return code;
}

/// The entries that a flag names, by their labels; what is no entry has to be an object, as `kind/name`.
std::vector<std::string> chosen(const StackInput& input, const std::vector<std::string>& names,
                                Findings& findings) {
  std::vector<std::string> labels;
  for (const std::string& name : names) {
    Findings unknown;
    const auto* entry = stack::findEntry(input.stack, name, unknown);
    const bool isObject = std::ranges::any_of(input.manifests, [&](const auto& manifest) {
      return kube::isMeant(kube::nameOf(manifest.object), name);
    });
    labels.push_back(entry != nullptr ? entry->label() : name);
    if (entry == nullptr && !isObject) append(findings, std::move(unknown));
  }
  return labels;
}

}  // namespace

void addPlanFlags(CLI::App& app, PlanFlags& flags) {
  addClusterOptions(app, flags.cluster);
  constexpr auto* group = "Plan";
  app.add_flag("--create-namespace", flags.createNamespace, "Make the namespace where it is missing")
      ->group(group);
  app.add_flag("--force-conflicts", flags.forceConflicts, "Take fields that other managers own")
      ->group(group);
  app.add_flag("--adopt", flags.adopt,
               "Take over objects that others made, and a stack of this name from elsewhere")
      ->group(group);
  app.add_flag("--no-prune", flags.noPrune, "Leave objects that the stack does not have any more")
      ->group(group);
  const auto entries = [&](const char* name, std::vector<std::string>& into, const char* text) {
    app.add_option(name, into, text)->type_name("ENTRY")->allow_extra_args(false)->group(group);
  };
  entries("--rerun", flags.rerun, "Run an entry again that has run, or runs; may repeat");
  entries("--replace", flags.replace, "Delete and make anew an entry that cannot be changed; may repeat");
}

void addApplyFlags(CLI::App& app, ApplyFlags& flags) {
  addPlanFlags(app, flags.plan);
  app.add_flag("--dry-run", flags.dryRun, "Show the plan, let the server check it, and store nothing");
  app.add_flag("-y,--yes", flags.yes, "Agree to what the plan deletes");
  constexpr auto* group = "Wait";
  auto* wait = app.add_flag(
      "--wait{done}", flags.wait,
      "Wait until all is ready and runs have succeeded, or one has failed; --wait=ready: until runs run");
  takesOneOf(*wait->group(group), {"ready", "done"});
  auto* follow =
      app.add_flag("--follow", flags.follow,
                   "Show the logs of the runs until they have ended; ends with 1 where one has failed");
  follow->excludes(wait)->group(group);
  app.add_flag("--rm", flags.remove, "With --follow: delete the runs that it began, at the end and on Ctrl-C")
      ->needs(follow)
      ->group(group);
  app.add_option("--wait-timeout", flags.waitTimeout, "How long to wait; 0: for ever (10m; --follow: 0)")
      ->type_name("DURATION")
      ->check(durationFault)
      ->group(group);
  takesOneOf(*app.add_option("-o,--output", flags.output, "Also what became of it as JSON, once it is done")
                  ->excludes(follow),
             {"json"});
}

Result<Task> taskOf(Context& context, const stack::Options& options, const std::vector<std::string>& names,
                    const ClusterOptions& cluster) {
  Findings findings;
  auto stack = stack::load(options, context.sources, findings);
  auto bound = bindToCluster(context, std::move(stack), names, std::move(findings), cluster);
  if (!bound) return bound.failure();
  if (!mayUse(context, bound->input.stack, options, bound->access))
    return Failure(ExitCode::badInput, Findings{});
  return Task{.input = std::move(bound->input),
              .access = std::move(bound->access),
              .extent = names.empty() ? kube::Extent::whole : kube::Extent::part};
}

Result<Planned> planTask(Context& context, Task& task, const PlanFlags& flags) {
  Findings unknown;
  const auto rerun = chosen(task.input, flags.rerun, unknown);
  const auto replace = chosen(task.input, flags.replace, unknown);
  if (!unknown.empty()) {
    context.terminal.show(unknown, context.sources);
    return Failure(ExitCode::badInput, std::move(unknown));
  }
  task.access.namespaceName = task.input.nameSpace;
  auto connection = connect(context, std::move(task.access), flags.cluster);
  if (!connection) return connection.failure();
  Planned planned{.connection = std::move(*connection),
                  .waves = std::make_unique<kube::Waves>(wavesOf(task.input)),
                  .record = recordOf(task.input)};
  Connection& cluster = planned.connection;
  if (flags.createNamespace) {
    if (auto failure = addMissingNamespace(task.input.nameSpace, cluster, *planned.waves)) {
      fail(context, *failure);
      return *std::move(failure);
    }
  }
  pack::Kinds kinds(*task.input.stack.packs);
  const kube::PlanOptions options{
      .conflicts = flags.forceConflicts ? kube::Conflicts::take : kube::Conflicts::refuse,
      .foreign = flags.adopt ? kube::Foreign::adopt : kube::Foreign::refuse,
      .endedRuns = task.endedRuns,
      .extent = flags.noPrune ? kube::Extent::part : task.extent,
      .rerun = rerun,
      .replace = replace,
      .source = planned.record.source};
  auto plan = kube::plan(*cluster.client, *cluster.discovery, kinds,
                         {task.input.stack.name, task.input.nameSpace}, *planned.waves, options);
  if (!plan) {
    fail(context, plan.failure());
    return std::move(plan.failure());
  }
  planned.plan = *std::move(plan);
  return planned;
}

ExitCode applyTask(Context& context, Task task, const ApplyFlags& flags) {
  auto planned = planTask(context, task, flags.plan);
  if (!planned) return planned.failure().code;
  const kube::Plan& plan = planned->plan;
  context.terminal.message(planTable(plan, stack::needs(task.input.stack)) + planTotals(plan));
  context.terminal.show(plan.findings, context.sources);
  if (plan.code != ExitCode::done) return plan.code;
  kube::ApplyOptions options{.conflicts =
                                 flags.plan.forceConflicts ? kube::Conflicts::take : kube::Conflicts::refuse};
  if (flags.dryRun) {
    options.storing = kube::Storing::dryRun;
    return checkByServer(context, *planned, options, flags);
  }
  if (!isAllowed(context, plan, flags)) return ExitCode::badInput;
  const auto outcome = [&] {
    Progress progress(context, plan);
    return kube::carryOut(*planned->connection.client, *planned->connection.discovery, plan, planned->record,
                          options, [&](const kube::Applied& applied) { progress.tell(applied); });
  }();
  context.terminal.show(outcome.warnings, context.sources);
  if (outcome.failure) fail(context, *outcome.failure);
  if (!plan.changesNothing()) context.terminal.message(totals(outcome.results));
  Waited waited{.code = kube::exitCode(outcome)};
  if (waited.code == ExitCode::done) {
    waited = awaitPlan(context, *planned, task.input, flags, outcome.results);
  } else {
    tellOfBegun(context, *planned, flags, outcome.results);
  }
  if (flags.remove)
    waited.code = std::max(waited.code, removeBegun(context, *planned, flags, outcome.results));
  if (flags.output == "json") context.terminal.write(appliedText(outcome.results, waited));
  return waited.code;
}

}  // namespace aictl::commands
