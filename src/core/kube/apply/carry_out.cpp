#include "core/kube/apply/carry_out.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/kube/api/secret.h"
#include "core/kube/apply/live_objects.h"

namespace aictl::kube {
namespace {

void addKind(std::vector<Kind>& kinds, const Kind& kind) {
  if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) kinds.push_back(kind);
}

/// The parent's scope with all that these steps are of.
void widen(ApplySetParent& parent, const ApplySet& set, const std::vector<Step>& steps) {
  for (const Step& step : steps) {
    addKind(parent.kinds, step.name.kind);
    const std::string& space = step.name.namespaceName;
    if (!space.empty() && space != set.namespaceName) parent.namespaces.insert(space);
  }
}

bool sameKinds(const std::vector<Kind>& a, const std::vector<Kind>& b) {
  return a.size() == b.size() && std::all_of(a.begin(), a.end(), [&](const Kind& kind) {
           return std::find(b.begin(), b.end(), kind) != b.end();
         });
}

bool same(const ApplySetParent& a, const ApplySetParent& b) {
  return a.exists == b.exists && sameKinds(a.kinds, b.kinds) && a.namespaces == b.namespaces &&
         a.specs == b.specs && a.source == b.source && a.facts == b.facts && a.runs == b.runs &&
         a.sent == b.sent;
}

constexpr int triesOfParent = 5;

class CarryingOut {
 public:
  CarryingOut(Client& client, Discovery& discovery, const Plan& plan, const StackRecord& record)
      : client_(client), discovery_(discovery), plan_(plan), record_(record), now_(plan.parent) {}

  CarriedOut run(const ApplyOptions& options, const std::function<void(const Applied&)>& report) {
    CarriedOut outcome = applyAndRecord(options, report);
    if (isShared_) outcome.warnings.push_back(sharedFinding());
    return outcome;
  }

 private:
  CarriedOut applyAndRecord(const ApplyOptions& options, const std::function<void(const Applied&)>& report) {
    CarriedOut outcome;
    outcome.results = applyWaves(client_, discovery_, plan_, options, report, [&](std::size_t wave) {
      if (wave >= firstWave()) outcome.failure = writeScope();
      return !outcome.failure;
    });
    if (outcome.failure) return outcome;
    const bool nothing = outcome.results.empty() && plan_.prunes.empty() && !now_.exists;
    if (nothing) return outcome;
    const bool applied = exitCode(outcome.results) == ExitCode::done;
    if (applied) {
      for (Applied& result : prune(client_, discovery_, plan_, report))
        outcome.results.push_back(std::move(result));
    }
    const ExitCode code = exitCode(outcome.results);
    // Without an answer there is nobody to tell; the scope is wide enough for a next time.
    if (code == ExitCode::done || code == ExitCode::refused) {
      outcome.failure = write(after(outcome.results, code == ExitCode::done));
    }
    return outcome;
  }

  /// The parent is in the stack's namespace, which may come in the plan.
  std::size_t firstWave() const {
    for (std::size_t i = 0; i < plan_.waves.size(); ++i) {
      for (const Step& step : plan_.waves[i]) {
        const bool makesIt = step.operation == Operation::create &&
                             step.name.kind == Kind{"v1", "Namespace"} &&
                             step.name.name == plan_.set.namespaceName;
        if (makesIt) return i + 1;
      }
    }
    return 0;
  }

  std::optional<Failure> writeScope() {
    if (scopeWritten_ || plan_.changesNothing()) return std::nullopt;
    scopeWritten_ = true;
    ApplySetParent wide = now_;
    for (const std::vector<Step>& wave : plan_.waves) widen(wide, plan_.set, wave);
    wide.source = record_.source;
    return write(std::move(wide));
  }

  /// What the parent is to say. Where not all was done, its scope and its specs stay.
  ApplySetParent after(const std::vector<Applied>& results, bool done) const {
    ApplySetParent parent = now_;
    parent.source = record_.source;
    if (done && plan_.extent == Extent::whole && isPruned()) {
      parent.kinds.clear();
      parent.namespaces.clear();
      parent.runs = Value::map();
      parent.sent = Value::map();
    }
    for (const std::vector<Step>& wave : plan_.waves) widen(parent, plan_.set, wave);
    for (const Step& step : plan_.prunes) {
      if (step.operation == Operation::hold) widen(parent, plan_.set, {step});
    }
    for (const Applied& result : results) {
      addRun(parent, result);
      addDigest(parent, result);
    }
    if (!done) return parent;
    parent.facts = record_.facts;
    if (plan_.extent == Extent::whole) parent.specs = Value::map();
    for (const Entry& entry : record_.specs.entries()) parent.specs.set(entry.key, entry.value);
    for (const Applied& result : results) keepHeldSpec(parent, result);
    return parent;
  }

  /// What is held runs as its spec was before.
  void keepHeldSpec(ApplySetParent& parent, const Applied& result) const {
    if (result.outcome != ApplyOutcome::held) return;
    const std::string& entry = result.step->name.entry;
    const Value* before = plan_.parent.specs.find(entry);
    if (before != nullptr) {
      parent.specs.set(Value(entry), *before);
    } else {
      parent.specs.erase(entry);
    }
  }

  /// Whether all that the stack had before was looked at: what could not be listed stays in the scope.
  bool isPruned() const {
    return std::none_of(plan_.findings.begin(), plan_.findings.end(),
                        [](const Finding& finding) { return finding.rule == "hidden"; });
  }

  void addRun(ApplySetParent& parent, const Applied& result) const {
    if (!result.step->isRun || result.outcome == ApplyOutcome::pruned) return;
    const std::string key = identityOf(result.step->name);
    if (const Value* kept = plan_.parent.runs.find(key);
        kept != nullptr && (result.uid.empty() || findString(*kept, {"uid"}) == result.uid)) {
      parent.runs.set(Value(key), *kept);
    } else if (!result.uid.empty()) {
      parent.runs.set(Value(key), Value::map({{"uid", Value(result.uid)}}));
    }
  }

  /// Of a Secret not even a digest is kept where others than its readers see it.
  static void addDigest(ApplySetParent& parent, const Applied& result) {
    const bool sent = result.outcome == ApplyOutcome::created || result.outcome == ApplyOutcome::changed ||
                      result.outcome == ApplyOutcome::replaced || result.outcome == ApplyOutcome::unchanged;
    if (sent && !isSecret(result.step->name))
      parent.sent.set(Value(identityOf(result.step->name)), Value(digestOf(result.step->object)));
  }

  /// Somebody else may apply the stack at the same time and write the parent, too. What that one added to it
  /// stays: of a kind that the parent does not name nothing could be pruned any more. So it is written also
  /// where it says already what it should, to learn whether that is still so.
  std::optional<Failure> write(ApplySetParent parent) {
    parent.exists = true;
    parent.resourceVersion = now_.resourceVersion;
    if (plan_.changesNothing() && same(parent, now_)) return std::nullopt;
    for (int tries = 0; tries < triesOfParent; ++tries) {
      Result<std::string> version = writeParent(client_, discovery_, plan_.set, parent);
      if (!version) return std::move(version.failure());
      if (!version->empty()) {
        parent.resourceVersion = *std::move(version);
        now_ = std::move(parent);
        return std::nullopt;
      }
      Result<ApplySetParent> theirs = readParent(client_, discovery_, plan_.set);
      if (!theirs) return std::move(theirs.failure());
      // Our own, whose answer was lost, is no other's.
      if (!same(parent, *theirs)) isShared_ = true;
      parent = united(*theirs, parent);
    }
    return Failure(ExitCode::noAnswer,
                   Finding{.rule = "concurrent",
                           .message = fmt::format("others write what is kept of the stack "
                                                  "'{}' again and again",
                                                  plan_.set.stack),
                           .remedy = "try again when they are done"});
  }

  Finding sharedFinding() const {
    return {.severity = Severity::warning,
            .rule = "concurrent",
            .message = fmt::format("another apply of the stack '{}' was under way at the same time",
                                   plan_.set.stack),
            .remedy = "'aictl plan' shows what is left to do"};
  }

  Client& client_;
  Discovery& discovery_;
  const Plan& plan_;
  const StackRecord& record_;
  ApplySetParent now_;  ///< what the parent says at this moment
  bool scopeWritten_ = false;
  bool isShared_ = false;
};

}  // namespace

CarriedOut carryOut(Client& client, Discovery& discovery, const Plan& plan, const StackRecord& record,
                    const ApplyOptions& options, const std::function<void(const Applied&)>& report) {
  return CarryingOut(client, discovery, plan, record).run(options, report);
}

ExitCode exitCode(const CarriedOut& outcome) {
  const ExitCode code = exitCode(outcome.results);
  return outcome.failure ? std::max(code, outcome.failure->code) : code;
}

}  // namespace aictl::kube
