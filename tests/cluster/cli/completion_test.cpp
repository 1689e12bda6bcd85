// Completion of names that the cluster has.

#include <chrono>

#include "cluster/fixture/cluster.h"
#include "cluster/fixture/front.h"
#include "shell/fixture/lines.h"

using namespace aictl;
using aictl::test::Cluster;
using aictl::test::Outcome;

namespace {

/// What is offered for the words typed, of which the last is under the cursor.
std::string offered(const Cluster& cluster, std::vector<std::string> words) {
  words.insert(words.begin(), {"__complete", "--"});
  words.insert(words.begin() + 3, {"-n", cluster.nameSpace});
  const Outcome run = cluster.work.aictl(words);
  CHECK(run.code == 0);
  CHECK(run.err.empty());
  return run.out;
}

/// The first answer may be late; it is there the next time.
std::string offeredAtLast(const Cluster& cluster, const std::vector<std::string>& words) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (true) {
    auto text = offered(cluster, words);
    if (!text.empty() || std::chrono::steady_clock::now() > end) return text;
  }
}

const std::string someObjects = R"(
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: checkpoints}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: trainer}
)";

/// A pack whose template takes the name of everything that the built-in one says how to find.
const std::string namesPack = R"(
description: A template with names
schema:
  type: object
  properties:
    space: {type: string, x-names: namespace, description: A namespace.}
    node: {type: string, x-names: node, description: A node.}
    claims: {type: array, items: {type: string, x-names: claim}, description: Claims.}
    own: {type: string, x-names: map, description: A ConfigMap.}
variants: []
)";

}  // namespace

TEST_CASE("entries that were applied are offered where no file has them") {
  Cluster cluster;
  REQUIRE(cluster.aictl({"train", "other", "--image", "example/train:1"}).code == 0);
  CHECK(offeredAtLast(cluster, {"status", ""}) == "train/other\n");
  CHECK(offered(cluster, {"logs", "train/o"}) == "train/other\n");
  CHECK(offered(cluster, {"train", "oth"}) == "other\n");
  CHECK(offered(cluster, {"apply", ""}).empty());
}

TEST_CASE("claims, service accounts and namespaces are offered where their names belong") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", "stack: s\nmanifests: [objects.yaml]\n");
  cluster.work.write("objects.yaml", someObjects);
  REQUIRE(cluster.aictl({"apply"}).code == 0);
  CHECK(offeredAtLast(cluster, {"train", "a", "--mounts", "/data=c"}) == "/data=checkpoints\n");
  CHECK(offered(cluster, {"train", "a", "--mounts=/data=c"}) == "--mounts=/data=checkpoints\n");
  CHECK(offeredAtLast(cluster, {"train", "a", "--service-account", "tr"}) == "trainer\n");
  CHECK(offeredAtLast(cluster, {"plan", "--namespace", "kube-sys"}) == "kube-system\n");
}

TEST_CASE("a pack names what it takes, and may say itself where the names are") {
  Cluster cluster;
  cluster.work.write("pack/thing/template.yaml", namesPack);
  cluster.work.write("pack/names/map.yaml", "- {apiVersion: v1, resource: configmaps, namespaced: true}\n");
  cluster.createConfigMap("mine");
  cluster.work.write("aictl.yaml", "stack: s\nmanifests: [objects.yaml]\n");
  cluster.work.write("objects.yaml", someObjects);
  REQUIRE(cluster.aictl({"apply"}).code == 0);
  const std::vector<std::string> thing{"thing", "a", "--pack", "pack"};
  const auto with = [&](const std::string& option, const std::string& word) {
    auto words = thing;
    words.insert(words.end(), {option, word});
    return words;
  };
  CHECK(offeredAtLast(cluster, with("--own", "mi")) == "mine\n");
  CHECK(offeredAtLast(cluster, with("--space", "kube-sys")) == "kube-system\n");
  CHECK(offeredAtLast(cluster, with("--claims", "other,che")) == "other,checkpoints\n");
}

TEST_CASE("an answer is kept for a short while") {
  Cluster cluster;
  cluster.createConfigMap("mine");
  cluster.work.write("pack/thing/template.yaml", namesPack);
  cluster.work.write("pack/names/map.yaml", "- {apiVersion: v1, resource: configmaps, namespaced: true}\n");
  const std::vector<std::string> words{"thing", "a", "--pack", "pack", "--own", "m"};
  CHECK(offeredAtLast(cluster, words) == "mine\n");
  cluster.createConfigMap("more");
  CHECK(offered(cluster, words) == "mine\n");
  REQUIRE(cluster.work
              .program({"find", cluster.work.path("home/.cache/aictl/completion"), "-type", "f", "-exec",
                        "touch", "-d", "20 seconds ago", "{}", "+"})
              .code == 0);
  CHECK(offeredAtLast(cluster, words) == "mine\nmore\n");
}

TEST_CASE("names cost the cluster one request, once its kinds are known") {
  Cluster cluster;
  REQUIRE(cluster.aictl({"train", "other", "--image", "example/train:1"}).code == 0);
  test::Front front([](const std::string&) { return std::string(); });
  cluster.work.write("front", front.kubeconfig());
  cluster.work.environment["KUBECONFIG"] = cluster.work.path("front");
  CHECK(offeredAtLast(cluster, {"status", ""}) == "train/other\n");
  // Of an answer that comes in time: while one is late, the next Tab asks anew.
  const auto requests = [&](const std::vector<std::string>& words, const std::string& expected) {
    for (int tries = 0; tries < 50; ++tries) {
      cluster.work.remove("home/.cache/aictl/completion");
      const std::size_t before = front.count("HTTP");
      if (offered(cluster, words) == expected) return front.count("HTTP") - before;
      CHECK(offeredAtLast(cluster, words) == expected);
    }
    return std::size_t{0};
  };
  CHECK(requests({"train", "a", "--service-account", "de"}, "default\n") == 1);
  CHECK(requests({"status", ""}, "train/other\n") == 1);
}

TEST_CASE("who may not list is offered nothing, in silence") {
  Cluster cluster("restricted.kubeconfig");
  CHECK(offered(cluster, {"status", ""}).empty());
  CHECK(offered(cluster, {"train", "a", "--service-account", ""}).empty());
}
