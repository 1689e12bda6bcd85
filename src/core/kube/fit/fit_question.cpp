#include "core/kube/fit/fit_question.h"

#include <algorithm>

#include "core/kube/apply/live_objects.h"
#include "core/pack/absent.h"

namespace aictl::kube {
namespace {

/// `replicas` of the facts of a kind, as sets.
std::vector<FitSet> setsOf(const ObjectName& object, const Value& replicas) {
  std::vector<FitSet> sets;
  if (!replicas.isList()) return sets;
  for (const Value& item : replicas.items()) {
    FitSet set{
        .object = object,
        .pods = {.name = std::string(findString(item, {"name"})), .namespaceName = object.namespaceName}};
    if (const Value* podTemplate = item.find("template")) set.pods.podTemplate = *podTemplate;
    const Value* count = item.find("count");
    if (findString(item, {"each"}).empty())
      set.pods.count =
          count != nullptr && count->isInteger() ? std::max<std::int64_t>(0, count->integer()) : 1;
    if (set.pods.count != 0) sets.push_back(std::move(set));
  }
  return sets;
}

class Gatherer {
 public:
  Gatherer(const Discovery& discovery, pack::Kinds& kinds, FitQuestion& question)
      : discovery_(discovery), kinds_(kinds), question_(question) {}

  std::optional<Failure> take(const Step& step) {
    const Value& object = step.manifest->object;
    EntryQuestion& entry = entryOf(step.name);
    if (step.operation == Operation::create) {
      if (const Resource* resource = discovery_.find(step.name.kind))
        entry.demands[step.name.namespaceName].addObject(object, resource->plural,
                                                         groupOf(step.name.kind.apiVersion));
    }
    const auto facts = kinds_.find(groupOf(step.name.kind.apiVersion), step.name.kind.kind);
    if (!facts) return facts.failure();
    if (*facts == nullptr) return std::nullopt;
    if (auto failure = takeClaims(**facts, step)) return failure;
    if (!isOver(step)) return takePods(**facts, step, entry);
    const bool isKnown = std::ranges::any_of(
        question_.idle, [&](const ObjectName& other) { return isOfEntryOf(step.name, other); });
    if (!isKnown) question_.idle.push_back(step.name);
    return std::nullopt;
  }

 private:
  /// What is of no entry stands alone.
  static bool isOfEntryOf(const ObjectName& one, const ObjectName& other) {
    return !one.entry.empty() && one.entry == other.entry;
  }

  EntryQuestion& entryOf(const ObjectName& object) {
    const auto known = std::ranges::find_if(
        question_.entries, [&](const EntryQuestion& entry) { return isOfEntryOf(object, entry.fit.object); });
    if (known != question_.entries.end()) return *known;
    return question_.entries.emplace_back(EntryQuestion{.fit = {.object = object}});
  }

  std::optional<Failure> takeClaims(const pack::KindFacts& facts, const Step& step) {
    const auto claims = facts.of(step.manifest->object, "claims");
    if (!claims) return claims.failure();
    // Those that are there already are judged as they are.
    if (!claims->isList() || step.operation != Operation::create) return std::nullopt;
    for (const Value& claim : claims->items()) {
      if (claim.isString()) question_.comingClaims.emplace_back(step.name.namespaceName, claim.string());
    }
    return std::nullopt;
  }

  std::optional<Failure> takePods(const pack::KindFacts& facts, const Step& step, EntryQuestion& entry) {
    const auto replicas = facts.of(step.manifest->object, "replicas");
    if (!replicas) return replicas.failure();
    Workload workload{.name = step.name, .object = step.manifest->object};
    for (FitSet& set : setsOf(step.name, pack::compact(*replicas))) {
      workload.sets.push_back(entry.fit.sets.size());
      entry.fit.sets.push_back(std::move(set));
    }
    if (!workload.sets.empty()) entry.workloads.push_back(std::move(workload));
    return std::nullopt;
  }

  /// A run that the plan does not touch, and that starts no more pods.
  bool isOver(const Step& step) const {
    if (step.operation == Operation::hold) return true;
    if (step.operation != Operation::leave) return false;
    return std::ranges::any_of(question_.live, [&](const ObjectStatus& status) {
      return (status.state == State::succeeded || (status.state == State::failed && step.isRun)) &&
             identityOf(status.name) == identityOf(step.name);
    });
  }

  const Discovery& discovery_;
  pack::Kinds& kinds_;
  FitQuestion& question_;
};

bool isOf(const Value& pod, const ObjectStatus& status) {
  if (findString(pod, {"metadata", "namespace"}) != status.name.namespaceName) return false;
  if (status.pods.isString()) return findString(pod, {"metadata", "name"}) == status.name.name;
  const Value* labels = find(pod, {"metadata", "labels"});
  if (!status.pods.isMap() || status.pods.empty() || labels == nullptr) return false;
  return std::ranges::all_of(status.pods.entries(), [&](const Entry& entry) {
    const Value* label = labels->find(entry.key.string());
    return label != nullptr && *label == entry.value;
  });
}

}  // namespace

EntryQuestion* FitQuestion::ownerOf(const Value& pod) {
  const auto status =
      std::ranges::find_if(live, [&](const ObjectStatus& object) { return isOf(pod, object); });
  if (status == live.end()) return nullptr;
  const auto entry = std::ranges::find_if(entries, [&](const EntryQuestion& question) {
    return std::ranges::any_of(question.fit.sets, [&](const FitSet& set) {
      return identityOf(set.object) == identityOf(status->name);
    });
  });
  return entry == entries.end() ? nullptr : &*entry;
}

Result<FitQuestion> fitQuestionOf(const Plan& plan, const Discovery& discovery, pack::Kinds& kinds,
                                  std::vector<ObjectStatus> live) {
  FitQuestion question{.live = std::move(live)};
  Gatherer gatherer(discovery, kinds, question);
  for (const auto& wave : plan.waves) {
    for (const Step& step : wave) {
      if (step.manifest == nullptr) continue;
      if (auto failure = gatherer.take(step)) return *std::move(failure);
    }
  }
  return question;
}

}  // namespace aictl::kube
