// Following what was applied to its end. No kubelet runs here, so what pods write is tested in unit/kube.

#include <csignal>

#include "cluster/fixture/cluster.h"
#include "cluster/fixture/play.h"
#include "shell/fixture/lines.h"

using namespace aictl;
using aictl::test::begin;
using aictl::test::Cluster;
using aictl::test::endJob;
using aictl::test::linesWith;
using aictl::test::Outcome;
using aictl::test::setPod;
using aictl::test::until;

namespace {

const std::string job = "stack: s\ntrain: {a: {image: 'x:1'}}\n";

bool isThere(Cluster& cluster) { return !cluster.live("batch/v1", "Job", "a").isNull(); }

}  // namespace

TEST_CASE("an apply that follows ends with the run's success, and says so") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", job);
  const auto applying = begin(cluster, {"apply", "--follow"});
  endJob(cluster, "Complete");
  const Outcome run = applying->wait();
  CHECK(run.code == 0);
  CHECK(run.out.empty());
  CHECK(linesWith("succeeded", run.err) == "succeeded    job.batch/a  (train/a)\n");
  CHECK(linesWith("goes on", run.err).empty());
  CHECK(isThere(cluster));
}

TEST_CASE("a run that fails ends it with 1, the exit code of its container, why, and what to do") {
  Cluster cluster;
  const auto running = begin(cluster, {"train", "a", "--image", "x:1", "--retries", "0", "--follow"});
  setPod(cluster,
         R"({"phase": "Failed", "conditions": [], "containerStatuses": [{"name": "main", "image": "x:1",
      "imageID": "", "ready": false, "restartCount": 0,
      "state": {"terminated": {"exitCode": 3, "reason": "Error"}}}]})");
  const Outcome run = running->wait();
  CHECK(run.code == 1);
  CHECK(linesWith("failed ", run.err) ==
        "failed       job.batch/a  (train/a)  Job has reached the specified backoff limit\n");
  CHECK(linesWith("exit code", run.err) == "main of pod " + cluster.firstPod() +
                                               " ended with exit code 3, Error\n"
                                               "train/a: container main has ended with exit code 3\n");
  CHECK(linesWith("remedy", run.err) == "remedy  'aictl logs' shows its log\n");
}

TEST_CASE("a run that somebody deletes ends it with 1") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", job);
  const auto applying = begin(cluster, {"apply", "--follow"});
  until([&] { return !cluster.firstPod().empty(); });
  cluster.remove("/apis/batch/v1/namespaces/" + cluster.nameSpace + "/jobs/a");
  const Outcome run = applying->wait();
  CHECK(run.code == 1);
  CHECK(linesWith("deleted ", run.err) == "deleted      job.batch/a  (train/a)\n");
}

TEST_CASE("services beside a run do not keep it from ending") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", job + "serve: {web: {image: 'x:1', port: 80, engine: deployment}}\n");
  const auto applying = begin(cluster, {"apply", "--follow"});
  endJob(cluster, "Complete");
  CHECK(applying->wait().code == 0);
}

TEST_CASE("an interruption leaves the run, and says how to follow it again") {
  Cluster cluster;
  const auto running = begin(cluster, {"train", "a", "--image", "x:1", "--follow"});
  until([&] { return !cluster.firstPod().empty(); });
  running->signal(SIGINT);
  const Outcome run = running->wait();
  CHECK(run.code == 130);
  const std::string rest = "train/a -n " + cluster.nameSpace;
  CHECK(linesWith("goes on", run.err) ==
        "train/a goes on: 'aictl logs -f " + rest + "' follows it, 'aictl delete " + rest + "' ends it\n");
  CHECK(isThere(cluster));
}

TEST_CASE("with --rm an interruption deletes the run") {
  Cluster cluster;
  const auto running = begin(cluster, {"train", "a", "--image", "x:1", "--follow", "--rm"});
  until([&] { return !cluster.firstPod().empty(); });
  running->signal(SIGINT);
  const Outcome run = running->wait();
  CHECK(run.code == 130);
  CHECK(linesWith("goes on", run.err).empty());
  CHECK(linesWith("removed", run.err).ends_with("job.batch/a  (train/a)\n"));
  until([&] { return !isThere(cluster); });
  CHECK(cluster.live("v1", "ConfigMap", "aictl-train-a").isNull());
}

TEST_CASE("with --rm the end of a run deletes it, and the outcome stays what it was") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", job + "serve: {web: {image: 'x:1', port: 80, engine: deployment}}\n");
  const auto applying = begin(cluster, {"apply", "--follow", "--rm"});
  endJob(cluster, "Failed");
  CHECK(applying->wait().code == 1);
  until([&] { return !isThere(cluster); });
  CHECK_FALSE(cluster.live("apps/v1", "Deployment", "web").isNull());
}

TEST_CASE("a run that was there before is followed, and --rm does not delete it") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", job);
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  const auto applying = begin(cluster, {"apply", "--follow", "--rm"});
  endJob(cluster, "Complete");
  CHECK(applying->wait().code == 0);
  CHECK(isThere(cluster));
}

TEST_CASE("the JSON of an apply that waited has what became of each object, and the exit code of a failure") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", job);
  const auto applying = begin(cluster, {"apply", "--wait", "-o", "json"});
  setPod(cluster, R"({"containerStatuses": [{"name": "main", "image": "x:1", "imageID": "", "ready": false,
      "restartCount": 0, "state": {"terminated": {"exitCode": 137, "reason": "OOMKilled"}}}]})");
  endJob(cluster, "Failed");
  const Outcome run = applying->wait();
  CHECK(run.code == 1);
  const auto answer = yaml::readJson(run.out);
  REQUIRE(answer);
  const Value& object = answer->find("objects")->items().front();
  CHECK(findString(object, {"entry"}) == "train/a");
  CHECK(findString(object, {"outcome"}) == "created");
  CHECK(findString(object, {"ending"}) == "failed");
  CHECK(*find(object, {"exit", "code"}) == Value(137));
  const auto again = yaml::readJson(cluster.aictl({"apply", "-o", "json"}).out);
  REQUIRE(again);
  const Value& unchanged = again->find("objects")->items().front();
  CHECK(findString(unchanged, {"outcome"}) == "unchanged");
  CHECK(unchanged.find("ending")->isNull());
}
