// Logs by the names of entries. No kubelet runs here, so what pods write is tested in unit/kube.

#include <chrono>

#include "cluster/cli/cluster.h"
#include "shell/fixture/lines.h"

using namespace aictl;
using aictl::test::Cluster;
using aictl::test::linesWith;
using aictl::test::Outcome;

TEST_CASE("what has no pods has no logs, and that is told") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", "stack: s\ntrain: {a: {image: 'x:1'}}\n");
  const Outcome run = cluster.aictl({"logs", "train/a"});
  CHECK(run.code == 1);
  CHECK(run.out.empty());
  CHECK(run.err == "there are no pods\n");
}

TEST_CASE("a following ends at once where nothing runs and nothing can") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", "stack: s\ntrain: {a: {image: 'x:1'}}\n");
  CHECK(cluster.aictl({"logs", "-f"}).code == 0);
}

TEST_CASE("the log of a pod that has not started is told as such") {
  Cluster cluster;
  REQUIRE(cluster.aictl({"train", "a", "--image", "x:1", "-q"}).code == 0);
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (cluster.firstPod().empty()) REQUIRE(std::chrono::steady_clock::now() < deadline);
  const Outcome run = cluster.aictl({"logs", "train/a", "--tail", "5", "--since", "10m"});
  CHECK(run.code == 0);
  CHECK(run.out.empty());
  INFO(run.err);
  CHECK(run.err == "warning: pod " + cluster.firstPod() + ": main has not started\n");
}

TEST_CASE("numbers and durations of logs are checked before anything is asked") {
  const Cluster cluster;
  CHECK(cluster.aictl({"logs", "train/a", "--tail", "-1"}).code == 2);
  CHECK(linesWith("no duration", cluster.aictl({"logs", "train/a", "--since", "soon"}).err).find("'soon'") !=
        std::string::npos);
}
