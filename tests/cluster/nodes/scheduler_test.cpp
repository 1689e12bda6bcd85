// Our arithmetic of nodes and quotas against the verdict of the real scheduler and server, over generated
// clusters.

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <thread>

#include "cluster/nodes/scheduler_cases.h"
#include "cluster/nodes/scheduling.h"
#include "core/kube/fit/placement.h"
#include "core/kube/fit/pod_demand.h"
#include "core/kube/fit/quota.h"
#include "core/kube/fit/room_reading.h"

using namespace aictl;
using aictl::test::SchedulerCases;
using aictl::test::SchedulingCluster;

namespace {

constexpr std::uint32_t seed = 20240501;
constexpr int podsOfACluster = 6;

const std::string pods = "/api/v1/namespaces/default/pods";
const std::string quotas = "/api/v1/namespaces/default/resourcequotas";

/// What the scheduler said of a pod: the node that it was bound to, or why it cannot be.
struct SchedulerVerdict {
  std::string node;
  std::string reason;
};

std::optional<SchedulerVerdict> verdictIn(const Value& pod) {
  if (const auto node = findString(pod, {"spec", "nodeName"}); !node.empty())
    return SchedulerVerdict{std::string(node), {}};
  const Value* conditions = find(pod, {"status", "conditions"});
  if (conditions == nullptr) return std::nullopt;
  for (const Value& condition : conditions->items()) {
    if (findString(condition, {"type"}) == "PodScheduled" &&
        findString(condition, {"reason"}) == "Unschedulable")
      return SchedulerVerdict{{}, std::string(findString(condition, {"message"}))};
  }
  return std::nullopt;
}

/// Waits for the scheduler. Where a node is expected it gets the time to hear of what was changed before: it
/// tries again by itself.
SchedulerVerdict verdictOn(SchedulingCluster& cluster, const std::string& name, bool expected) {
  using namespace std::chrono_literals;
  const auto end = std::chrono::steady_clock::now() + 20s;
  std::optional<SchedulerVerdict> last;
  while (std::chrono::steady_clock::now() < end) {
    last = verdictIn(cluster.get(pods + "/" + name));
    if (last && (!expected || !last->node.empty())) return *last;
    std::this_thread::sleep_for(20ms);
  }
  return last.value_or(SchedulerVerdict{{}, "no verdict"});
}

/// Claims of all sorts: one that is missing, one that is not bound, one whose volume lies in zone a.
void makeClaims(SchedulingCluster& cluster) {
  const std::string claims = "/api/v1/namespaces/default/persistentvolumeclaims";
  const std::string claim =
      ", spec: {storageClassName: '', accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}";
  cluster.createWritten("/api/v1/persistentvolumes", R"(
metadata: {name: in-zone-a}
spec:
  capacity: {storage: 1Gi}
  accessModes: [ReadWriteOnce]
  claimRef: {namespace: default, name: in-zone-a}
  local: {path: /data}
  nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: zone, operator: In, values: [a]}]}]}}
)");
  cluster.createWritten(claims,
                        "{metadata: {name: in-zone-a}, spec: {storageClassName: '', volumeName: in-zone-a, "
                        "accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}");
  cluster.createWritten(claims, "{metadata: {name: unbound}" + claim + "}}");
  // A volume controller that met a conflict tries again with its next round, after 15 seconds.
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (findString(cluster.get(claims + "/in-zone-a"), {"status", "phase"}) != "Bound") {
    REQUIRE(std::chrono::steady_clock::now() < end);
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
}

void removeClaims(SchedulingCluster& cluster) {
  cluster.remove("/api/v1/namespaces/default/persistentvolumeclaims");
  cluster.remove("/api/v1/persistentvolumes/in-zone-a");
}

Value withClaim(Value pod, const std::string& claim) {
  Value spec = *pod.find("spec");
  spec.set("volumes",
           Value::list({Value::map(
               {{"name", "d"}, {"persistentVolumeClaim", Value::map({{"claimName", Value(claim)}})}})}));
  pod.set("spec", spec);
  return pod;
}

/// Makes the nodes of a cluster and pods on them, some of which have ended.
int populate(SchedulingCluster& cluster, SchedulerCases& cases) {
  const int nodes = 4 + cases.below(6);
  for (int i = 0; i < nodes; ++i) {
    const std::string node = "n" + std::to_string(i);
    cluster.createNode(cases.node(node));
    for (int pod = cases.below(3); pod > 0; --pod) {
      const std::string name = "on-" + node + "-" + std::to_string(pod);
      cluster.create(pods, cases.boundPod(name, node));
      if (cases.chance(20))
        cluster.patch(pods + "/" + name + "/status", SchedulingCluster::read("{status: {phase: Succeeded}}"));
    }
  }
  return nodes;
}

struct Counts {
  int placed = 0;
  int unschedulable = 0;
  int overQuota = 0;
};

/// Makes a quota, and waits until the server has counted what is there.
void makeQuota(SchedulingCluster& cluster, const Value& quota) {
  cluster.create(quotas, quota);
  kube::Amounts there{{"pods", 0}, {"requests.cpu", 0}};
  const Value all = cluster.get(pods);
  for (const Value& pod : all.find("items")->items()) {
    if (findString(pod, {"status", "phase"}) == "Succeeded") continue;
    ++there["pods"];
    there["requests.cpu"] += kube::amount(kube::podDemand(pod), "cpu");
  }
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  const std::string path = quotas + "/" + std::string(findString(quota, {"metadata", "name"}));
  while (true) {
    const Value now = cluster.get(path);
    const Value* used = find(now, {"status", "used"});
    const kube::Amounts counted = used != nullptr ? kube::amountsOf(*used) : kube::Amounts();
    if (counted.contains("pods") && std::ranges::all_of(there, [&](const auto& entry) {
          return kube::amount(counted, entry.first) == entry.second;
        }))
      return;
    REQUIRE(std::chrono::steady_clock::now() < end);
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
}

kube::RoomReading read(SchedulingCluster& cluster) {
  auto reading = kube::readRoom(cluster.client(), cluster.discovery(),
                                {.namespaces = {"default"}, .claimNamespaces = {"default"}});
  REQUIRE(reading);
  return *std::move(reading);
}

/// Whether the quotas refuse the pod, which else is made: what we say, and what the server does.
bool isRefused(SchedulingCluster& cluster, const kube::RoomReading& reading, const Value& pod) {
  constexpr int forbidden = 403;
  const auto ours = kube::judgeQuotas(reading.quotas.at("default"), {.pods = {{pod, 1}}});
  const kube::Response theirs = cluster.post(pods, pod);
  INFO(yaml::writeJson(pod) << "\nwe: " << fmt::format("{}", fmt::join(ours.faults, "; "))
                            << "\nthe server: " << theirs.body);
  REQUIRE((theirs.good() || theirs.status == forbidden));
  CHECK(ours.faults.empty() == theirs.good());
  CHECK(ours.notLookedAt.empty());
  return !theirs.good();
}

/// Pods that find no node stay: room only becomes less, and their quota keeps count of them.
void compare(SchedulingCluster& cluster, const Value& pod, Counts& counts) {
  const std::string name(findString(pod, {"metadata", "name"}));
  const kube::RoomReading reading = read(cluster);
  const kube::Placement ours = kube::explain(reading.room, pod, "default");
  if (isRefused(cluster, reading, pod)) {
    ++counts.overQuota;
    return;
  }
  const SchedulerVerdict theirs = verdictOn(cluster, name, ours.fits());
  INFO(yaml::writeJson(pod) << "\nwe: " << kube::sentence(ours) << "\nthe scheduler: " << theirs.node
                            << theirs.reason);
  CHECK(ours.fits() == !theirs.node.empty());
  ++(theirs.node.empty() ? counts.unschedulable : counts.placed);
  if (!theirs.node.empty()) CHECK(std::ranges::find(ours.candidates, theirs.node) != ours.candidates.end());
}

/// A cluster, with a quota where it is to have one, and pods that come one after another.
void compareOnCluster(SchedulingCluster& cluster, SchedulerCases& cases, Counts& counts) {
  const int nodes = populate(cluster, cases);
  const bool hasQuota = cases.chance(40);
  if (hasQuota) makeQuota(cluster, cases.quota("team"));
  for (int i = 0; i < podsOfACluster; ++i) {
    Value pod = cases.pod("p" + std::to_string(i), nodes);
    if (cases.chance(15)) {
      const int kind = cases.below(4);
      pod = withClaim(pod, kind == 0 ? "missing" : kind == 1 ? "unbound" : "in-zone-a");
    }
    compare(cluster, pod, counts);
  }
  if (hasQuota) cluster.remove(quotas + "/team");
  cluster.clear();
}

void compareClusters(int clusters) {
  INFO("seed " << seed);
  SchedulerCases cases(seed);
  SchedulingCluster cluster;
  makeClaims(cluster);
  Counts counts;
  for (int round = 0; round < clusters; ++round) {
    INFO("cluster " << round);
    compareOnCluster(cluster, cases, counts);
  }
  removeClaims(cluster);
  // Cases that all end alike would say little.
  INFO(counts.placed << " placed, " << counts.unschedulable << " not, " << counts.overQuota << " over quota");
  CHECK(counts.placed * 5 > clusters * podsOfACluster);
  CHECK(counts.unschedulable * 5 > clusters * podsOfACluster);
  CHECK(counts.overQuota > 0);
}

}  // namespace

TEST_CASE("our verdict on a pod is that of the scheduler and the quotas in thirty cases") {
  compareClusters(5);
}

TEST_CASE("our verdict on a pod is that of the scheduler and the quotas in two hundred cases and more",
          "[.long]") {
  compareClusters(34);
}
