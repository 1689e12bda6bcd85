#include "core/kube/status/status_watch.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "core/kube/api/watch.h"
#include "core/kube/apply/live_objects.h"
#include "core/kube/status/status_collection.h"

namespace aictl::kube {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds leastPause{100};  // changes most often come several at once
constexpr std::chrono::seconds longestPause{1};

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
  StatusWatch(Client& client, Discovery& discovery, pack::Kinds& kinds, const StatusReports& reports)
      : client_(client), discovery_(discovery), kinds_(kinds), reports_(reports), losses_(reports.said) {}
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
      if (!reports_.show(members()) || live_ == 0) return std::nullopt;
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
    for (const auto& stack : stacks_) {
      if (auto failure = watchParent(*stack)) return failure;
      for (const Kind& kind : stack->kinds) {
        if (auto failure = watchMembers(*stack, kind)) return failure;
      }
      for (const ObjectName& other : stack->collection.missingOthers()) {
        if (auto failure = watchOther(*stack, other)) return failure;
      }
    }
    return std::nullopt;
  }

  std::optional<Failure> begin(WatchQuestion question, WatchAnswers answers) {
    const std::string key = fmt::format("{} {} {} {} {}", question.kind.apiVersion, question.kind.kind,
                                        question.namespaceName, question.labels, question.fields);
    if (watches_.contains(key)) return std::nullopt;
    watches_.emplace(key, nullptr);  // of a kind that the cluster has not, too
    if (auto failure = discovery_.learn(std::span(&question.kind, 1))) return failure;
    if (discovery_.find(question.kind) == nullptr) return std::nullopt;
    ++live_;
    ++listing_;
    const auto settle = [this, first = std::make_shared<bool>(true)] {
      if (*first) --listing_;
      *first = false;
    };
    answers.complete = settle;
    answers.lost = [this](const Failure& why) { losses_.tell(why); };
    answers.ended = [this, settle, rest = std::move(answers.ended)](const Failure& why) {
      settle();
      --live_;
      if (why.code != ExitCode::refused) return fail(why);
      rest(why);
      for (Finding finding : why.findings) {
        finding.severity = Severity::warning;
        reports_.said(finding);
      }
    };
    auto& watch = watches_[key];
    watch = std::make_unique<Watch>(client_, discovery_, std::move(question), std::move(answers));
    watch->start();
    return std::nullopt;
  }

  /// It says which kinds to look for.
  std::optional<Failure> watchParent(Stack& stack) {
    if (stack.collection.isAllExpected()) return std::nullopt;
    const ApplySet& set = stack.question.set;
    return begin({.kind = {"v1", "ConfigMap"},
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

  std::optional<Failure> watchMembers(Stack& stack, const Kind& kind) {
    if (auto failure = discovery_.learn(std::span(&kind, 1))) return failure;
    const Resource* resource = discovery_.find(kind);
    if (resource == nullptr) return std::nullopt;
    const auto spaces = resource->namespaced ? stack.namespaces : std::set<std::string>{""};
    for (const std::string& space : spaces) {
      auto failure = begin({.kind = kind, .namespaceName = space, .labels = stack.question.set.selector()},
                           {.there = [this, &stack](const Value& live) { hear(stack.collection.take(live)); },
                            .gone =
                                [this, &stack](const ObjectName& name) {
                                  stack.collection.forget(name);
                                  isChanged_ = true;
                                },
                            .complete = {},
                            .ended =
                                [this, &stack, kind, space](const Failure&) {
                                  stack.collection.hide(kind, space);
                                  isChanged_ = true;
                                }});
      if (failure) return failure;
    }
    return std::nullopt;
  }

  std::optional<Failure> watchOther(Stack& stack, const ObjectName& name) {
    return begin(
        {.kind = name.kind, .namespaceName = name.namespaceName, .fields = "metadata.name=" + name.name},
        {.there = [this, &stack](const Value& live) { hear(stack.collection.takeOther(live)); },
         .gone =
             [this, &stack](const ObjectName& gone) {
               stack.collection.forget(gone);
               isChanged_ = true;
             },
         .complete = {},
         .ended = [](const Failure&) {}});
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
  Losses losses_;
  std::vector<std::unique_ptr<Stack>> stacks_;
  std::map<std::string, std::unique_ptr<Watch>> watches_;
  std::optional<Failure> failure_;
  std::size_t live_ = 0;     ///< watches that go on
  std::size_t listing_ = 0;  ///< of them, those that have not told all yet
  bool mustStart_ = false;   ///< there may be more to watch
  bool isChanged_ = false;
};

}  // namespace

std::optional<Failure> watchStatus(Client& client, Discovery& discovery, pack::Kinds& kinds,
                                   std::span<const StatusQuestion> questions, const StatusReports& reports) {
  return StatusWatch(client, discovery, kinds, reports).run(questions);
}

}  // namespace aictl::kube
