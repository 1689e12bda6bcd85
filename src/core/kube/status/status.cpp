#include "core/kube/status/status.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "core/kube/apply/live_objects.h"
#include "core/kube/apply/plan_words.h"
#include "core/kube/status/status_collection.h"

namespace aictl::kube {
namespace {

std::string textOf(const Value& value) { return value.isString() ? std::string(value.string()) : ""; }

/// Of a kind that nothing is known of: what most of them mean by the condition Ready.
State commonState(const Value& object, std::string& message) {
  const Value* conditions = find(object, {"status", "conditions"});
  if (conditions == nullptr || !conditions->isList()) return State::ready;
  for (const Value& condition : conditions->items()) {
    if (findString(condition, {"type"}) != "Ready") continue;
    if (findString(condition, {"status"}) == "True") return State::ready;
    message = findString(condition, {"message"});
    return State::progressing;
  }
  return State::ready;
}

std::vector<ObjectName> namesOf(const Value& list, const ObjectName& owner) {
  std::vector<ObjectName> names;
  if (!list.isList()) return names;
  for (const Value& item : list.items()) {
    names.push_back({.kind = kindOf(item),
                     .namespaceName = owner.namespaceName,
                     .name = std::string(findString(item, {"name"})),
                     .entry = owner.entry});
  }
  return names;
}

/// Reads facts of one object until one of them is at fault.
class FactReader {
 public:
  FactReader(const pack::KindFacts& facts, const Value& object) : facts_(facts), object_(object) {}

  Value of(std::string_view fact) {
    if (failure) return {};
    Result<Value> value = facts_.of(object_, fact);
    if (value) return *std::move(value);
    failure = std::move(value.failure());
    return {};
  }
  bool holds(std::string_view fact) {
    const Value value = of(fact);
    return value.isBoolean() && value.boolean();
  }
  State state() {
    if (holds("failed")) return State::failed;
    if (holds("succeeded")) return State::succeeded;
    if (holds("suspended")) return State::suspended;
    return holds("ready") ? State::ready : State::progressing;
  }

  std::optional<Failure> failure;

 private:
  const pack::KindFacts& facts_;
  const Value& object_;
};

class Reader {
 public:
  Reader(Client& client, Discovery& discovery, pack::Kinds& kinds, const StatusQuestion& question)
      : client_(client), discovery_(discovery), question_(question), collection_(kinds, question) {}

  Result<StackStatus> run() {
    LiveQuestion members;
    if (auto failure = choose(members)) return *failure;
    if (auto failure = discovery_.learn(members.kinds)) return *failure;
    const LiveAnswers answers{
        .object = [](std::size_t, const Value&) {},
        .member =
            [this](const Value& live) {
              auto failure = collection_.take(live);
              if (failure && !failure_) failure_ = std::move(failure);
            },
        .hidden = [this](const Kind& kind, const std::string& space) { hide(kind, space); },
        .gone = [this](const Kind& kind) { discovery_.forget(kind.apiVersion); }};
    if (auto failure = readLive(client_, discovery_, question_.set, members, answers)) return *failure;
    if (failure_) return *failure_;
    for (const ObjectName& name : question_.named) {
      if (auto failure = readNamed(name)) return *failure;
    }
    for (const ObjectName& other : collection_.missingOthers()) {
      if (auto failure = readOther(other)) return *failure;
    }
    return StackStatus{collection_.objects(discovery_), std::move(findings_)};
  }

 private:
  /// Which kinds to list, where.
  std::optional<Failure> choose(LiveQuestion& members) {
    members.namespaces.insert(question_.set.namespaceName);
    const auto add = [&](const Kind& kind) {
      if (std::ranges::find(members.kinds, kind) == members.kinds.end()) members.kinds.push_back(kind);
    };
    for (const ObjectName& name : question_.expected) {
      add(name.kind);
      if (!name.namespaceName.empty()) members.namespaces.insert(name.namespaceName);
    }
    if (collection_.isAllExpected()) return std::nullopt;
    const auto parent = readParent(client_, discovery_, question_.set);
    if (!parent) return parent.failure();
    for (const Kind& kind : parent->kinds) {
      if (!isOneOf(kind, members.kinds)) add(kind);
    }
    members.namespaces.insert(parent->namespaces.begin(), parent->namespaces.end());
    return std::nullopt;
  }

  void hide(const Kind& kind, const std::string& space) {
    collection_.hide(kind, space);
    findings_.push_back(
        {.severity = Severity::warning,
         .rule = "hidden",
         .message = fmt::format("this user may not list {} {}", kind.kind, placeWords(space))});
  }

  std::optional<Failure> readNamed(const ObjectName& name) {
    if (auto failure = discovery_.learn(std::span(&name.kind, 1))) return failure;
    if (discovery_.find(name.kind) == nullptr) return std::nullopt;
    const auto live = get(client_, discovery_, name);
    if (!live) return live.failure();
    return live->isNull() ? std::nullopt : collection_.take(*live);
  }

  /// Objects that others wait for are most often members that were read already.
  std::optional<Failure> readOther(const ObjectName& other) {
    if (auto failure = discovery_.learn(std::span(&other.kind, 1))) return failure;
    if (discovery_.find(other.kind) == nullptr) return std::nullopt;
    const auto live = get(client_, discovery_, other);
    if (!live) return live.failure();
    return live->isNull() ? std::nullopt : collection_.takeOther(*live);
  }

  Client& client_;
  Discovery& discovery_;
  const StatusQuestion& question_;
  StatusCollection collection_;
  Findings findings_;
  std::optional<Failure> failure_;
};

}  // namespace

std::string_view name(State state) {
  constexpr std::string_view names[] = {"absent",      "hidden",    "deleting", "failed",
                                        "progressing", "suspended", "ready",    "succeeded"};
  return names[static_cast<int>(state)];
}

bool isOneOf(const Kind& kind, std::span<const Kind> kinds) {
  return std::ranges::any_of(kinds, [&](const Kind& other) {
    return other.kind == kind.kind && groupOf(other.apiVersion) == groupOf(kind.apiVersion);
  });
}

Result<ObjectStatus> statusOf(const Value& object, const pack::KindFacts* facts) {
  ObjectStatus status{.name = nameOf(object)};
  status.name.entry = entryOf(object);
  status.created = findString(object, {"metadata", "creationTimestamp"});
  if (facts == nullptr) {
    status.state = commonState(object, status.message);
  } else {
    FactReader reader(*facts, object);
    status.state = reader.state();
    status.progress = reader.of("progress");
    status.message = textOf(reader.of("message"));
    status.url = textOf(reader.of("url"));
    status.started = textOf(reader.of("started"));
    status.ended = textOf(reader.of("ended"));
    status.pods = reader.of("pods");
    status.container = textOf(reader.of("container"));
    status.also = namesOf(reader.of("also"), status.name);
    if (reader.failure) return *std::move(reader.failure);
    if (!status.progress.isList()) status.progress = Value::list();
  }
  if (!findString(object, {"metadata", "deletionTimestamp"}).empty()) status.state = State::deleting;
  return status;
}

void includeOthers(ObjectStatus& status, const std::function<const ObjectStatus*(const ObjectName&)>& find) {
  if (status.state != State::ready && status.state != State::progressing) return;
  for (const ObjectName& other : status.also) {
    const ObjectStatus* found = find(other);
    const State state = found == nullptr ? State::absent : found->state;
    if (state == State::ready || state == State::succeeded) continue;
    status.state = state == State::failed ? State::failed : State::progressing;
    if (!status.message.empty()) continue;
    status.message =
        fmt::format("{} {} is {}", other.kind.kind, other.name, found == nullptr ? "not there" : name(state));
    if (found != nullptr && !found->message.empty()) status.message += ": " + found->message;
  }
}

Result<StackStatus> readStatus(Client& client, Discovery& discovery, pack::Kinds& kinds,
                               const StatusQuestion& question) {
  return Reader(client, discovery, kinds, question).run();
}

}  // namespace aictl::kube
