// Why entries are as they are, on a cluster whose nodes are the test's. A test plays the kubelet.

#include <chrono>
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

const std::string pods = "/api/v1/namespaces/default/pods";

/// A person's folder, and a cluster of one node with 4 GPUs.
struct Scene {
  SchedulingCluster cluster;
  Workspace work;

  Scene() {
    work.environment["KUBECONFIG"] = SchedulingCluster::plane().file("kubeconfig");
    cluster.createNodeWritten(
        "{metadata: {name: gpu-1}, status: {capacity: {nvidia.com/gpu: '4'}, allocatable: {pods: '110', cpu: "
        "'64', "
        "memory: 256Gi, nvidia.com/gpu: '4'}}}");
  }
  ~Scene() { work.aictl({"delete", "-q"}); }

  void apply(const std::string& stack) {
    work.write("aictl.yaml", stack);
    const Outcome applied = work.aictl({"apply", "-q"});
    INFO(applied.err);
    REQUIRE(applied.code == 0);
  }

  /// The name of the pod of a Job, once the scheduler has come to it.
  std::string podOf(const std::string& job) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (true) {
      const Value all = cluster.get(pods + "?labelSelector=job-name%3D" + job);
      for (const Value& pod : all.find("items")->items()) {
        if (find(pod, {"status", "conditions"}) != nullptr)
          return std::string(findString(pod, {"metadata", "name"}));
      }
      REQUIRE(std::chrono::steady_clock::now() < end);
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  }

  /// What a kubelet says of the only container of a pod.
  void report(const std::string& pod, const std::string& phase, const std::string& container) {
    cluster.patch(pods + "/" + pod + "/status",
                  SchedulingCluster::read("{status: {phase: " + phase +
                                          ", containerStatuses: [{name: main, image: 'x:1', imageID: '', " +
                                          container + "}]}}"));
  }
};

const std::string small = "stack: s\ntrain: {a: {image: 'x:1', gpus: 2, shm: 1Gi}}\n";

}  // namespace

TEST_CASE("a pod that no node has room for is told with what is missing and what the scheduler says") {
  Scene scene;
  scene.apply("stack: s\ntrain: {a: {image: 'x:1', gpus: 8, shm: 1Gi}}\n");
  const std::string pod = scene.podOf("a");
  const Outcome why = scene.work.aictl({"why"});
  INFO(why.err);
  CHECK(why.code == 1);
  CHECK(why.out ==
        "train/a: it can never fit: no node has more than 4 nvidia.com/gpu in all (gpu-1), and 8 are asked "
        "for\n"
        "  seen    pod/" +
            pod +
            ": the scheduler says: 0/1 nodes are available: 1 Insufficient nvidia.com/gpu.\n"
            "  remedy  ask for less, or for nodes that are larger: on those there are it can never run\n");
}

TEST_CASE("an image that cannot be pulled is told, and not that others wait") {
  Scene scene;
  scene.apply(small);
  scene.report(
      scene.podOf("a"), "Pending",
      "ready: false, restartCount: 0, state: {waiting: {reason: ErrImagePull, message: 'manifest unknown'}}");
  const Outcome why = scene.work.aictl({"why", "train/a"});
  CHECK(why.code == 1);
  CHECK(linesWith("train/a", why.out) == "train/a: the image 'x:1' of container main cannot be pulled\n");
  CHECK(linesWith("remedy", why.out) == "remedy  check the name and the tag\n");
}

TEST_CASE("a kill for memory is told with the limit") {
  Scene scene;
  scene.apply("stack: s\ntrain: {a: {image: 'x:1', memory: 2Gi, shm: 1Gi}}\n");
  scene.report(scene.podOf("a"), "Running",
               "ready: false, restartCount: 3, state: {waiting: {reason: CrashLoopBackOff}}, lastState: "
               "{terminated: {reason: OOMKilled, exitCode: 137}}");
  CHECK(linesWith("train/a", scene.work.aictl({"why"}).out) ==
        "train/a: container main was killed: it used more memory than its limit of 2Gi\n");
}

TEST_CASE("a claim that is not there is the cause, and not that no node takes the pod") {
  Scene scene;
  scene.apply("stack: s\ntrain: {a: {image: 'x:1', shm: 1Gi, mounts: {/data: data}}}\n");
  scene.podOf("a");
  CHECK(linesWith("train/a", scene.work.aictl({"why"}).out) ==
        "train/a: its pod names the claim data, which is not there\n");
}

TEST_CASE("a quota that does not allow the pods is told with its figures") {
  Scene scene;
  const std::string quotas = "/api/v1/namespaces/default/resourcequotas";
  scene.cluster.createWritten(quotas, "{metadata: {name: none}, spec: {hard: {pods: '0'}}}");
  std::this_thread::sleep_for(std::chrono::seconds(1));
  scene.apply(small);
  Outcome why;
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  do {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    why = scene.work.aictl({"why"});
  } while (why.out.find("quota") == std::string::npos && std::chrono::steady_clock::now() < end);
  scene.cluster.remove(quotas + "/none");
  CHECK(linesWith("train/a", why.out) ==
        "train/a: its pods are not made: a quota of the namespace does not allow them\n");
  CHECK(linesWith("seen", why.out).find("limited: pods=0") != std::string::npos);
}

TEST_CASE("what runs has nothing wrong with it, and ends with 0") {
  Scene scene;
  scene.apply(small);
  scene.report(scene.podOf("a"), "Running", "ready: true, restartCount: 0, state: {running: {}}");
  const Outcome why = scene.work.aictl({"why"});
  CHECK(why.out == "train/a is ready: nothing is wrong with it (1 object, 1 pod looked at)\n");
  CHECK(why.code == 0);
}

TEST_CASE("what was never applied is told, with what makes it") {
  Scene scene;
  scene.work.write("aictl.yaml", small + "manifests: [m.yaml]\n");
  scene.work.write("m.yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {name: m}}\n");
  const Outcome why = scene.work.aictl({"why"});
  CHECK(why.code == 1);
  CHECK(why.out ==
        "train/a: Job a is not in the cluster\n"
        "  seen    job.batch/a\n"
        "  remedy  'aictl apply train/a' makes it\n"
        "configmap/m: ConfigMap m is not in the cluster\n"
        "  seen    configmap/m\n"
        "  remedy  'aictl apply' makes it\n");
}

TEST_CASE("the answer is also JSON, with all reasons") {
  Scene scene;
  scene.apply("stack: s\ntrain: {a: {image: 'x:1', gpus: 8, shm: 1Gi}}\n");
  scene.podOf("a");
  const auto answer = yaml::readJson(scene.work.aictl({"why", "-o", "json"}).out);
  REQUIRE(answer);
  const Value& entry = answer->find("entries")->items().front();
  CHECK(findString(entry, {"entry"}) == "train/a");
  CHECK(findString(entry.find("reasons")->items().front(), {"message"}) ==
        "it can never fit: no node has more than 4 nvidia.com/gpu in all (gpu-1), and 8 are asked for");
  CHECK(answer->find("unread")->empty());
}

TEST_CASE("what this user may not read is a line of the answer, and the rest is told") {
  Scene scene;
  scene.work.environment["KUBECONFIG"] = SchedulingCluster::plane().file("restricted.kubeconfig");
  scene.apply("stack: s\nnamespace: team-a\ntrain: {a: {image: 'x:1', gpus: 8, shm: 1Gi}}\n");
  Outcome why;
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  do {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    why = scene.work.aictl({"why"});
  } while (why.out.find("scheduler") == std::string::npos && std::chrono::steady_clock::now() < end);
  CHECK(why.code == 1);
  CHECK(linesWith("train/a", why.out) == "train/a: the scheduler finds no node for its pod\n");
  CHECK(linesWith("not looked at", why.out).find("nodes") != std::string::npos);
}
