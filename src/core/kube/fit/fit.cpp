#include "core/kube/fit/fit.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "core/kube/apply/live_objects.h"
#include "core/kube/fit/fit_question.h"
#include "core/kube/fit/limit_range.h"
#include "core/kube/fit/pod_demand.h"
#include "core/kube/fit/queue_reading.h"
#include "core/kube/fit/quota.h"
#include "core/kube/fit/room_reading.h"
#include "core/pack/kinds.h"

namespace aictl::kube {
namespace {

/// How the objects of the plan are that are there.
Result<std::vector<ObjectStatus>> liveObjects(Client& client, Discovery& discovery, pack::Kinds& kinds,
                                              const Plan& plan) {
  StatusQuestion question{.set = plan.set};
  std::set<std::string> entries;
  for (const auto& wave : plan.waves) {
    for (const Step& step : wave) {
      if (step.name.uid.empty()) continue;
      question.expected.push_back(step.name);
      if (entries.insert(step.name.entry).second) question.entries.push_back(step.name.entry);
    }
  }
  if (question.expected.empty()) return std::vector<ObjectStatus>();
  auto status = readStatus(client, discovery, kinds, question);
  if (!status) return std::move(status.failure());
  return std::move(status->objects);
}

bool namesClaims(const Value& podTemplate) {
  const Value spec = podSpecOf(podTemplate);
  const Value* volumes = spec.find("volumes");
  return volumes != nullptr && volumes->isList() &&
         std::ranges::any_of(volumes->items(), [](const Value& volume) {
           return volume.find("persistentVolumeClaim") != nullptr;
         });
}

/// Reads the cluster; the entries' own pods are given to their demands in place of taking room.
Result<RoomReading> readRoomFor(Client& client, Discovery& discovery, FitQuestion& question) {
  RoomQuestion asked;
  for (const EntryQuestion& entry : question.entries) {
    for (const auto& [space, demand] : entry.demands) {
      if (!space.empty()) asked.namespaces.insert(space);
    }
    for (const FitSet& set : entry.fit.sets) {
      asked.namespaces.insert(set.pods.namespaceName);
      if (namesClaims(set.pods.podTemplate)) asked.claimNamespaces.insert(set.pods.namespaceName);
    }
  }
  asked.leaveOut = [&](const Value& pod) {
    EntryQuestion* owner = question.ownerOf(pod);
    if (owner == nullptr) return false;
    owner->demands[std::string(findString(pod, {"metadata", "namespace"}))].pods.push_back({pod, -1});
    return true;
  };
  auto reading = readRoom(client, discovery, asked);
  if (!reading) return reading;
  for (const auto& [space, claim] : question.comingClaims) reading->room.claims.addComing(space, claim);
  return reading;
}

void join(QuotaDemand& demand, const QuotaDemand& other) {
  demand.pods.insert(demand.pods.end(), other.pods.begin(), other.pods.end());
  add(demand.objects, other.objects);
}

/// Why pods of a set have no node.
std::string reasonOf(const FitSet& set) {
  const SetPlacement& placement = *set.placement;
  const std::string pods =
      set.pods.name == "pods" || set.pods.name.empty() ? "pods" : set.pods.name + " pods";
  if (!set.pods.count && placement.blocked->obstacles.empty())
    return fmt::format("{} of {} nodes that are to have one of its {} {} no room: {}", placement.missing,
                       placement.count, pods, placement.missing == 1 ? "has" : "have",
                       lackText(*placement.blocked));
  return fmt::format("{} of {} {} {} no node{}: {}", placement.missing, placement.count, pods,
                     placement.missing == 1 ? "has" : "have",
                     placement.nodes.empty() ? "" : " once the others have theirs",
                     sentence(*placement.blocked));
}

/// Judges one entry after the other, each with what those before have taken.
class Judge {
 public:
  Judge(RoomReading& reading, QueueReading& queues) : reading_(reading), queues_(queues) {}

  void run(EntryQuestion& question, FitAnswer& answer) {
    EntryFit& entry = question.fit;
    for (FitSet& set : entry.sets) {
      set.pods.podTemplate =
          withLimitRangeDefaults(set.pods.podTemplate, reading_.limitRanges[set.pods.namespaceName]);
      for (std::string& what : notLookedAt(podSpecOf(set.pods.podTemplate))) {
        if (std::ranges::find(entry.notLookedAt, what) == entry.notLookedAt.end())
          entry.notLookedAt.push_back(std::move(what));
      }
    }
    if (!entry.sets.empty()) return judgePods(question, answer);
    if (!judgeByQuotas(question, answer)) entry.verdict = Verdict::no;
  }

 private:
  void judgePods(EntryQuestion& question, FitAnswer& answer) {
    EntryFit& entry = question.fit;
    ClusterRoom before = reading_.room;
    std::vector<QueueRoom> queuesBefore = queues_.rooms;
    placeOnNodes(entry);
    askQueues(question, entry);
    if (!judgeByQuotas(question, answer)) entry.verdict = Verdict::no;
    if (entry.verdict != Verdict::no) return;
    // What is refused takes no room.
    reading_.room = std::move(before);
    queues_.rooms = std::move(queuesBefore);
  }

  void placeOnNodes(EntryFit& entry) {
    if (!reading_.areNodesRead) {
      entry.verdict = Verdict::unknown;
      return;
    }
    Gang gang{.entry = entry.object.entry};
    for (const FitSet& set : entry.sets) gang.sets.push_back(set.pods);
    auto placements = placeGangs(reading_.room, {std::move(gang)});
    if (!placements.front().fits()) entry.verdict = Verdict::no;
    for (std::size_t i = 0; i < entry.sets.size(); ++i) {
      FitSet& set = entry.sets[i];
      set.placement = std::move(placements.front().sets[i]);
      if (set.placement->missing > 0) entry.reasons.push_back(reasonOf(set));
    }
  }

  /// What pods hold that the entry has already, and that will go.
  static Amounts heldBy(const EntryQuestion& question) {
    Amounts held;
    for (const auto& [space, demand] : question.demands) {
      for (const QuotaDemand::Pods& pods : demand.pods) {
        if (pods.count < 0) add(held, podDemand(pods.podTemplate), -pods.count);
      }
    }
    return held;
  }

  /// A queue admits a workload as a whole, each set of its pods with one flavor.
  void askQueues(const EntryQuestion& question, EntryFit& entry) {
    std::set<std::size_t> asked;
    for (const Workload& workload : question.workloads) {
      const std::string identity = identityOf(workload.name);
      if (queues_.unknown.contains(identity)) doubt(entry);
      const auto position = queues_.roomOf.find(identity);
      if (position == queues_.roomOf.end()) continue;
      QueueRoom& room = queues_.rooms[position->second];
      if (asked.insert(position->second).second) room.giveBack(heldBy(question));
      std::vector<Amounts> demands;
      demands.reserve(workload.sets.size());
      for (const std::size_t set : workload.sets) demands.push_back(entry.sets[set].needs());
      const QueueAnswer answer = admit(room, demands);
      if (!answer.unsure.empty()) doubt(entry);
      if (!answer.faults.empty()) entry.verdict = Verdict::no;
      entry.reasons.insert(entry.reasons.end(), answer.faults.begin(), answer.faults.end());
      entry.reasons.insert(entry.reasons.end(), answer.unsure.begin(), answer.unsure.end());
    }
  }

  static void doubt(EntryFit& entry) {
    if (entry.verdict == Verdict::yes) entry.verdict = Verdict::unknown;
  }

  /// Whether the quotas let the entry pass, which is then counted.
  bool judgeByQuotas(EntryQuestion& question, FitAnswer& answer) {
    for (const FitSet& set : question.fit.sets) {
      question.demands[set.pods.namespaceName].pods.push_back(
          {set.pods.podTemplate, set.count().value_or(0)});
    }
    bool passes = true;
    for (const auto& [space, demand] : question.demands) {
      QuotaDemand together = counted_[space];
      join(together, demand);
      QuotaAnswer judged = judgeQuotas(reading_.quotas[space], together);
      for (std::string& fault : judged.faults) {
        passes = false;
        question.fit.reasons.push_back(std::move(fault));
      }
      for (std::string& what : judged.notLookedAt) {
        if (std::ranges::find(answer.notLookedAt, what) == answer.notLookedAt.end())
          answer.notLookedAt.push_back(std::move(what));
      }
    }
    if (!passes || question.fit.verdict == Verdict::no) return passes;
    for (const auto& [space, demand] : question.demands) join(counted_[space], demand);
    return true;
  }

  RoomReading& reading_;
  QueueReading& queues_;
  std::map<std::string, QuotaDemand> counted_;  ///< what entries before have taken of the quotas
};

}  // namespace

std::string_view name(Verdict verdict) {
  constexpr std::array<std::string_view, 3> names{"yes", "no", "unknown"};
  return names.at(static_cast<std::size_t>(verdict));
}

std::optional<std::int64_t> FitSet::count() const {
  if (placement) return placement->count;
  return pods.count;
}

Amounts FitSet::needs() const {
  Amounts sum;
  add(sum, podDemand(pods.podTemplate), count().value_or(0));
  return sum;
}

Verdict FitAnswer::verdict() const {
  const auto is = [&](Verdict verdict) {
    return std::ranges::find(entries, verdict, &EntryFit::verdict) != entries.end();
  };
  if (is(Verdict::no)) return Verdict::no;
  return is(Verdict::unknown) ? Verdict::unknown : Verdict::yes;
}

Result<FitAnswer> fit(Client& client, Discovery& discovery, pack::Packs& packs, const Plan& plan) {
  pack::Kinds kinds(packs);
  auto live = liveObjects(client, discovery, kinds, plan);
  if (!live) return live.failure();
  auto question = fitQuestionOf(plan, discovery, kinds, *std::move(live));
  if (!question) return question.failure();
  auto reading = readRoomFor(client, discovery, *question);
  if (!reading) return reading.failure();
  auto queues = readQueues(client, discovery, packs, *question);
  if (!queues) return queues.failure();
  FitAnswer answer{.idle = question->idle, .waiting = reading->room.waiting(), .notRead = reading->notRead};
  answer.notRead.insert(answer.notRead.end(), queues->notRead.begin(), queues->notRead.end());
  Judge judge(*reading, *queues);
  for (EntryQuestion& entry : question->entries) {
    judge.run(entry, answer);
    if (!entry.fit.sets.empty() || !entry.fit.reasons.empty()) answer.entries.push_back(std::move(entry.fit));
  }
  return answer;
}

}  // namespace aictl::kube
