#include "core/kube/fit/room_reading.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <span>

#include "core/kube/api/objects.h"

namespace aictl::kube {
namespace {

/// Pods that have ended hold nothing.
constexpr auto* livingPods = "status.phase!=Succeeded,status.phase!=Failed";

class Reader {
 public:
  Reader(Client& client, Discovery& discovery, const RoomQuestion& question)
      : client_(client), discovery_(discovery), question_(question) {}

  Result<RoomReading> run() {
    const std::array kinds{nodes, pods, claims, volumes, classes, quotas, limitRanges};
    if (auto failure = discovery_.learn(kinds)) return *std::move(failure);
    readNodes();
    readPods();
    readRulesOfNamespaces();
    if (!question_.claimNamespaces.empty()) readStorage();
    if (failure_) return *std::move(failure_);
    return std::move(reading_);
  }

 private:
  static inline const Kind nodes{"v1", "Node"};
  static inline const Kind pods{"v1", "Pod"};
  static inline const Kind claims{"v1", "PersistentVolumeClaim"};
  static inline const Kind volumes{"v1", "PersistentVolume"};
  static inline const Kind classes{"storage.k8s.io/v1", "StorageClass"};
  static inline const Kind quotas{"v1", "ResourceQuota"};
  static inline const Kind limitRanges{"v1", "LimitRange"};

  /// Whether this user may list it; nothing is read after a fault.
  bool read(const Selection& selection, const std::function<void(Value object)>& each) {
    if (failure_) return false;
    auto listed = list(client_, discovery_, selection, each);
    if (listed) return true;
    if (listed.failure().code != ExitCode::refused) failure_ = std::move(listed.failure());
    return false;
  }

  void miss(std::string what) {
    if (!failure_) reading_.notRead.push_back("this user may not list " + std::move(what));
  }

  void readNodes() {
    reading_.areNodesRead = read({.kind = nodes}, [&](const Value& node) { reading_.room.addNode(node); });
    if (!reading_.areNodesRead) miss("nodes: whether one of them takes the pods is not judged");
  }

  void take(const Value& pod) {
    if (!question_.leaveOut || !question_.leaveOut(pod)) reading_.room.addPod(pod);
  }

  void readPods() {
    const auto each = [&](const Value& pod) { take(pod); };
    if (read({.kind = pods, .fields = livingPods}, each)) return;
    miss("pods of all namespaces: the room that those of other namespaces hold is taken for free");
    for (const std::string& space : question_.namespaces) {
      if (!read({.kind = pods, .namespaceName = space, .fields = livingPods}, each))
        miss(fmt::format("pods in namespace '{}': what they hold is taken for free", space));
    }
  }

  void readRulesOfNamespaces() {
    for (const std::string& space : question_.namespaces) {
      const auto into = [](std::vector<Value>& all) {
        return [&all](Value object) { all.push_back(std::move(object)); };
      };
      if (!read({.kind = quotas, .namespaceName = space}, into(reading_.quotas[space])))
        miss(fmt::format("quotas in namespace '{}': they are not judged", space));
      if (!read({.kind = limitRanges, .namespaceName = space}, into(reading_.limitRanges[space])))
        miss(fmt::format("limit ranges in namespace '{}': what they give to containers is not counted",
                         space));
    }
  }

  void readStorage() {
    VolumeClaims& storage = reading_.room.claims;
    for (const std::string& space : question_.claimNamespaces) {
      if (read({.kind = claims, .namespaceName = space},
               [&](const Value& claim) { storage.addClaim(claim); })) {
        storage.setRead(space);
      } else {
        miss(fmt::format("claims in namespace '{}': they are not judged", space));
      }
    }
    if (!read({.kind = volumes}, [&](const Value& volume) { storage.addVolume(volume); }))
      miss("volumes: whether they can be reached from a node is not judged");
    if (read({.kind = classes}, [&](const Value& storageClass) { storage.addClass(storageClass); })) {
      storage.setClassesRead();
    } else {
      miss("storage classes: whether a claim waits for its first pod is not judged");
    }
  }

  Client& client_;
  Discovery& discovery_;
  const RoomQuestion& question_;
  RoomReading reading_;
  std::optional<Failure> failure_;
};

}  // namespace

Result<RoomReading> readRoom(Client& client, Discovery& discovery, const RoomQuestion& question) {
  return Reader(client, discovery, question).run();
}

}  // namespace aictl::kube
