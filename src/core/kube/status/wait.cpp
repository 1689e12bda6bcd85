#include "core/kube/status/wait.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "core/kube/api/watch.h"
#include "core/kube/apply/live_objects.h"
#include "core/kube/status/pod_trouble.h"

namespace aictl::kube {
namespace {

using Clock = std::chrono::steady_clock;

const Kind podKind{"v1", "Pod"};

/// An object that is waited for.
struct Item {
  Awaited result;
  std::string identity;
  WatchQuestion watch;  ///< with the others of its stack; alone where it is of none
  ObjectStatus seen;    ///< as it said last, without what others say
  bool isRun = false;
  bool isHeard = false;  ///< the watch has told of it
  std::optional<std::pair<State, Ending>> reported;
};

class Waiting {
 public:
  Waiting(Client& client, Discovery& discovery, pack::Kinds& kinds, const WaitOptions& options,
          const WaitReports& reports)
      : client_(client),
        discovery_(discovery),
        kinds_(kinds),
        options_(options),
        reports_(reports),
        losses_(reports.said) {}
  ~Waiting() { client_.drop(); }
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;

  Result<std::vector<Awaited>> run(std::span<const Member> objects) {
    for (const Member& object : objects) add(object);
    const auto deadline =
        options_.timeout.count() > 0 ? Clock::now() + options_.timeout : Clock::time_point::max();
    for (judgeAll(); !failure_ && !isOver() && !isBroken() && Clock::now() < deadline; judgeAll()) {
      if (auto failure = startWatches()) return *failure;
      show();
      changed_ = false;
      const auto until = std::min({deadline, graceEnds_, nextShow()});
      client_.runUntil([&] { return changed_ || failure_ || isBroken() || Clock::now() >= until; });
    }
    if (!failure_) finishBeside();
    if (failure_) return *std::move(failure_);
    std::vector<Awaited> results;
    for (Item& item : items_) results.push_back(std::move(item.result));
    return results;
  }

 private:
  void add(const Member& object) {
    Item item{.result = {.set = object.set, .status = object.status},
              .identity = identityOf(object.status.name),
              .seen = object.status};
    item.watch = {.kind = object.status.name.kind, .namespaceName = object.status.name.namespaceName};
    if (object.set.stack.empty()) {
      item.watch.fields = "metadata.name=" + object.status.name.name;
    } else {
      item.watch.labels = object.set.selector();
    }
    if (const auto* facts = factsOf(object.status.name.kind)) item.isRun = facts->has("succeeded");
    if (object.status.state == State::absent) {
      item.result.ending = options_.goal == Goal::deleted ? Ending::deleted : Ending::absent;
    }
    positions_.emplace(item.identity, items_.size());
    items_.push_back(std::move(item));
  }

  /// nullptr where nothing is known of the kind, or its facts cannot be read.
  const pack::KindFacts* factsOf(const Kind& kind) {
    const auto facts = kinds_.find(groupOf(kind.apiVersion), kind.kind);
    if (!facts && !failure_) failure_ = facts.failure();
    return facts ? *facts : nullptr;
  }

  bool isBroken() const { return options_.beside && options_.beside->hasFailed(); }

  Clock::time_point nextShow() const {
    constexpr std::chrono::milliseconds leastPause{100};  // changes most often come several at once
    constexpr std::chrono::seconds longestPause{1};
    if (!reports_.show) return Clock::time_point::max();
    return shown_ + (isShown_ ? longestPause : leastPause);
  }

  void show() {
    isShown_ = isShown_ && !changed_;
    if (Clock::now() < nextShow()) return;
    std::vector<Awaited> all;
    for (const Item& item : items_) {
      all.push_back(item.result);
      all.back().status.progress = item.seen.progress;  // which goes on where it is ready
    }
    reports_.show(all);
    shown_ = Clock::now();
    isShown_ = true;
  }

  /// A run says its end before the last that it wrote has come. Pods that go on have no last.
  void finishBeside() {
    constexpr std::chrono::seconds longest{5};
    const auto last = Clock::now() + longest;
    const bool goesOn = std::ranges::any_of(items_, [](const Item& item) {
      return item.result.ending == Ending::none || !item.result.trouble.empty();
    });
    if (!options_.beside || goesOn) return;
    client_.runUntil(
        [&] { return failure_ || isBroken() || options_.beside->isOver() || Clock::now() >= last; });
  }

  bool isOver() const {
    const bool bad = std::ranges::any_of(items_, [&](const Item& item) {
      return item.result.ending != Ending::none && !item.result.isGood(options_.goal);
    });
    return bad ||
           std::ranges::none_of(items_, [](const Item& item) { return item.result.ending == Ending::none; });
  }

  std::optional<Failure> startWatches() {
    for (Item& item : items_) {
      if (item.result.ending != Ending::none) continue;
      const ObjectName& name = item.seen.name;
      if (auto failure = watchItem(item.watch)) return failure;
      for (const ObjectName& other : item.seen.also) {
        if (auto failure = watchOther(other)) return failure;
      }
      const bool waits = options_.goal != Goal::deleted && item.result.status.state == State::progressing;
      if (!waits || !item.seen.pods.isMap()) continue;
      if (auto failure = watchPods(name.namespaceName, labelSelector(item.seen.pods))) return failure;
    }
    return std::nullopt;
  }

  /// Begins a watch, where it is not there yet.
  std::optional<Failure> begin(WatchQuestion question, WatchAnswers answers) {
    const std::string key = fmt::format("{} {} {} {} {}", question.kind.apiVersion, question.kind.kind,
                                        question.namespaceName, question.labels, question.fields);
    auto& watch = watches_[key];
    if (watch != nullptr) return std::nullopt;
    if (auto failure = discovery_.learn(std::span(&question.kind, 1))) return failure;
    answers.lost = [this](const Failure& why) { losses_.tell(why); };
    watch = std::make_unique<Watch>(client_, discovery_, std::move(question), std::move(answers));
    watch->start();
    return std::nullopt;
  }

  std::optional<Failure> watchItem(const WatchQuestion& watch) {
    return begin(watch, {.there = [this](const Value& object) { hear(object); },
                         .gone = [this](const ObjectName& gone) { hearGone(gone); },
                         .complete = [this, watch] { hearNothing(watch); },
                         .ended = [this](const Failure& why) { fail(why); }});
  }

  std::optional<Failure> watchOther(const ObjectName& name) {
    if (positions_.contains(identityOf(name))) return std::nullopt;
    return begin(
        {.kind = name.kind, .namespaceName = name.namespaceName, .fields = "metadata.name=" + name.name},
        {.there = [this](const Value& object) { hearOther(object); },
         .gone =
             [this](const ObjectName& gone) {
               others_.erase(identityOf(gone));
               changed_ = true;
             },
         .complete = [] {},
         .ended = [this](const Failure& why) { fail(why); }});
  }

  std::optional<Failure> watchPods(const std::string& space, const std::string& labels) {
    PodTroubles& troubles = troubles_[space + " " + labels];
    return begin({.kind = podKind, .namespaceName = space, .labels = labels},
                 {.there = [this, &troubles](const Value& pod) { hearPod(troubles, pod); },
                  .gone = [&troubles](const ObjectName& pod) { troubles.forget(pod.name); },
                  .complete = [] {},
                  .ended =
                      [this](const Failure& why) {
                        if (why.code != ExitCode::refused) return fail(why);
                        for (Finding finding : why.findings) {
                          finding.severity = Severity::warning;
                          reports_.said(finding);
                        }
                      }});
  }

  void fail(const Failure& why) {
    if (!failure_) failure_ = why;
  }

  std::optional<ObjectStatus> read(const Value& object) {
    auto status = statusOf(object, factsOf(kindOf(object)));
    if (status) return *std::move(status);
    fail(status.failure());
    return std::nullopt;
  }

  void hear(const Value& object) {
    const auto position = positions_.find(identityOf(nameOf(object)));
    if (position == positions_.end()) return;
    auto status = read(object);
    if (!status) return;
    Item& item = items_[position->second];
    const std::string& uid = item.seen.name.uid;
    changed_ = true;
    item.isHeard = true;
    if (!uid.empty() && uid != status->name.uid) return end(item, Ending::replaced);
    status->name.entry = item.seen.name.entry;
    item.seen = *std::move(status);
    if (kindOf(object) == podKind) hearPod(troubles_[item.identity], object);
  }

  void hearGone(const ObjectName& gone) {
    const auto position = positions_.find(identityOf(gone));
    if (position == positions_.end()) return;
    Item& item = items_[position->second];
    changed_ = true;
    if (item.seen.name.uid == gone.uid) end(item, Ending::deleted);
  }

  /// What went between the reading and the watching.
  void hearNothing(const WatchQuestion& watch) {
    for (Item& item : items_) {
      if (item.isHeard || !(item.watch == watch)) continue;
      changed_ = true;
      end(item, Ending::deleted);
    }
  }

  void hearOther(const Value& object) {
    if (auto status = read(object)) others_.insert_or_assign(identityOf(nameOf(object)), *std::move(status));
    changed_ = true;
  }

  void hearPod(PodTroubles& troubles, const Value& pod) {
    troubles.hear(pod, Clock::now());
    changed_ = true;
  }

  static void end(Item& item, Ending ending) {
    if (item.result.ending == Ending::none) item.result.ending = ending;
  }

  void judgeAll() {
    graceEnds_ = Clock::time_point::max();
    for (Item& item : items_) {
      judge(item);
      const std::pair now(item.result.status.state, item.result.ending);
      if (item.reported == now) continue;
      item.reported = now;
      if (reports_.changed) reports_.changed(item.result);
    }
  }

  void judge(Item& item) {
    if (item.result.ending != Ending::none) return;
    item.result.status = item.seen;
    includeOthers(item.result.status, [&](const ObjectName& other) { return otherOf(other); });
    if (options_.goal == Goal::deleted) return;
    const State state = item.result.status.state;
    if (state == State::failed) return end(item, Ending::failed);
    if (state == State::succeeded) return end(item, Ending::succeeded);
    if (state == State::ready && (options_.goal == Goal::ready || !item.isRun))
      return end(item, Ending::ready);
    if (state == State::progressing) judgePods(item);
  }

  /// Pods in trouble are a failure once the grace period is over.
  void judgePods(Item& item) {
    item.result.trouble.clear();
    const ObjectStatus& seen = item.seen;
    const auto troubles = troubles_.find(
        seen.pods.isMap() ? seen.name.namespaceName + " " + labelSelector(seen.pods) : item.identity);
    const auto* oldest = troubles == troubles_.end() ? nullptr : troubles->second.oldest();
    if (oldest == nullptr) return;
    item.result.trouble = oldest->text;
    if (oldest->since + options_.grace <= Clock::now()) return end(item, Ending::failed);
    graceEnds_ = std::min(graceEnds_, oldest->since + options_.grace);
  }

  const ObjectStatus* otherOf(const ObjectName& name) const {
    const std::string identity = identityOf(name);
    if (const auto item = positions_.find(identity); item != positions_.end())
      return &items_[item->second].seen;
    const auto other = others_.find(identity);
    return other == others_.end() ? nullptr : &other->second;
  }

  Client& client_;
  Discovery& discovery_;
  pack::Kinds& kinds_;
  const WaitOptions& options_;
  const WaitReports& reports_;
  std::vector<Item> items_;
  std::map<std::string, std::size_t> positions_;  ///< of the items by identity
  std::map<std::string, ObjectStatus> others_;    ///< that items wait for, by identity
  std::map<std::string, PodTroubles> troubles_;   ///< by namespace and selector, or identity of a pod
  std::map<std::string, std::unique_ptr<Watch>> watches_;
  std::optional<Failure> failure_;
  Clock::time_point graceEnds_;  ///< when the next pod has been in trouble for too long
  Losses losses_;
  bool changed_ = false;
  Clock::time_point shown_;  ///< when all was shown last
  bool isShown_ = false;     ///< as it is now
};

}  // namespace

std::string_view name(Ending ending) {
  constexpr std::string_view names[] = {"none",    "ready",    "succeeded", "failed",
                                        "deleted", "replaced", "absent"};
  return names[static_cast<int>(ending)];
}

bool Awaited::isGood(Goal goal) const {
  if (goal == Goal::deleted) return ending == Ending::deleted || ending == Ending::replaced;
  return ending == Ending::ready || ending == Ending::succeeded;
}

Result<std::vector<Awaited>> wait(Client& client, Discovery& discovery, pack::Kinds& kinds,
                                  std::span<const Member> objects, const WaitOptions& options,
                                  const WaitReports& reports) {
  return Waiting(client, discovery, kinds, options, reports).run(objects);
}

ExitCode exitCode(std::span<const Awaited> results, Goal goal) {
  ExitCode code = ExitCode::done;
  for (const Awaited& result : results) {
    if (result.ending == Ending::none) {
      code = std::max(code, ExitCode::noAnswer);
    } else if (!result.isGood(goal)) {
      return ExitCode::no;
    }
  }
  return code;
}

}  // namespace aictl::kube
