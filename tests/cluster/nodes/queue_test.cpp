// Queues that jobs are for, as `fit` sees them. The cluster has no nodes, which is a reason beside theirs.

#include "cluster/fixture/cluster.h"

using namespace aictl;
using aictl::test::Cluster;
using aictl::test::ControlPlane;
using aictl::test::Outcome;

namespace {

/// A LocalQueue `team` in the namespace, and the ClusterQueue behind it with quota for 6 GPUs.
struct Queue {
  Cluster cluster;
  std::string clusterQueue = "research-" + cluster.nameSpace;

  Queue() {
    ControlPlane::shared().serve({"kueue.x-k8s.io"});
    cluster.work.write("queue.yaml", "stack: queue\nmanifests: [queue/]\n");
    cluster.work.write(
        "queue/all.yaml",
        "{apiVersion: kueue.x-k8s.io/v1beta1, kind: ClusterQueue, metadata: {name: " + clusterQueue +
            "}, spec: {resourceGroups: [{coveredResources: [nvidia.com/gpu], flavors: [{name: h100, "
            "resources: [{name: nvidia.com/gpu, nominalQuota: 6}]}]}]}}\n---\n"
            "{apiVersion: kueue.x-k8s.io/v1beta1, kind: LocalQueue, metadata: {name: team}, spec: "
            "{clusterQueue: " +
            clusterQueue + "}}\n");
    const Outcome applied = cluster.aictl({"apply", "-q", "-f", "queue.yaml"});
    INFO(applied.err);
    REQUIRE(applied.code == 0);
  }
  ~Queue() { cluster.aictl({"delete", "-q", "-f", "queue.yaml"}); }

  /// What the queue says of a job: the reasons of its entry beside that of the nodes.
  std::vector<std::string> reasons(const std::string& gpus, const std::string& queue) {
    cluster.work.write("aictl.yaml", "stack: s\ntrain: {a: {image: 'x:1', shm: 1Gi, gpus: " + gpus +
                                         ", queue: " + queue + "}}\n");
    const auto answer = yaml::readJson(cluster.aictl({"fit", "-o", "json"}).out);
    REQUIRE(answer);
    std::vector<std::string> found;
    for (const Value& reason : (*answer->find("entries"))[0].find("reasons")->items()) {
      if (reason.string().find("queue") != std::string_view::npos) found.emplace_back(reason.string());
    }
    return found;
  }
};

using Reasons = std::vector<std::string>;

}  // namespace

TEST_CASE("a job fits where its queue has quota for it, and is told what the queue has otherwise") {
  Queue queue;
  CHECK(queue.reasons("6", "team").empty());
  CHECK(queue.reasons("8", "team") ==
        Reasons{"the queue 'team' can never admit 8 nvidia.com/gpu: 0 of 6 nvidia.com/gpu in use (h100)"});
  queue.cluster.change("/apis/kueue.x-k8s.io/v1beta1/clusterqueues/" + queue.clusterQueue + "/status",
                       R"({"status": {"flavorsReservation": [{"name": "h100", "resources": [)"
                       R"({"name": "nvidia.com/gpu", "total": 4}]}]}})");
  CHECK(queue.reasons("4", "team") ==
        Reasons{"the queue 'team' has no room for 4 nvidia.com/gpu: 4 of 6 nvidia.com/gpu in use (h100)"});
}

TEST_CASE("a queue that is not there, and one that is stopped, take nothing") {
  Queue queue;
  CHECK(queue.reasons("1", "none") == Reasons{"the queue 'none' takes nothing: it is not in this namespace"});
  queue.cluster.change("/apis/kueue.x-k8s.io/v1beta1/clusterqueues/" + queue.clusterQueue,
                       R"({"spec": {"stopPolicy": "Hold"}})");
  CHECK(queue.reasons("1", "team") ==
        Reasons{"the queue 'team' takes nothing: somebody has stopped it (Hold)"});
}
