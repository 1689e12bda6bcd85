#include "core/kube/apply/apply.h"

#include <fmt/format.h>

#include <thread>

#include "core/kube/api/refusal.h"
#include "core/kube/apply/preflight.h"
#include "core/kube/apply/recreation.h"
#include "core/kube/apply/remove.h"
#include "core/yaml/json.h"

namespace aictl::kube {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr int statusNotFound = 404;
constexpr int statusConflict = 409;
constexpr int triesOfConflict = 4;
constexpr std::size_t window = 100;  ///< objects under way at once; bodies are made as they are sent
constexpr milliseconds establishing{60'000};
constexpr milliseconds pollInterval{250};
constexpr milliseconds removing{120'000};

/// Whether a conflict is about the moment (two writers at once), not about who owns a field.
bool passing(const Response& response) {
  if (response.status != statusConflict) return false;
  const Result<Value> status = yaml::readJson(response.body);
  const Value* causes = status ? find(*status, {"details", "causes"}) : nullptr;
  return causes == nullptr || causes->empty();
}

/// Whether all that is in the way is what this manager set otherwise than by an apply, as `aictl scale` does.
/// To the server that is another manager; to us it is our own to set back.
bool isOwnConflict(const Response& response, std::string_view manager) {
  if (response.status != statusConflict) return false;
  const Result<Value> status = yaml::readJson(response.body);
  const Value* causes = status ? find(*status, {"details", "causes"}) : nullptr;
  if (causes == nullptr || !causes->isList() || causes->empty()) return false;
  const std::string own = fmt::format("conflict with \"{}\"", manager);
  return std::all_of(causes->items().begin(), causes->items().end(), [&](const Value& cause) {
    return findString(cause, {"reason"}) == "FieldManagerConflict" &&
           findString(cause, {"message"}).starts_with(own);
  });
}

/// What is sent. With the uid of the object that the plan saw, so that a change never makes one anew that
/// went away meanwhile: that would start a run again.
Value bodyOf(const Step& step) {
  if (step.operation != Operation::change) return step.object;
  Value object = step.object;
  object.at("metadata").set("uid", Value(step.name.uid));
  return object;
}

class Run {
 public:
  Run(Client& client, Discovery& discovery, const Plan& plan, const ApplyOptions& options,
      const std::function<void(const Applied&)>& report, const std::function<bool(std::size_t)>& before)
      : client_(client),
        discovery_(discovery),
        plan_(plan),
        options_(options),
        report_(report),
        before_(before) {
    query_ = fmt::format("?fieldManager={}&fieldValidation=Strict{}", escaped(options.manager),
                         options.storing == Storing::dryRun ? "&dryRun=All" : "");
    std::size_t count = 0;
    for (const std::vector<Step>& wave : plan.waves) count += wave.size();
    results_.reserve(count);
    for (const std::vector<Step>& wave : plan.waves) {
      for (const Step& step : wave)
        results_.push_back({.step = &step, .uid = step.name.uid, .resourceVersion = step.resourceVersion});
    }
  }

  std::vector<Applied> waves() {
    std::size_t begin = 0;
    for (std::size_t number = 0; number < plan_.waves.size(); ++number) {
      const std::vector<Step>& wave = plan_.waves[number];
      if (before_ && !before_(number)) break;
      next_ = begin;
      end_ = begin + wave.size();
      if (options_.storing == Storing::store) replace(begin);
      if (faulty_) break;
      for (std::size_t i = 0; i < window; ++i) startNext();
      client_.run();
      if (faulty_) break;
      if (options_.storing == Storing::store) {
        for (std::size_t i = begin; i < end_; ++i) waitForKinds(results_[i]);
        if (faulty_) break;
      }
      begin = end_;
    }
    return std::move(results_);
  }

 private:
  void replace(std::size_t begin) {
    std::vector<Applied*> items;
    for (std::size_t i = begin; i < end_; ++i) {
      if (results_[i].step->operation == Operation::replace) items.push_back(&results_[i]);
    }
    for (Applied* item : items) {
      ask(*item, [this, item](std::optional<Failure> fault) {
        if (fault) finish(*item, ApplyOutcome::refused, *std::move(fault));
      });
    }
    client_.run();
    if (!faulty_) removeReplaced(items);
  }

  void ask(const Applied& item, std::function<void(std::optional<Failure>)> answer) {
    const Resource* resource = discovery_.find(item.step->name.kind);
    if (resource == nullptr) return answer(std::nullopt);
    askRecreation(client_, *resource, *item.step, options_.manager, std::move(answer));
  }

  /// What is made anew has to be gone before, with all that it owns: pods keep their names.
  void removeReplaced(const std::vector<Applied*>& items) {
    std::vector<ObjectName> names;
    names.reserve(items.size());
    for (const Applied* item : items) names.push_back(item->step->name);
    if (names.empty()) return;
    const RemoveOptions removal{.propagation = Propagation::foreground, .wait = removing};
    Result<std::vector<Removed>> removed = remove(client_, discovery_, names, removal);
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (!removed) {
        finish(*items[i], ApplyOutcome::failed, removed.failure());
      } else if (Removed& one = (*removed)[i]; one.outcome == RemoveOutcome::going) {
        finish(*items[i], ApplyOutcome::failed,
               {ExitCode::noAnswer,
                Finding{.rule = "time",
                        .message = fmt::format("{} is still there, {} s after it was deleted",
                                               describe(names[i]), removing.count() / 1000),
                        .entry = names[i].entry,
                        .evidence = one.waitsFor.empty() ? "" : "it waits for " + one.waitsFor}});
      } else if (one.outcome == RemoveOutcome::refused || one.outcome == RemoveOutcome::failed) {
        finish(*items[i],
               one.outcome == RemoveOutcome::refused ? ApplyOutcome::refused : ApplyOutcome::failed,
               std::move(one.fault));
      }
    }
  }

  void startNext() {
    while (next_ != end_ && !unanswered_) {
      Applied& item = results_[next_++];
      if (item.outcome != ApplyOutcome::notSent) continue;
      if (item.step->operation == Operation::leave) {
        finish(item, ApplyOutcome::unchanged);
      } else if (item.step->operation == Operation::hold) {
        finish(item, ApplyOutcome::held);
      } else if (item.step->operation == Operation::replace && options_.storing == Storing::dryRun) {
        return ask(item, [this, &item](std::optional<Failure> fault) {
          if (fault) return end(item, ApplyOutcome::refused, *std::move(fault));
          end(item, ApplyOutcome::replaced);
        });
      } else {
        return start(item);
      }
    }
  }

  void start(Applied& item) {
    const Resource* resource = discovery_.find(item.step->name.kind);
    if (resource != nullptr) return send(item, *resource, options_.conflicts, 1);
    // A kind that comes in the same plan: a dry run cannot check what is of it.
    if (options_.storing == Storing::dryRun) return end(item, ApplyOutcome::created);
    end(item, ApplyOutcome::refused, refusal({.status = statusNotFound}, client_.access(), asked(item)));
  }

  std::string pathOf(const Resource& resource, const ObjectName& name) const {
    // That a kind has namespaces may be known only since it came.
    const bool defaulted = resource.namespaced && name.namespaceName.empty();
    return resource.object(defaulted ? client_.access().namespaceName : name.namespaceName, name.name);
  }

  static Asked asked(const Applied& item) {
    return {.verb = "apply", .object = item.step->name, .manifest = &item.step->object};
  }

  void send(Applied& item, const Resource& resource, Conflicts conflicts, int tries) {
    const char* force = conflicts == Conflicts::take ? "&force=true" : "";
    Request request{.method = Method::patch,
                    .path = pathOf(resource, item.step->name) + query_ + force,
                    .body = yaml::writeJson(bodyOf(*item.step)),
                    .contentType = "application/apply-patch+yaml"};
    if (options_.storing == Storing::store) request.accept = metadataAlone;
    client_.submit(std::move(request), [this, &item, &resource, conflicts, tries](Result<Response> response) {
      if (!response) return end(item, ApplyOutcome::failed, std::move(response.failure()));
      if (passing(*response) && tries < triesOfConflict) return send(item, resource, conflicts, tries + 1);
      if (conflicts == Conflicts::refuse && isOwnConflict(*response, options_.manager))
        return send(item, resource, Conflicts::take, tries);
      item.warnings = warningsOf(*response, asked(item));
      if (response->good()) return take(item, *response);
      if (response->status == statusNotFound && namespaceComes(item)) return end(item, ApplyOutcome::created);
      end(item, ApplyOutcome::refused, refusal(*response, client_.access(), asked(item)));
    });
  }

  /// A dry run makes no namespace, so what goes into it cannot be checked.
  bool namespaceComes(const Applied& item) const {
    return options_.storing == Storing::dryRun &&
           std::any_of(results_.begin(), results_.end(), [&](const Applied& other) {
             return other.step->name.kind == Kind{"v1", "Namespace"} &&
                    other.step->name.name == item.step->name.namespaceName;
           });
  }

  void take(Applied& item, const Response& response) {
    Result<Value> answer = answerOf(response, client_.access());
    if (!answer) return end(item, ApplyOutcome::failed, std::move(answer.failure()));
    const std::string before = item.resourceVersion;
    item.uid = findString(*answer, {"metadata", "uid"});
    item.resourceVersion = findString(*answer, {"metadata", "resourceVersion"});
    if (options_.storing == Storing::dryRun) item.object = *std::move(answer);
    const Operation operation = item.step->operation;
    end(item, operation == Operation::create                                         ? ApplyOutcome::created
              : operation == Operation::replace                                      ? ApplyOutcome::replaced
              : item.resourceVersion == before && options_.storing == Storing::store ? ApplyOutcome::unchanged
                                                                                     : ApplyOutcome::changed);
  }

  void end(Applied& item, ApplyOutcome outcome, Failure fault = {}) {
    finish(item, outcome, std::move(fault));
    startNext();
  }

  void finish(Applied& item, ApplyOutcome outcome, Failure fault = {}) {
    item.outcome = outcome;
    item.fault = std::move(fault);
    if (outcome == ApplyOutcome::refused && item.fault.code == ExitCode::noAnswer)
      item.outcome = ApplyOutcome::failed;
    if (item.outcome == ApplyOutcome::failed) unanswered_ = true;
    if (item.outcome == ApplyOutcome::failed || item.outcome == ApplyOutcome::refused) faulty_ = true;
    if (report_) report_(item);
  }

  /// After a CustomResourceDefinition: until the server serves what it brings.
  void waitForKinds(Applied& item) {
    const std::vector<Kind> kinds = kindsBrought(item.step->manifest->object);
    if (kinds.empty()) return;
    const auto deadline = steady_clock::now() + establishing;
    while (true) {
      Result<Value> definition = get(client_, discovery_, item.step->name);
      if (!definition) return fail(item, std::move(definition.failure()));
      if (established(*definition)) {
        for (const Kind& kind : kinds) discovery_.forget(kind.apiVersion);
        if (std::optional<Failure> failure = discovery_.learn(kinds)) return fail(item, *std::move(failure));
        if (std::all_of(kinds.begin(), kinds.end(), [&](const Kind& kind) { return served(item, kind); }))
          return;
      }
      if (steady_clock::now() > deadline) {
        return fail(item,
                    {ExitCode::noAnswer,
                     Finding{.rule = "time",
                             .message = fmt::format("{} is not established after {} s",
                                                    describe(item.step->name), establishing.count() / 1000),
                             .entry = item.step->name.entry}});
      }
      std::this_thread::sleep_for(pollInterval);
    }
  }

  static bool established(const Value& definition) {
    const Value* conditions = find(definition, {"status", "conditions"});
    if (conditions == nullptr || !conditions->isList()) return false;
    for (const Value& condition : conditions->items()) {
      if (findString(condition, {"type"}) == "Established")
        return findString(condition, {"status"}) == "True";
    }
    return false;
  }

  /// A version that the definition has, and does not serve, is not waited for.
  bool served(const Applied& item, const Kind& kind) const {
    for (const Value& version : find(item.step->manifest->object, {"spec", "versions"})->items()) {
      const Value* serves = version.find("served");
      const bool off = serves != nullptr && serves->isBoolean() && !serves->boolean();
      if (off && kind.apiVersion.ends_with(fmt::format("/{}", findString(version, {"name"})))) return true;
    }
    return discovery_.find(kind) != nullptr;
  }

  void fail(Applied& item, Failure fault) {
    item.fault = std::move(fault);
    item.outcome = ApplyOutcome::failed;
    faulty_ = true;
  }

  Client& client_;
  Discovery& discovery_;
  const Plan& plan_;
  const ApplyOptions& options_;
  const std::function<void(const Applied&)>& report_;
  const std::function<bool(std::size_t)>& before_;
  std::vector<Applied> results_;
  std::string query_;
  std::size_t next_ = 0;
  std::size_t end_ = 0;
  bool faulty_ = false;
  bool unanswered_ = false;
};

ApplyOutcome outcomeOf(RemoveOutcome outcome) {
  switch (outcome) {
    case RemoveOutcome::refused:
      return ApplyOutcome::refused;
    case RemoveOutcome::failed:
      return ApplyOutcome::failed;
    case RemoveOutcome::notSent:
      return ApplyOutcome::notSent;
    default:
      return ApplyOutcome::pruned;
  }
}

}  // namespace

std::string_view name(ApplyOutcome outcome) {
  constexpr std::string_view names[] = {"created", "changed", "replaced", "unchanged", "held",
                                        "pruned",  "refused", "failed",   "not sent"};
  return names[static_cast<int>(outcome)];
}

std::vector<Applied> applyWaves(Client& client, Discovery& discovery, const Plan& plan,
                                const ApplyOptions& options,
                                const std::function<void(const Applied&)>& report,
                                const std::function<bool(std::size_t)>& before) {
  return Run(client, discovery, plan, options, report, before).waves();
}

std::vector<Applied> prune(Client& client, Discovery& discovery, const Plan& plan,
                           const std::function<void(const Applied&)>& report) {
  std::vector<Applied> results;
  std::vector<ObjectName> names;
  for (const Step& step : plan.prunes) {
    if (step.operation == Operation::hold) {
      results.push_back({.step = &step, .outcome = ApplyOutcome::held});
      if (report) report(results.back());
    } else {
      names.push_back(step.name);
    }
  }
  std::vector<const Step*> pruned;
  for (const Step& step : plan.prunes) {
    if (step.operation == Operation::prune) pruned.push_back(&step);
  }
  const Result<std::vector<Removed>> removed = remove(client, discovery, names, {});
  for (std::size_t i = 0; i < pruned.size(); ++i) {
    Applied result{.step = pruned[i]};
    result.outcome = removed ? outcomeOf((*removed)[i].outcome) : ApplyOutcome::failed;
    result.fault = removed ? (*removed)[i].fault : removed.failure();
    results.push_back(std::move(result));
    if (report) report(results.back());
  }
  return results;
}

ExitCode exitCode(std::span<const Applied> results) {
  ExitCode worst = ExitCode::done;
  for (const Applied& result : results) {
    if (result.outcome == ApplyOutcome::refused || result.outcome == ApplyOutcome::failed) {
      worst = std::max(worst, result.fault.code);
    }
  }
  return worst;
}

Findings findings(std::span<const Applied> results) {
  Findings all;
  const auto add = [&](const Finding& finding) {
    const bool said = std::any_of(all.begin(), all.end(), [&](const Finding& other) {
      return other.message == finding.message && other.origin == finding.origin;
    });
    if (!said) all.push_back(finding);
  };
  for (const Applied& result : results) {
    for (const Finding& warning : result.warnings) add(warning);
    for (const Finding& finding : result.fault.findings) add(finding);
  }
  return all;
}

}  // namespace aictl::kube
