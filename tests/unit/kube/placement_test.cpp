// Where a pod can go, and why it cannot.

#include "core/kube/fit/placement.h"

#include "unit/kube/written.h"

using namespace aictl;
using namespace aictl::kube;
using aictl::test::written;

namespace {

/// A node of 64 cores and 512Gi; `rest` goes on its spec and its allocatable.
Value node(const std::string& name, const std::string& gpus, const std::string& spec = "{}") {
  return written("{metadata: {name: " + name + ", labels: {name: " + name + "}}, spec: " + spec +
                 ", status: {allocatable: {cpu: 64, memory: 512Gi, pods: 3, nvidia.com/gpu: " + gpus + "}}}");
}

Value podOf(const std::string& requests, const std::string& more = "") {
  return written("{containers: [{name: m, resources: {requests: {" + requests + "}}}]" + more + "}");
}

Value bound(const std::string& nodeName, const std::string& requests, const std::string& phase = "Running") {
  return Value::map({{"metadata", Value::map({{"name", "other"}})},
                     {"spec", podOf(requests, ", nodeName: " + nodeName)},
                     {"status", Value::map({{"phase", phase}})}});
}

std::string said(const ClusterRoom& room, const Value& pod) { return sentence(explain(room, pod)); }

}  // namespace

TEST_CASE(
    "pods that are bound take room, before or after their node is known; those that have ended do not") {
  ClusterRoom room;
  room.addPod(bound("a", "nvidia.com/gpu: 2, cpu: 1"));
  room.addNode(node("a", "4"));
  room.addPod(bound("a", "nvidia.com/gpu: 1"));
  room.addPod(bound("a", "nvidia.com/gpu: 1", "Succeeded"));
  room.addPod(bound("a", "nvidia.com/gpu: 1", "Failed"));
  room.addPod(bound("elsewhere", "cpu: 1"));
  room.addPod(written("{spec: {containers: []}}"));
  CHECK(room.find("a")->free("nvidia.com/gpu") == 1);
  CHECK(room.find("a")->free("cpu") == 63000);
  CHECK(room.find("a")->free("pods") == 1);
  CHECK(room.nodes().size() == 1);
  CHECK(room.find("elsewhere") == nullptr);
  CHECK(room.waiting() == 1);
}

TEST_CASE("a pod that fits goes to the tightest node, and leaves devices to those that ask for them") {
  ClusterRoom room;
  room.addNode(node("big", "8"));
  room.addNode(node("small", "2"));
  room.addNode(node("none", "0"));
  CHECK(explain(room, podOf("nvidia.com/gpu: 1")).candidates == std::vector<std::string>{"small", "big"});
  CHECK(explain(room, podOf("cpu: 1")).candidates.front() == "none");
  CHECK(said(room, podOf("nvidia.com/gpu: 1")) == "it can go to small, big");
}

TEST_CASE("where no node has enough free, the one with most is named, and how much is missing") {
  ClusterRoom room;
  room.addNode(node("gpu-1", "8"));
  room.addPod(bound("gpu-1", "nvidia.com/gpu: 4"));
  room.addNode(node("gpu-3", "8"));
  room.addPod(bound("gpu-3", "nvidia.com/gpu: 2"));
  CHECK(said(room, podOf("nvidia.com/gpu: 8")) ==
        "no node has 8 nvidia.com/gpu free: the most is 6, on gpu-3 (2 more needed)");
  CHECK_FALSE(explain(room, podOf("nvidia.com/gpu: 8")).canNeverFit);
}

TEST_CASE("what no node has even when it is empty can never fit") {
  ClusterRoom room;
  room.addNode(node("a", "4"));
  room.addNode(node("b", "0"));
  CHECK(said(room, podOf("nvidia.com/gpu: 8")) ==
        "it can never fit: no node has more than 4 nvidia.com/gpu in all (a), and 8 are asked for");
  CHECK(said(room, podOf("rdma/hca: 1")) == "it can never fit: no node has any rdma/hca, and 1 is asked for");
  CHECK(explain(room, podOf("nvidia.com/gpu: 8")).canNeverFit);
}

TEST_CASE("a node that is away for now may take the pod one day") {
  ClusterRoom room;
  room.addNode(node("a", "4"));
  room.addNode(node("b", "8", "{unschedulable: true}"));
  CHECK(
      said(room, podOf("nvidia.com/gpu: 8")) ==
      "not even the one node that takes such pods has more than 4 nvidia.com/gpu in all (a), and 8 are asked "
      "for; 1 node more out of the question: 1 cordoned [b]");
  CHECK_FALSE(explain(room, podOf("nvidia.com/gpu: 8")).canNeverFit);
}

TEST_CASE("nodes that rules exclude are counted by reason, the most frequent first") {
  ClusterRoom room;
  room.addNode(node("a", "8", "{unschedulable: true}"));
  for (const auto* name : {"b", "c", "d", "e"})
    room.addNode(node(name, "8", "{taints: [{key: gpu, effect: NoSchedule}]}"));
  CHECK(said(room, podOf("cpu: 1")) ==
        "no node takes it: 4 with the taint gpu:NoSchedule, which the pod does not tolerate [b, c, d and 1 "
        "more], "
        "1 cordoned [a]");
}

TEST_CASE("resources that are there, but on no node together, are said with the nearest node") {
  ClusterRoom room;
  room.addNode(node("a", "8"));
  room.addPod(bound("a", "cpu: 60"));
  room.addNode(node("b", "8"));
  room.addPod(bound("b", "nvidia.com/gpu: 5"));
  CHECK(said(room, podOf("cpu: 5, nvidia.com/gpu: 4")) ==
        "no node has 4 nvidia.com/gpu, 5 cpu free together: a comes nearest, and lacks 1 cpu");
}

TEST_CASE("a node takes only so many pods") {
  ClusterRoom room;
  room.addNode(node("a", "8"));
  for (int i = 0; i < 3; ++i) room.addPod(bound("a", "cpu: 1"));
  CHECK(said(room, podOf("cpu: 1")) == "no node has room for another pod: a takes 3 at most");
}

TEST_CASE("a pod that asks for nothing of a resource goes to a node where it is overdrawn") {
  ClusterRoom room;
  room.addNode(node("a", "8"));
  room.addPod(bound("a", "cpu: 100"));
  CHECK(explain(room, podOf("nvidia.com/gpu: 1")).fits());
  CHECK_FALSE(explain(room, podOf("cpu: 1")).fits());
}

TEST_CASE("a host port in use keeps a pod away, by protocol and address") {
  const auto withPort = [](const std::string& port) {
    return written("{containers: [{ports: [" + port + "]}]}");
  };
  ClusterRoom room;
  room.addNode(node("a", "0"));
  room.take("a", withPort("{containerPort: 80, hostPort: 8080, hostIP: 10.0.0.1}"));
  CHECK(said(room, withPort("{containerPort: 80, hostPort: 8080}")) ==
        "no node takes it: 1 with the host port 8080 in use [a]");
  CHECK(explain(room, withPort("{hostPort: 8080, protocol: UDP}")).fits());
  CHECK(explain(room, withPort("{hostPort: 8080, hostIP: 10.0.0.2}")).fits());
  CHECK(explain(room, withPort("{containerPort: 8080}")).fits());
  CHECK_FALSE(
      explain(room, written("{hostNetwork: true, containers: [{ports: [{containerPort: 8080}]}]}")).fits());
}

TEST_CASE("a claim that is missing leaves no node, however many have room") {
  ClusterRoom room;
  room.addNode(node("a", "8"));
  room.claims.setRead("ml");
  const Value pod = written(
      "{metadata: {namespace: ml}, spec: {volumes: [{persistentVolumeClaim: {claimName: data}}], containers: "
      "[]}}");
  CHECK(said(room, pod) == "the claim 'data' does not exist");
  CHECK_FALSE(explain(room, pod).fits());
  CHECK(explain(room, pod, "other").fits());
}

TEST_CASE("a cluster without nodes is said to be one") {
  CHECK(said(ClusterRoom(), podOf("cpu: 1")) == "the cluster has no nodes");
}

TEST_CASE("what is not looked at is said") {
  CHECK(notLookedAt(written("{containers: []}")).empty());
  CHECK(notLookedAt(written(R"(
affinity:
  podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: a}]}
  podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: a}]}
topologySpreadConstraints: [{maxSkew: 1, topologyKey: a, whenUnsatisfiable: DoNotSchedule}]
schedulingGates: [{name: a}]
resourceClaims: [{name: a}]
runtimeClassName: kata
priorityClassName: high
schedulerName: gang
)")) == std::vector<std::string>{"pod affinity", "pod anti-affinity", "topology spread", "scheduling gates",
                                 "devices of resource claims", "the overhead and nodes of its runtime class",
                                 "preemption of pods of lower priority",
                                 "the rules of the scheduler 'gang'"});
  CHECK(notLookedAt(written(R"(
affinity: {podAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1}]}}
topologySpreadConstraints: [{maxSkew: 1, topologyKey: a, whenUnsatisfiable: ScheduleAnyway}]
)"))
            .empty());
}
