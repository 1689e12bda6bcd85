#include "core/kube/status/status_watch.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "core/kube/api/watch.h"
#include "core/kube/apply/live_objects.h"
#include "core/kube/status/status_collection.h"

namespace aictl::kube {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds leastPause{100};  // changes most often come several at once
constexpr std::chrono::seconds longestPause{1};

const Kind parentKind{"v1", "ConfigMap"};

/// What is watched of a stack.
struct Stack {
  Stack(pack::Kinds& facts, const StatusQuestion& asked) : question(asked), collection(facts, asked) {}

  const StatusQuestion& question;
  StatusCollection collection;
  std::vector<Kind> kinds;  ///< those expected, and what the parent names
  std::set<std::string> namespaces;
};

class StatusWatch {
 public:
  StatusWatch(Client& client, Discovery& discovery, pack::Kinds& kinds, const StatusReports& reports,
              std::chrono::milliseconds pauseOfKinds)
      : client_(client),
        discovery_(discovery),
        kinds_(kinds),
        reports_(reports),
        pauseOfKinds_(pauseOfKinds),
        losses_(reports.said) {}
  ~StatusWatch() { client_.drop(); }
  StatusWatch(const StatusWatch&) = delete;
  StatusWatch& operator=(const StatusWatch&) = delete;

  std::optional<Failure> run(std::span<const StatusQuestion> questions) {
    for (const StatusQuestion& question : questions) add(question);
    Clock::time_point shown{};
    while (true) {
      if (auto failure = startWatches()) return failure;
      client_.runUntil([&] { return failure_ || mustStart_ || isDue(shown); });
      if (failure_) return std::move(failure_);
      if (mustStart_ || listing_ > 0) continue;
      isChanged_ = false;
      if (!reports_.show(members()) || (live_ == 0 && lookedFor_.empty())) return std::nullopt;
      shown = Clock::now();
    }
  }

 private:
  void add(const StatusQuestion& question) {
    Stack& stack = *stacks_.emplace_back(std::make_unique<Stack>(kinds_, question));
    stack.namespaces.insert(question.set.namespaceName);
    for (const ObjectName& name : question.expected) {
      if (!isOneOf(name.kind, stack.kinds)) stack.kinds.push_back(name.kind);
      if (!name.namespaceName.empty()) stack.namespaces.insert(name.namespaceName);
    }
  }

  bool isDue(Clock::time_point shown) const {
    const auto pause = Clock::now() - shown;
    return listing_ == 0 && (pause >= longestPause || (isChanged_ && pause >= leastPause));
  }

  std::vector<Member> members() const {
    std::vector<Member> all;
    for (const auto& stack : stacks_) {
      for (ObjectStatus& status : stack->collection.objects(discovery_))
        all.push_back({stack->question.set, std::move(status)});
    }
    return all;
  }

  /// Those that are not there yet. Nothing may be learnt of the server from inside an answer.
  std::optional<Failure> startWatches() {
    mustStart_ = false;
    for (const std::string& key : std::exchange(over_, {})) watches_.erase(key);
    if (auto failure = learnKinds()) return failure;
    for (const auto& stack : stacks_) {
      watchParent(*stack);
      for (const Kind& kind : stack->kinds) watchMembers(*stack, kind);
      for (const ObjectName& name : stack->question.named) watchNamed(*stack, name);
      for (const ObjectName& other : stack->collection.missingOthers()) watchOther(*stack, other);
    }
    lookForKinds();
    return std::nullopt;
  }

  /// Those that were not asked for yet.
  std::optional<Failure> learnKinds() {
    std::vector<Kind> fresh;
    const auto add = [&](const Kind& kind) {
      const bool isKnown = std::ranges::find(learnt_, kind) != learnt_.end();
      if (!isKnown && std::ranges::find(fresh, kind) == fresh.end()) fresh.push_back(kind);
    };
    for (const auto& stack : stacks_) {
      if (!stack->collection.isAllExpected()) add(parentKind);
      for (const Kind& kind : stack->kinds) add(kind);
      for (const ObjectName& name : stack->question.named) add(name.kind);
      for (const ObjectName& other : stack->collection.missingOthers()) add(other.kind);
    }
    if (auto failure = discovery_.learn(fresh)) return failure;
    learnt_.insert(learnt_.end(), fresh.begin(), fresh.end());
    return std::nullopt;
  }

  /// A kind that the server has not may come, once its operator is installed. To watch for that takes rights
  /// over the whole cluster, so it is asked for now and then.
  void lookForKinds() {
    for (const Kind& kind : learnt_) {
      if (discovery_.find(kind) == nullptr) lookAgain(kind.apiVersion);
    }
  }

  void lookAgain(const std::string& apiVersion) {
    if (!lookedFor_.insert(apiVersion).second) return;
    discovery_.renew(apiVersion, pauseOfKinds_, [this, apiVersion](const std::optional<Failure>& failure) {
      lookedFor_.erase(apiVersion);
      if (failure && failure->code == ExitCode::interrupted) return fail(*failure);
      mustStart_ = true;
    });
  }

  void begin(WatchQuestion question, WatchAnswers answers) {
    const std::string key = fmt::format("{} {} {} {} {}", question.kind.apiVersion, question.kind.kind,
                                        question.namespaceName, question.labels, question.fields);
    if (watches_.contains(key) || discovery_.find(question.kind) == nullptr) return;
    ++live_;
    ++listing_;
    const auto settle = [this, first = std::make_shared<bool>(true)] {
      if (*first) --listing_;
      *first = false;
    };
    answers.complete = settle;
    answers.lost = [this](const Failure& why) { losses_.tell(why); };
    answers.ended = [this, settle, key, kind = question.kind,
                     rest = std::move(answers.ended)](const Failure& why) {
      settle();
      --live_;
      if (why.code != ExitCode::refused) return fail(why);
      if (isOfKind(why)) {
        over_.push_back(key);
        return lookAgain(kind.apiVersion);
      }
      rest(why);
      for (Finding finding : why.findings) {
        finding.severity = Severity::warning;
        reports_.said(finding);
      }
    };
    auto& watch = watches_[key];
    watch = std::make_unique<Watch>(client_, discovery_, std::move(question), std::move(answers));
    watch->start();
  }

  /// Whether the server says that it has no such kind.
  static bool isOfKind(const Failure& why) {
    return std::ranges::any_of(why.findings, [](const Finding& finding) { return finding.rule == "kind"; });
  }

  /// It says which kinds to look for.
  void watchParent(Stack& stack) {
    if (stack.collection.isAllExpected()) return;
    const ApplySet& set = stack.question.set;
    begin({.kind = parentKind,
           .namespaceName = set.namespaceName,
           .fields = "metadata.name=" + set.parentName()},
          {.there =
               [this, &stack](const Value& live) {
                 const ApplySetParent parent = parentOf(live);
                 for (const Kind& kind : parent.kinds) {
                   if (!isOneOf(kind, stack.kinds)) stack.kinds.push_back(kind);
                 }
                 stack.namespaces.insert(parent.namespaces.begin(), parent.namespaces.end());
                 mustStart_ = true;
               },
           .gone = [](const ObjectName&) {},
           .complete = {},
           .ended = [](const Failure&) {}});
  }

  void watchMembers(Stack& stack, const Kind& kind) {
    const Resource* resource = discovery_.find(kind);
    if (resource == nullptr) return;
    const auto spaces = resource->namespaced ? stack.namespaces : std::set<std::string>{""};
    for (const std::string& space : spaces) {
      begin({.kind = kind, .namespaceName = space, .labels = stack.question.set.selector()},
            {.there = [this, &stack](const Value& live) { hear(stack.collection.take(live)); },
             .gone = [this, &stack](const ObjectName& name) { hearGone(stack, name); },
             .complete = {},
             .ended =
                 [this, &stack, kind, space](const Failure&) {
                   stack.collection.hide(kind, space);
                   isChanged_ = true;
                 }});
    }
  }

  void watchNamed(Stack& stack, const ObjectName& name) {
    begin({.kind = name.kind, .namespaceName = name.namespaceName, .fields = "metadata.name=" + name.name},
          {.there = [this, &stack](const Value& live) { hear(stack.collection.take(live)); },
           .gone = [this, &stack](const ObjectName& gone) { hearGone(stack, gone); },
           .complete = {},
           .ended = [](const Failure&) {}});
  }

  void watchOther(Stack& stack, const ObjectName& name) {
    begin({.kind = name.kind, .namespaceName = name.namespaceName, .fields = "metadata.name=" + name.name},
          {.there = [this, &stack](const Value& live) { hear(stack.collection.takeOther(live)); },
           .gone = [this, &stack](const ObjectName& gone) { hearGone(stack, gone); },
           .complete = {},
           .ended = [](const Failure&) {}});
  }

  void hearGone(Stack& stack, const ObjectName& name) {
    stack.collection.forget(name);
    isChanged_ = true;
  }

  /// What was heard may be the first that another object waits for.
  void hear(std::optional<Failure> failure) {
    isChanged_ = true;
    mustStart_ = true;
    if (failure) fail(*failure);
  }

  void fail(const Failure& why) {
    if (!failure_) failure_ = why;
  }

  Client& client_;
  Discovery& discovery_;
  pack::Kinds& kinds_;
  const StatusReports& reports_;
  const std::chrono::milliseconds pauseOfKinds_;
  Losses losses_;
  std::vector<std::unique_ptr<Stack>> stacks_;
  std::map<std::string, std::unique_ptr<Watch>> watches_;
  std::vector<Kind> learnt_;         ///< that the server was asked for, also those that it has not
  std::set<std::string> lookedFor_;  ///< versions of groups that it is asked for again
  std::vector<std::string> over_;    ///< keys of watches whose kind has gone
  std::optional<Failure> failure_;
  std::size_t live_ = 0;     ///< watches that go on
  std::size_t listing_ = 0;  ///< of them, those that have not told all yet
  bool mustStart_ = false;   ///< there may be more to watch
  bool isChanged_ = false;
};

}  // namespace

std::optional<Failure> watchStatus(Client& client, Discovery& discovery, pack::Kinds& kinds,
                                   std::span<const StatusQuestion> questions, const StatusReports& reports,
                                   std::chrono::milliseconds pauseOfKinds) {
  return StatusWatch(client, discovery, kinds, reports, pauseOfKinds).run(questions);
}

}  // namespace aictl::kube
