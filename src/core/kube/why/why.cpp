#include "core/kube/why/why.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include "core/kube/apply/live_objects.h"
#include "core/kube/logs/pod_log.h"
#include "core/kube/why/lookup.h"
#include "core/kube/why/missing_pods.h"
#include "core/kube/why/unscheduled.h"
#include "core/kube/why/why_logs.h"

namespace aictl::kube {
namespace {

/// Of many pods in the same trouble some are enough to know it.
constexpr std::size_t eventsAtMost = 24;
constexpr std::size_t logsAtMost = 256;
constexpr std::int64_t linesOfLog = 60;

/// How far from an entry's own objects and pods.
constexpr int followed = 3;

const Kind eventKind{"v1", "Event"};
const Kind podKind{"v1", "Pod"};

/// Rank of what an object says itself, where nothing better is known.
constexpr std::int64_t ownWords = 90;
constexpr std::int64_t notThere = 5;

/// What has no pods that are missing: it has ended, or somebody has stopped it.
bool isEnded(State state) {
  return state == State::failed || state == State::succeeded || state == State::suspended ||
         state == State::deleting;
}

bool isWell(State state) { return state == State::ready || state == State::succeeded; }

Value latestFirst(std::vector<Value> events) {
  const auto time = [](const Value& event) {
    for (const char* key : {"lastTimestamp", "eventTime"}) {
      const std::string_view text = findString(event, {key});
      if (!text.empty()) return std::string(text);
    }
    return std::string(findString(event, {"metadata", "creationTimestamp"}));
  };
  std::ranges::stable_sort(events, std::ranges::greater(), time);
  Value list = Value::list();
  for (Value& event : events) list.push(std::move(event));
  return list;
}

/// A reason that an object may be an instance of.
struct Case {
  const pack::Reason* reason;
  pack::Suspicion suspicion;
};

/// An object that is looked at, and what was seen around it.
struct Examined {
  std::size_t entry;
  Value object;
  std::vector<Case> cases;
  pack::Circumstances seen;
};

/// An entry with what was found of it.
struct Entry {
  EntryAnswers told;
  std::vector<Value> pods;
  std::vector<LastLine> lastLines;
  std::size_t eventsAsked = 0;
};

class Investigation {
 public:
  Investigation(Client& client, Discovery& discovery, pack::Packs& packs, std::span<const Member> members,
                std::int64_t now)
      : client_(client),
        discovery_(discovery),
        lookup_(client, discovery),
        kinds_(packs),
        packs_(packs),
        members_(members),
        now_(now) {}

  Result<WhyAnswers> run() {
    Result<std::vector<pack::Reason>> reasons = pack::readReasons(packs_);
    if (!reasons) return reasons.failure();
    reasons_ = *std::move(reasons);
    askForObjects();
    if (auto failure = lookup_.run()) return *failure;
    if (auto failure = follow()) return *failure;
    if (auto failure = suspect()) return *failure;
    askAround();
    if (auto failure = lookup_.run()) return *failure;
    if (auto failure = judge()) return *failure;
    if (auto failure = judgeUnscheduled()) return *failure;
    if (auto failure = countPods()) return *failure;
    WhyAnswers answers{.unread = std::move(unread_)};
    append(answers.unread, lookup_.unread());
    for (Entry& entry : entries_) {
      addSilent(entry.lastLines, now_, entry.told.answers);
      addOwnWords(entry.told);
      order(entry.told.answers);
      answers.entries.push_back(std::move(entry.told));
    }
    return answers;
  }

 private:
  std::size_t entryOf(const ObjectStatus& status) {
    const std::string& label = status.name.entry;
    const std::string key = label.empty() ? identityOf(status.name) : label;
    const auto [known, isNew] = positions_.emplace(key, entries_.size());
    if (isNew) entries_.push_back({.told = {.entry = label}});
    return known->second;
  }

  void askForObjects() {
    for (const Member& member : members_) {
      const std::size_t entry = entryOf(member.status);
      entries_[entry].told.objects.push_back(member.status);
      const State state = member.status.state;
      if (state == State::absent || state == State::hidden || state == State::succeeded) continue;
      lookup_.get(member.status.name, [this, entry](const Value& object) { examine(entry, object); });
      for (const PodSelection& selection : podSelections(std::span(&member, 1))) {
        lookup_.list({.kind = podKind,
                      .namespaceName = selection.namespaceName,
                      .labels = selection.labels,
                      .fields = selection.fields},
                     [this, entry, selection](const std::vector<Value>& pods) {
                       for (const Value& pod : pods) addPod(entry, pod, selection);
                     });
      }
    }
  }

  void addPod(std::size_t entry, const Value& pod, const PodSelection& selection) {
    if (!selections_.emplace(std::string(findString(pod, {"metadata", "uid"})), selection).second) return;
    entries_[entry].pods.push_back(pod);
    ++entries_[entry].told.pods;
    examine(entry, pod);
  }

  void examine(std::size_t entry, const Value& object) {
    if (object.isNull()) return;
    const std::string uid(findString(object, {"metadata", "uid"}));
    if (!examinedUids_.insert(uid).second) return;
    examined_.push_back(std::make_unique<Examined>(Examined{.entry = entry, .object = object}));
    examined_.back()->seen.now = now_;
  }

  /// From object to object, as the reasons say.
  std::optional<Failure> follow() {
    std::size_t next = 0;
    for (int depth = 0; depth < followed; ++depth) {
      const std::size_t end = examined_.size();
      for (; next < end; ++next) {
        const Examined& one = *examined_[next];
        const Kind kind = kindOf(one.object);
        for (const pack::Reason& reason : reasons_) {
          if (!reason.isAbout(groupOf(kind.apiVersion), kind.kind)) continue;
          const auto related = reason.related(one.object);
          if (!related) return related.failure();
          for (const pack::Wanted& wanted : *related)
            read(wanted, one.object, [this, entry = one.entry](const Value& found) {
              if (!found.isList()) return examine(entry, found);
              for (const Value& object : found.items()) examine(entry, object);
            });
        }
      }
      if (auto failure = lookup_.run()) return failure;
      if (examined_.size() == end) break;
    }
    return std::nullopt;
  }

  std::optional<Failure> suspect() {
    for (const auto& one : examined_) {
      const Kind kind = kindOf(one->object);
      for (const pack::Reason& reason : reasons_) {
        if (!reason.isAbout(groupOf(kind.apiVersion), kind.kind)) continue;
        auto suspicions = reason.suspicions(one->object, now_);
        if (!suspicions) return std::move(suspicions.failure());
        for (pack::Suspicion& suspicion : *suspicions) one->cases.push_back({&reason, std::move(suspicion)});
      }
    }
    return std::nullopt;
  }

  void askAround() {
    for (const auto& one : examined_) {
      for (const Case& suspected : one->cases) {
        for (const pack::Wanted& wanted : suspected.suspicion.wanted) askFor(*one, wanted);
      }
      askForEvents(*one);
      askForLog(*one);
    }
  }

  /// Many pods want to know the same node.
  void askFor(const Examined& one, const pack::Wanted& wanted) {
    const std::string key = keyOf(one, wanted);
    if (!wanted_.insert(key).second) return;
    read(wanted, one.object, [this, key](const Value& found) { found_.insert_or_assign(key, found); });
  }

  /// One object, or the list of those that have the labels, from the namespace of another object.
  void read(const pack::Wanted& wanted, const Value& from, std::function<void(const Value&)> answer) {
    const std::string space(findString(from, {"metadata", "namespace"}));
    const Kind kind{wanted.apiVersion, wanted.kind};
    if (!wanted.name.empty())
      return lookup_.get({.kind = kind, .namespaceName = space, .name = wanted.name}, std::move(answer));
    lookup_.list({.kind = kind, .namespaceName = space, .labels = labelSelector(wanted.labels)},
                 [answer = std::move(answer)](const std::vector<Value>& items) {
                   Value list = Value::list();
                   for (const Value& item : items) list.push(item);
                   answer(list);
                 });
  }

  static std::string keyOf(const Examined& one, const pack::Wanted& wanted) {
    return fmt::format("{}/{}/{}/{}/{}", findString(one.object, {"metadata", "namespace"}), wanted.apiVersion,
                       wanted.kind, wanted.name, labelSelector(wanted.labels));
  }

  void askForEvents(Examined& one) {
    const bool wanted =
        std::ranges::any_of(one.cases, [](const Case& suspected) { return suspected.reason->readsEvents(); });
    if (!wanted || entries_[one.entry].eventsAsked++ >= eventsAtMost) return;
    const ObjectName name = nameOf(one.object);
    lookup_.list({.kind = eventKind,
                  .namespaceName = name.namespaceName.empty() ? "default" : name.namespaceName,
                  .fields = "involvedObject.uid=" + name.uid},
                 [&one](const std::vector<Value>& events) { one.seen.events = latestFirst(events); });
  }

  void askForLog(Examined& one) {
    const bool wanted =
        std::ranges::any_of(one.cases, [](const Case& suspected) { return suspected.reason->readsLog(); });
    const auto selection = selections_.find(std::string(findString(one.object, {"metadata", "uid"})));
    if (!wanted || selection == selections_.end() || logsAsked_ >= logsAtMost) return;
    const LogSource source = logSource(one.object, selection->second);
    if (source.container.empty()) return;
    ++logsAsked_;
    lookup_.log(one.object, source.container, {.tail = linesOfLog, .instance = source.instance},
                [this, &one](const std::vector<std::string>& lines, std::string_view lastTime) {
                  one.seen.lines = lines;
                  Entry& entry = entries_[one.entry];
                  ++entry.told.logs;
                  entry.lastLines.push_back({.pod = nameOf(one.object), .time = std::string(lastTime)});
                });
  }

  std::optional<Failure> judge() {
    for (const auto& one : examined_) {
      for (const Case& suspected : one->cases) {
        const std::optional<pack::Circumstances> seen = circumstancesOf(*one, suspected);
        if (!seen) continue;
        auto diagnosis = suspected.reason->judge(one->object, suspected.suspicion, *seen);
        if (!diagnosis) return std::move(diagnosis.failure());
        if (*diagnosis) entries_[one->entry].told.answers.push_back({**diagnosis, nameOf(one->object)});
      }
    }
    return std::nullopt;
  }

  /// None where this user may not read what the reason has to know.
  std::optional<pack::Circumstances> circumstancesOf(const Examined& one, const Case& suspected) const {
    pack::Circumstances seen = one.seen;
    for (const pack::Wanted& wanted : suspected.suspicion.wanted) {
      const auto found = found_.find(keyOf(one, wanted));
      if (found == found_.end()) return std::nullopt;
      seen.found.insert_or_assign(wanted.as, found->second);
    }
    return seen;
  }

  /// Nodes, and what runs on them, are read where a pod waits for one.
  std::optional<Failure> judgeUnscheduled() {
    RoomQuestion question;
    for (const Entry& entry : entries_) {
      for (const Value& pod : entry.pods) {
        if (isUnscheduled(pod)) question.claimNamespaces.emplace(findString(pod, {"metadata", "namespace"}));
      }
    }
    if (question.claimNamespaces.empty()) return std::nullopt;
    question.namespaces = question.claimNamespaces;
    const Result<RoomReading> reading = readRoom(client_, discovery_, question);
    if (!reading) return reading.failure();
    for (const std::string& what : reading->notRead)
      unread_.push_back({.severity = Severity::warning, .rule = "hidden", .message = what});
    for (Entry& entry : entries_) addUnscheduled(entry.pods, *reading, entry.told.answers);
    return std::nullopt;
  }

  /// Whether the runs have all their pods.
  std::optional<Failure> countPods() {
    for (const auto& one : examined_) {
      Entry& entry = entries_[one->entry];
      const ObjectName name = nameOf(one->object);
      const bool isOwn = std::ranges::any_of(entry.told.objects, [&](const ObjectStatus& status) {
        return identityOf(status.name) == identityOf(name) && !isEnded(status.state);
      });
      const auto facts = kinds_.find(groupOf(name.kind.apiVersion), name.kind.kind);
      if (!facts) return facts.failure();
      if (!isOwn || *facts == nullptr) continue;
      auto missing = missingPods(**facts, one->object, entry.pods.size(), now_);
      if (!missing) return std::move(missing.failure());
      if (*missing) entry.told.answers.push_back(*std::move(*missing));
    }
    return std::nullopt;
  }

  /// What to do where the cluster has not the kind.
  std::string remedyOfAbsence(const ObjectName& name) {
    const auto facts = kinds_.find(groupOf(name.kind.apiVersion), name.kind.kind);
    const bool isKnown = facts && *facts != nullptr && !(*facts)->bringer().empty();
    if (!isKnown) return "have the operator installed that brings the kind";
    return fmt::format("have {} installed, which brings the kind{}", (*facts)->bringer(),
                       name.entry.empty() ? "" : (*facts)->otherwise());
  }

  void addOwnWords(EntryAnswers& entry) {
    for (const ObjectStatus& status : entry.objects) {
      if (isWell(status.state)) continue;
      if (status.state == State::absent && status.message.empty()) {
        entry.answers.push_back(
            {{.rank = notThere,
              .message = fmt::format("{} {} is not in the cluster", status.name.kind.kind, status.name.name),
              .remedy = fmt::format("'aictl apply{}{}' makes it", status.name.entry.empty() ? "" : " ",
                                    status.name.entry)},
             status.name});
      } else if (status.state == State::absent) {
        entry.answers.push_back(
            {{.rank = notThere, .message = status.message, .remedy = remedyOfAbsence(status.name)},
             status.name});
      } else if (!status.message.empty()) {
        entry.answers.push_back({.diagnosis = {.rank = ownWords,
                                               .message = fmt::format("{} {} says: {}", status.name.kind.kind,
                                                                      status.name.name, status.message)},
                                 .about = status.name,
                                 .isOwnMessage = true});
      }
    }
  }

  /// The nearest to the cause first, each thing once.
  static void order(std::vector<Answer>& answers) {
    std::ranges::stable_sort(answers, {}, [](const Answer& answer) {
      return std::pair(answer.diagnosis.rank, answer.about.name);
    });
    std::vector<Answer> distinct;
    for (Answer& answer : answers) {
      const auto same = std::ranges::find_if(
          distinct, [&](const Answer& other) { return other.diagnosis.message == answer.diagnosis.message; });
      if (same == distinct.end()) {
        distinct.push_back(std::move(answer));
      } else {
        ++same->more;
      }
    }
    answers = std::move(distinct);
  }

  Client& client_;
  Discovery& discovery_;
  Lookup lookup_;
  pack::Kinds kinds_;
  pack::Packs& packs_;
  std::span<const Member> members_;
  std::int64_t now_;
  std::vector<pack::Reason> reasons_;
  std::map<std::string, std::size_t> positions_;
  std::vector<Entry> entries_;
  std::set<std::string> examinedUids_;
  std::map<std::string, PodSelection> selections_;  ///< by uid of the pod
  std::vector<std::unique_ptr<Examined>> examined_;
  std::size_t logsAsked_ = 0;
  std::set<std::string> wanted_;        ///< what was asked for, by keyOf
  std::map<std::string, Value> found_;  ///< what came of it
  Findings unread_;
};

}  // namespace

bool EntryAnswers::isWell() const {
  return std::ranges::all_of(objects, [](const ObjectStatus& status) { return kube::isWell(status.state); });
}

Result<WhyAnswers> why(Client& client, Discovery& discovery, pack::Packs& packs,
                       std::span<const Member> members, std::int64_t now) {
  return Investigation(client, discovery, packs, members, now).run();
}

}  // namespace aictl::kube
