// Logs by the names of entries. No kubelet runs here, so most of what pods write is tested in unit/kube.

#include <chrono>

#include "cluster/fixture/cluster.h"
#include "cluster/fixture/front.h"
#include "cluster/fixture/play.h"
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

TEST_CASE("a log is read from the server as fast as it is read here, and not kept meanwhile") {
  constexpr std::size_t megabyte = 1'000'000;
  Cluster cluster;
  REQUIRE(cluster.aictl({"train", "a", "--image", "x:1", "-q"}).code == 0);
  test::setPod(cluster,
               R"({"containerStatuses": [{"name": "main", "image": "x:1", "imageID": "", "ready": true,
      "restartCount": 0, "state": {"running": {"startedAt": "2026-01-01T00:00:00Z"}}}]})");
  std::string log;
  while (log.size() < 100 * megabyte) log += "2026-01-01T00:00:00Z " + std::string(1'000, 'x') + "\n";
  test::Front front([&](const std::string& line) {
    return line.find("/log?") == std::string::npos ? "" : test::httpAnswer("200 OK", log);
  });
  cluster.work.write("front", front.kubeconfig());
  auto command = cluster.work.command({"logs", "train/a", "--kubeconfig", "front", "-n", cluster.nameSpace});
  command.output = test::Output::terminal;  // which nobody reads for now
  test::Process reading(command);
  test::until([&] { return front.count("/log?") == 1; });
  std::this_thread::sleep_for(std::chrono::seconds(1));
  CHECK(reading.peakMemory() > 0);
  CHECK(reading.peakMemory() < 30 * megabyte);
}
