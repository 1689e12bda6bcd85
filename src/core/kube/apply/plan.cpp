#include "core/kube/apply/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "core/kube/api/secret.h"
#include "core/kube/apply/live_objects.h"
#include "core/kube/apply/plan_words.h"
#include "core/kube/apply/preflight.h"
#include "core/kube/apply/run_rules.h"

namespace aictl::kube {
namespace {

/// Namespaces and definitions of kinds hold what is not the stack's alone: they are never pruned.
bool mayBePruned(const Kind& kind) {
  return kind.kind != "Namespace" && kind.kind != "CustomResourceDefinition";
}

class Planning {
 public:
  Planning(Client& client, Discovery& discovery, pack::Kinds& kinds, const Waves& waves,
           const PlanOptions& options, Plan plan)
      : client_(client),
        discovery_(discovery),
        kinds_(kinds),
        waves_(waves),
        options_(options),
        plan_(std::move(plan)) {}

  Result<Plan> run() {
    std::optional<Failure> failure = look();
    if (!failure && !gone_.empty()) {
      // What was kept on disk of the server's kinds is no longer so.
      for (const Kind& kind : gone_) discovery_.forget(kind.apiVersion);
      failure = look();
    }
    if (failure) return *std::move(failure);
    if (!gone_.empty()) return notServed(gone_.front());
    if (fault_) return *std::move(fault_);
    gather();
    return std::move(plan_);
  }

 private:
  void checkSource() {
    const ApplySetParent& parent = plan_.parent;
    if (!parent.exists || options_.foreign == Foreign::adopt || parent.source == options_.source) return;
    complain(ExitCode::badInput, {.rule = "other-stack",
                                  .message = otherSource(plan_.set, parent.source, options_.source),
                                  .remedy = "--adopt takes it over; else give the stack another name"});
  }

  /// What an earlier look found is forgotten: it may have been of kinds that the server has not any more.
  std::optional<Failure> look() {
    gone_.clear();
    fault_.reset();
    plan_.findings.clear();
    plan_.code = ExitCode::done;
    plan_.prunes.clear();
    checkSource();
    Result<Preflight> known = preflight(client_, discovery_, kinds_, waves_);
    if (!known) return std::move(known.failure());
    targets_ = std::move(known->targets);
    if (std::optional<Failure> failure = discovery_.learn(plan_.parent.kinds)) return failure;
    std::vector<ObjectName> names;
    names.reserve(targets_.size());
    for (const Target& target : targets_) names.push_back(target.name);
    LiveQuestion question{.objects = names, .namespaces = plan_.parent.namespaces};
    question.namespaces.insert(plan_.set.namespaceName);
    if (options_.extent == Extent::whole) question.kinds = plan_.parent.kinds;
    steps_.assign(names.size(), Step());
    return readLive(client_, discovery_, plan_.set, question,
                    {.object = [this](std::size_t i, const Value& live) { decide(i, live); },
                     .member = [this](const Value& live) { decideMember(live); },
                     .hidden = [this](const Kind& kind, const std::string& space) { hide(kind, space); },
                     .gone = [this](const Kind& kind) { gone_.push_back(kind); }});
  }

  static Failure notServed(const Kind& kind) {
    return {ExitCode::refused,
            Finding{.rule = "kind",
                    .message = fmt::format("the server says that it has {} of {}, and answers 404 for it",
                                           kind.kind, kind.apiVersion),
                    .remedy = "try again: what brings the kind may be starting or going away"}};
  }

  void complain(ExitCode code, Finding finding) {
    plan_.code = std::max(plan_.code, code);
    plan_.findings.push_back(std::move(finding));
  }

  void complain(const Step& step, ExitCode code, std::string_view rule, std::string message, Origin origin,
                std::string remedy) {
    complain(code, {.rule = std::string(rule),
                    .message = std::move(message),
                    .origin = origin,
                    .entry = step.manifest->entry,
                    .remedy = std::move(remedy)});
  }

  const pack::KindFacts* factsOf(const Kind& kind) {
    Result<const pack::KindFacts*> facts = kinds_.find(groupOf(kind.apiVersion), kind.kind);
    if (facts) return *facts;
    if (!fault_) fault_ = std::move(facts.failure());
    return nullptr;
  }

  void decide(std::size_t i, const Value& live) {
    Step& step = steps_[i];
    step.manifest = targets_[i].manifest;
    step.name = targets_[i].name;
    step.object = withTextsAsData(step.manifest->object);
    const pack::KindFacts* facts = factsOf(step.name.kind);
    step.isRun = facts != nullptr && facts->has("again");
    if (live.isNull()) return decideAbsent(step);
    step.name.uid = findString(live, {"metadata", "uid"});
    step.resourceVersion = findString(live, {"metadata", "resourceVersion"});
    if (!isOurs(step, live)) return;
    if (!findString(live, {"metadata", "deletionTimestamp"}).empty()) {
      return complain(step, ExitCode::badInput, "being-deleted",
                      fmt::format("{} is being deleted", describe(step.name)), placeOf(step),
                      "wait until it is gone");
    }
    Result<RunState> state = runState(facts, live);
    if (!state) return take(std::move(state.failure()));
    Result<Value> object = withoutCeded(step.object, live, facts, options_.manager);
    if (!object) return take(std::move(object.failure()));
    step.object = *std::move(object);
    step.changes = fieldChanges(step.object, live, options_.manager);
    forgetDefaults(step);
    decidePresent(step, facts, *state, live);
  }

  /// Where just this object was sent before, what the server has beside is its own.
  void forgetDefaults(Step& step) const {
    const bool unsure = std::any_of(step.changes.begin(), step.changes.end(),
                                    [](const FieldChange& change) { return change.mayBeDefaults; });
    if (!unsure || findString(plan_.parent.sent, {identityOf(step.name)}) != digestOf(step.object)) return;
    std::erase_if(step.changes, [](const FieldChange& change) { return change.mayBeDefaults; });
  }

  void take(Failure failure) {
    if (!fault_) fault_ = std::move(failure);
  }

  void decideAbsent(Step& step) {
    const bool ran = step.isRun && plan_.parent.runs.find(identityOf(step.name)) != nullptr;
    const bool again = options_.endedRuns == EndedRuns::startAgain || isNamed(options_.rerun, step);
    step.operation = ran && !again ? Operation::hold : Operation::create;
    if (step.operation == Operation::hold) step.reason = goneRun(step);
  }

  void decidePresent(Step& step, const pack::KindFacts* facts, RunState state, const Value& live) {
    const bool rerun = step.isRun && isNamed(options_.rerun, step);
    const bool startAgain = state == RunState::ended && options_.endedRuns == EndedRuns::startAgain;
    if (rerun || startAgain) {
      step.operation = Operation::replace;
      step.live = live;
      step.needsConsent = state == RunState::underWay;
      step.reason = state == RunState::underWay ? "it runs; it is ended and started anew" : "it is run again";
      return;
    }
    if (step.changes.empty()) return;
    step.operation = Operation::change;
    step.live = live;
    const std::string_view fixed = fixedField(step.changes, facts);
    if (!fixed.empty()) return decideFixed(step, fixed, state);
    if (isMadeAnew(step, facts)) {
      step.operation = Operation::replace;
      step.needsConsent = true;
      step.reason = "--replace names it";
      return;
    }
    if (options_.conflicts == Conflicts::refuse) checkConflicts(step);
  }

  /// Where the server alone knows which fields are fixed, it is enough to be named.
  bool isMadeAnew(const Step& step, const pack::KindFacts* facts) const {
    return !knowsFixedFields(facts) && mayBePruned(step.name.kind) && isNamed(options_.replace, step) &&
           !std::ranges::all_of(step.changes, &FieldChange::ownershipAlone);
  }

  /// A field changes that cannot be changed.
  void decideFixed(Step& step, std::string_view field, RunState state) {
    if (isNamed(options_.replace, step)) {
      step.operation = Operation::replace;
      step.needsConsent = true;
      step.reason = fmt::format("{} cannot be changed", field);
    } else if (step.isRun) {
      step.operation = Operation::hold;
      step.reason = heldRun(step, field, state);
    } else {
      const auto change = std::find_if(step.changes.begin(), step.changes.end(),
                                       [&](const FieldChange& one) { return one.path == field; });
      complain(step, ExitCode::badInput, "immutable",
               fmt::format("{} of {} cannot be changed", field, describe(step.name)),
               change->after.origin().known() ? change->after.origin() : placeOf(step),
               fmt::format("'--replace {}' deletes it and makes it anew", nameFor(step.name)));
    }
  }

  bool isOurs(Step& step, const Value& live) {
    const std::string_view part = findString(live, {"metadata", "labels", partOfLabel});
    if (part == plan_.set.id()) return true;
    const std::string owner = ownerOf(live, options_.manager);
    if (options_.foreign == Foreign::adopt) {
      step.reason = fmt::format("taken over from {}", owner);
      return true;
    }
    complain(step, ExitCode::badInput, "foreign",
             fmt::format("{} is there, and is of {}", describe(step.name), owner), placeOf(step),
             "--adopt takes it over");
    return false;
  }

  void checkConflicts(const Step& step) {
    for (const FieldChange& change : step.changes) {
      if (!change.conflicts()) continue;
      complain(step, ExitCode::refused, "conflict", conflictWords(step, change),
               change.after.origin().known() ? change.after.origin() : placeOf(step),
               "--force-conflicts takes it");
    }
  }

  void decideMember(const Value& live) {
    Step step{.operation = Operation::prune, .name = nameOf(live), .needsConsent = true};
    step.name.entry = entryOf(live);
    if (options_.extent == Extent::part || !mayBePruned(step.name.kind) || !wasApplied(live)) return;
    // What its owner removes with itself is nobody's to prune.
    const Value* owners = find(live, {"metadata", "ownerReferences"});
    if (owners != nullptr && owners->size() > 0) return;
    const pack::KindFacts* facts = factsOf(step.name.kind);
    step.isRun = facts != nullptr && facts->has("again");
    Result<RunState> state = runState(facts, live);
    if (!state) return take(std::move(state.failure()));
    if (*state == RunState::underWay) {
      step.operation = Operation::hold;
      step.reason = fmt::format("it runs, and the stack does not have it any more; 'aictl delete {}' ends it",
                                nameFor(step.name));
    }
    plan_.prunes.push_back(std::move(step));
  }

  void hide(const Kind& kind, const std::string& space) {
    if (options_.extent == Extent::part) return;
    plan_.findings.push_back(
        {.severity = Severity::warning,
         .rule = "hidden",
         .message =
             fmt::format("this user may not list {} in namespace '{}', so that what the stack no longer "
                         "has of them is not known",
                         kind.kind, space)});
  }

  void gather() {
    std::size_t i = 0;
    for (const std::vector<Manifest>& wave : waves_) {
      std::vector<Step>& steps = plan_.waves.emplace_back();
      steps.reserve(wave.size());
      for (std::size_t k = 0; k < wave.size(); ++k) steps.push_back(std::move(steps_[i++]));
    }
    steps_.clear();
    steps_.shrink_to_fit();
    std::sort(plan_.prunes.begin(), plan_.prunes.end(),
              [](const Step& a, const Step& b) { return identityOf(a.name) < identityOf(b.name); });
  }

  Client& client_;
  Discovery& discovery_;
  pack::Kinds& kinds_;
  const Waves& waves_;
  const PlanOptions& options_;
  Plan plan_;
  std::vector<Target> targets_;
  std::vector<Step> steps_;
  std::vector<Kind> gone_;
  std::optional<Failure> fault_;
};

}  // namespace

std::string_view name(Operation operation) {
  constexpr std::string_view names[] = {"create", "change", "replace", "hold", "leave", "prune"};
  return names[static_cast<int>(operation)];
}

bool Plan::changesNothing() const {
  const auto still = [](const Step& step) {
    return step.operation == Operation::leave || step.operation == Operation::hold;
  };
  return std::all_of(prunes.begin(), prunes.end(), still) &&
         std::all_of(waves.begin(), waves.end(), [&](const std::vector<Step>& wave) {
           return std::all_of(wave.begin(), wave.end(), still);
         });
}

Result<Plan> plan(Client& client, Discovery& discovery, pack::Kinds& kinds, const ApplySet& set,
                  const Waves& waves, const PlanOptions& options) {
  Result<ApplySetParent> parent = readParent(client, discovery, set);
  if (!parent) return std::move(parent.failure());
  Plan plan{.set = set, .extent = options.extent, .parent = *std::move(parent)};
  return Planning(client, discovery, kinds, waves, options, std::move(plan)).run();
}

}  // namespace aictl::kube
