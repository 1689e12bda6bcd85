// Whether a cluster has room for a stack, before anything of it is sent.

#include <chrono>
#include <fstream>
#include <thread>

#include "cluster/nodes/scheduling.h"
#include "shell/fixture/lines.h"
#include "shell/fixture/workspace.h"

using namespace aictl;
using aictl::test::linesWith;
using aictl::test::Outcome;
using aictl::test::SchedulingCluster;
using aictl::test::Workspace;

namespace {

/// A person's folder and a cluster of two nodes with 8 GPUs, one with 2, and one without any, cordoned.
struct Site {
  SchedulingCluster cluster;
  Workspace work;

  explicit Site(const std::string& kubeconfig = "kubeconfig") {
    work.environment["KUBECONFIG"] = SchedulingCluster::plane().file(kubeconfig);
    node("big-1", 8);
    node("big-2", 8);
    node("small", 2);
    cluster.createNodeWritten(
        "{metadata: {name: away}, spec: {unschedulable: true}, status: {allocatable: {pods: 110, cpu: 64}}}");
  }

  void node(const std::string& name, int gpus) {
    cluster.createNodeWritten(
        "{metadata: {name: " + name +
        "}, status: {allocatable: {pods: '110', cpu: '64', memory: 256Gi, nvidia.com/gpu: '" +
        std::to_string(gpus) + "'}}}");
  }

  Outcome fit(const std::string& stack, std::vector<std::string> more = {}) {
    work.write("aictl.yaml", stack);
    more.insert(more.begin(), "fit");
    return work.aictl(std::move(more));
  }

  Value fitJson(const std::string& stack) {
    const auto answer = yaml::readJson(fit(stack, {"-o", "json"}).out);
    REQUIRE(answer);
    return *answer;
  }

  /// Makes an object for as long as the site is there.
  struct Kept {
    SchedulingCluster& cluster;
    std::string path;
    ~Kept() { cluster.remove(path); }
  };
  Kept keep(const std::string& collection, const std::string& name, const std::string& text) {
    cluster.createWritten(collection, "{metadata: {name: " + name + "}, " + text + "}");
    return {cluster, collection + "/" + name};
  }
};

std::string train(const std::string& name, const std::string& spec) {
  return "  " + name + ": {image: 'x:1', " + spec + "}\n";
}

}  // namespace

TEST_CASE("a stack that the cluster has room for fits, with the nodes that its pods can go to") {
  Site site;
  const Outcome answer =
      site.fit("stack: s\ntrain:\n" + train("a", "workers: 2, gpus: 4, cpu: 8") + train("b", "gpus: 2"));
  INFO(answer.err);
  CHECK(answer.code == 0);
  CHECK(answer.out ==
        "ENTRY    PODS    NEEDS                     FITS  CAN GO TO\n"
        "train/a  2 pods  8 nvidia.com/gpu, 16 cpu  yes   big-1, big-2\n"
        "train/b  1 pod   2 nvidia.com/gpu          yes   small, big-2\n");
}

TEST_CASE("a stack that is too large ends with 1, and says what is missing where") {
  Site site;
  const Outcome answer =
      site.fit("stack: s\ntrain:\n" + train("a", "workers: 3, gpus: 6") + train("b", "gpus: 2"));
  INFO(answer.err);
  CHECK(answer.code == 1);
  CHECK(linesWith("train/a:", answer.out) ==
        "train/a: 1 of 3 pods has no node once the others have theirs: none of the 3 nodes that take such "
        "pods has "
        "6 nvidia.com/gpu free: the most is 2, on big-1 (4 more needed); 1 node more out of the question: 1 "
        "cordoned [away]\n");
  CHECK(linesWith("train/b ", answer.out).find("yes") != std::string::npos);
  CHECK(linesWith("fit", answer.out) == "1 of 2 entries does not fit\n");
}

TEST_CASE("manifests of no entry are judged one by one, each by its own name") {
  Site site;
  const auto pod = [](const std::string& name, int gpus) {
    return "apiVersion: v1\nkind: Pod\nmetadata: {name: " + name +
           "}\nspec: {containers: [{name: c, image: x, resources: {limits: {nvidia.com/gpu: '" +
           std::to_string(gpus) + "'}}}]}\n";
  };
  site.work.write("a.yaml", pod("a", 16));
  site.work.write("b.yaml", pod("b", 8));
  const Outcome answer = site.fit("stack: s\nmanifests: [a.yaml, b.yaml]\n");
  INFO(answer.err);
  CHECK(answer.code == 1);
  CHECK(linesWith("pod/a ", answer.out).find(" no ") != std::string::npos);
  CHECK(linesWith("pod/a: 1 of 1 pods has no node: ", answer.out) != "");
  CHECK(linesWith("pod/b ", answer.out).find(" yes ") != std::string::npos);
  CHECK(linesWith("entries", answer.out) == "1 of 2 entries does not fit\n");
}

TEST_CASE("what no node has at all is said to fit never") {
  Site site;
  site.cluster.remove("/api/v1/nodes/away");
  CHECK(linesWith("train/a:", site.fit("stack: s\ntrain:\n" + train("a", "gpus: 16")).out) ==
        "train/a: 1 of 1 pods has no node: it can never fit: no node has more than 8 nvidia.com/gpu in all "
        "(big-1), "
        "and 16 are asked for\n");
}

TEST_CASE("the answer for scripts has its amounts as quantities, and where each pod would go") {
  Site site;
  const Value answer =
      site.fitJson("stack: s\ntrain:\n" + train("a", "workers: 3, gpus: 4, cpu: 500m, memory: 1Gi"));
  CHECK(findString(answer, {"fits"}) == "yes");
  const Value& entry = (*answer.find("entries"))[0];
  CHECK(findString(entry, {"entry"}) == "train/a");
  CHECK(*entry.find("needs") == SchedulingCluster::read("{nvidia.com/gpu: '12', cpu: 1500m, memory: 3Gi}"));
  const Value& set = (*entry.find("sets"))[0];
  CHECK(*set.find("each") == SchedulingCluster::read("{nvidia.com/gpu: '4', cpu: 500m, memory: 1Gi}"));
  CHECK(*set.find("placed") == SchedulingCluster::read("[{node: big-1, pods: 2}, {node: big-2, pods: 1}]"));
  CHECK(*set.find("canGoTo") == SchedulingCluster::read("[big-1, big-2]"));
  CHECK(findString(set, {"object"}) == "job.batch/a");
  CHECK(*set.find("missing") == Value(0));
  CHECK(*answer.find("notRead") == Value::list());
}

TEST_CASE("a quota of the namespace counts before any node does") {
  Site site;
  const auto kept = site.keep("/api/v1/namespaces/default/resourcequotas", "team",
                              "spec: {hard: {requests.nvidia.com/gpu: '6'}}");
  const Outcome answer = site.fit("stack: s\ntrain:\n" + train("a", "gpus: 4") + train("b", "gpus: 4"));
  INFO(answer.err);
  CHECK(answer.code == 1);
  CHECK(linesWith("train/a ", answer.out).find("yes") != std::string::npos);
  CHECK(linesWith("train/b:", answer.out) ==
        "train/b: the quota 'team' allows 6 requests.nvidia.com/gpu: 0 in use, 8 asked for (2 too many)\n");
}

TEST_CASE("limit ranges give what containers do not ask for") {
  Site site;
  const auto kept =
      site.keep("/api/v1/namespaces/default/limitranges", "usual",
                "spec: {limits: [{type: Container, default: {cpu: 100}, defaultRequest: {cpu: 100}}]}");
  const Outcome answer = site.fit("stack: s\ntrain:\n" + train("a", "gpus: 1"));
  CHECK(answer.code == 1);
  CHECK(linesWith("train/a:", answer.out).find("64 cpu in all") != std::string::npos);
}

TEST_CASE("a claim has to be there, unless it comes with the stack") {
  Site site;
  const std::string pod =
      "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: m, image: 'x:1'}], "
      "volumes: [{name: d, "
      "persistentVolumeClaim: {claimName: data}}]}\n";
  site.work.write("pod.yaml", pod);
  const Outcome missing = site.fit("stack: s\nmanifests: [pod.yaml]\n");
  CHECK(missing.code == 1);
  CHECK(linesWith("claim", missing.out) ==
        "pod/p: 1 of 1 pods has no node: the claim 'data' does not exist\n");
  site.work.write("pod.yaml",
                  pod +
                      "---\napiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data}\nspec: "
                      "{accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}\n");
  const Outcome coming = site.fit("stack: s\nmanifests: [pod.yaml]\n");
  INFO(coming.out);
  CHECK(coming.code == 0);
}

TEST_CASE("a daemon set needs room on each node that takes it, cordoned ones too") {
  Site site;
  site.work.write("agent.yaml",
                  "apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: agent}\nspec: {selector: "
                  "{matchLabels: {a: b}}, "
                  "template: {metadata: {labels: {a: b}}, spec: {containers: [{name: m, image: 'x:1', "
                  "resources: {requests: "
                  "{memory: 1Gi}}}]}}}\n");
  const Outcome answer = site.fit("stack: s\nmanifests: [agent.yaml]\n");
  INFO(answer.err);
  CHECK(answer.code == 1);
  CHECK(
      answer.out ==
      "ENTRY                 PODS                NEEDS       FITS  CAN GO TO\n"
      "daemonset.apps/agent  4 pods, one a node  4Gi memory  no    big-1, big-2, small\n"
      "daemonset.apps/agent: 1 of 4 nodes that are to have one of its pods has no room: away comes nearest, "
      "and lacks 1Gi memory\n"
      "1 of 1 entry does not fit\n");
}

TEST_CASE("pods that an entry has already do not stand in its own way") {
  Site site;
  const std::string stack = "stack: s\ntrain:\n" + train("a", "gpus: 8") + train("b", "gpus: 8");
  site.work.write("aictl.yaml", stack);
  REQUIRE(site.work.aictl({"apply", "-q"}).code == 0);
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  const auto boundPods = [&] {
    const Value list = site.cluster.get("/api/v1/namespaces/default/pods");
    return std::ranges::count_if(list.find("items")->items(), [](const Value& pod) {
      return !findString(pod, {"spec", "nodeName"}).empty();
    });
  };
  while (boundPods() < 2) {
    REQUIRE(std::chrono::steady_clock::now() < end);
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  const Outcome again = site.fit(stack);
  INFO(again.out);
  CHECK(again.code == 0);
  const Outcome held = site.fit("stack: s\ntrain:\n" + train("a", "gpus: 4"));
  CHECK(held.out == "nothing asks for room\ntrain/a: its run stays as it is, and asks for no more room\n");
  const Outcome more = site.fit(stack + train("c", "gpus: 8"));
  CHECK(more.code == 1);
  CHECK(linesWith("train/c ", more.out).find("no") != std::string::npos);
  CHECK(site.work.aictl({"delete", "-q"}).code == 0);
}

TEST_CASE("a user who may read one namespace alone hears what is not known, and the rest is judged") {
  Site site("restricted.kubeconfig");
  const std::string stack = "stack: s\nnamespace: team-a\ntrain:\n" + train("a", "gpus: 4");
  const Outcome answer = site.fit(stack);
  INFO(answer.err);
  CHECK(answer.code == 0);
  CHECK(linesWith("train/a ", answer.out).find("unknown") != std::string::npos);
  CHECK(linesWith("not known:", answer.out)
            .find("this user may not list nodes: whether one of them takes the pods") != std::string::npos);
  const auto kept = site.keep("/api/v1/namespaces/team-a/resourcequotas", "team",
                              "spec: {hard: {requests.nvidia.com/gpu: '2'}}");
  const Outcome refused = site.fit(stack);
  CHECK(refused.code == 1);
  CHECK(linesWith("quota", refused.out).find("(2 too many)") != std::string::npos);
}

TEST_CASE("what is not looked at is said, and so are pods that wait for a node too") {
  Site site;
  site.cluster.createWritten(
      "/api/v1/namespaces/default/pods",
      "{metadata: {name: waits}, spec: {nodeSelector: {no: node}, containers: [{name: m, image: x}]}}");
  const Outcome answer =
      site.fit("stack: s\ntrain:\n" +
               train("a", "spread: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule}]"));
  INFO(answer.err);
  CHECK(answer.code == 0);
  CHECK(linesWith("not looked at", answer.out) == "train/a: not looked at: topology spread\n");
  CHECK(linesWith("not counted", answer.out) == "not counted: 1 pod of others that waits for a node too\n");
}
