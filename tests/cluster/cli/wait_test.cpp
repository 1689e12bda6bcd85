// Waiting for a stack: how it ends, and what is said on the way. The test plays the kubelet.

#include <chrono>
#include <csignal>
#include <thread>

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
const std::string service = "stack: s\nserve: {web: {image: 'x:1', port: 80, engine: deployment}}\n";

std::string uidOf(Cluster& cluster) {
  return std::string(findString(cluster.live("batch/v1", "Job", "a"), {"metadata", "uid"}));
}

}  // namespace

TEST_CASE("waiting for a run to be done ends with its success") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", job);
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  const auto waiting = begin(cluster, {"wait", "--for", "done"});
  endJob(cluster, "Complete");
  const Outcome run = waiting->wait();
  CHECK(run.code == 0);
  CHECK(run.out.empty());
  CHECK(linesWith("succeeded", run.err).starts_with("succeeded    job.batch/a  (train/a)"));
}

TEST_CASE("waiting ends with a failure, whatever is waited for, and says why") {
  for (const std::string goal : {"ready", "done"}) {
    Cluster cluster;
    cluster.work.write("aictl.yaml", "stack: s\ntrain: {a: {image: 'x:1'}, b: {image: 'x:1'}}\n");
    REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
    endJob(cluster, "Failed");
    const Outcome run = cluster.aictl({"wait", "--for", goal, "train/a"});
    CHECK(run.code == 1);
    CHECK(run.err.starts_with("failed       job.batch/a  (train/a)  so it is\n"));
  }
}

TEST_CASE("a service is waited for until its pods are ready") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", service);
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  const auto waiting = begin(cluster, {"wait"});
  setPod(cluster, R"({"phase": "Running", "conditions": [{"type": "Ready", "status": "True"}]})");
  const Outcome run = waiting->wait();
  CHECK(run.code == 0);
  CHECK(linesWith("ready", run.err).find("ready        deployment.apps/web  (serve/web)") !=
        std::string::npos);
  CHECK(linesWith("ready", run.err).find("ready        service/web  (serve/web)") != std::string::npos);
}

TEST_CASE("pods whose image cannot be pulled are a failure once the grace period is over") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", service);
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  const auto waiting = begin(cluster, {"wait", "--grace", "1s"});
  setPod(cluster, R"({"containerStatuses": [{"name": "main", "image": "x:1", "imageID": "", "ready": false,
      "restartCount": 0, "state": {"waiting": {"reason": "ErrImagePull", "message": "no such image"}}}]})");
  const Outcome run = waiting->wait();
  CHECK(run.code == 1);
  const std::string line = linesWith("failed", run.err);
  CHECK(line.starts_with("failed       deployment.apps/web  (serve/web)  pod web-"));
  CHECK(line.ends_with(": main: ErrImagePull: no such image\n"));
  CHECK_FALSE(linesWith("the image 'x:1' of container main cannot be pulled", run.err).empty());
}

TEST_CASE("time that is over is told with the state of what is not done, and ends with 4") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", service);
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  const Outcome run = cluster.aictl({"wait", "--timeout", "500ms"});
  CHECK(run.code == 4);
  CHECK(linesWith("after 500ms", run.err)
            .starts_with("aictl.yaml:2:9: serve/web: deployment.apps/web is progressing after 500ms"));
}

TEST_CASE("a deletion ends the waiting: as asked for, or as a failure") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", job);
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  const auto forDone = begin(cluster, {"wait", "--for", "done"});
  const auto forDeleted = begin(cluster, {"wait", "--for", "deleted"});
  std::this_thread::sleep_for(std::chrono::milliseconds(500));  // for both to have seen it
  cluster.remove("/apis/batch/v1/namespaces/" + cluster.nameSpace + "/jobs/a");
  const Outcome done = forDone->wait();
  CHECK(done.code == 1);
  CHECK(linesWith("deleted", done.err).ends_with("deleted      job.batch/a  (train/a)\n"));
  CHECK(forDeleted->wait().code == 0);
  CHECK(cluster.aictl({"wait", "--for", "deleted"}).code == 0);
  const Outcome absent = cluster.aictl({"wait"});
  CHECK(absent.code == 1);
  CHECK(absent.err == "not there    job.batch/a  (train/a)\n");
}

TEST_CASE("a run that is started anew under the name is another one") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", job);
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  const std::string before = uidOf(cluster);
  const auto waiting = begin(cluster, {"wait", "--for", "done"});
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  REQUIRE(cluster.aictl({"apply", "-q", "--rerun", "train/a", "--yes"}).code == 0);
  REQUIRE(uidOf(cluster) != before);
  const Outcome run = waiting->wait();
  CHECK(run.code == 1);
  const bool told = !linesWith("deleted  ", run.err).empty() || !linesWith("replaced ", run.err).empty();
  CHECK(told);
}

TEST_CASE("an apply that waits ends as what it applied does") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", job);
  const auto applying = begin(cluster, {"apply", "--wait"});
  until([&] { return !cluster.live("batch/v1", "Job", "a").isNull(); });
  endJob(cluster, "Failed");
  const Outcome run = applying->wait();
  CHECK(run.code == 1);
  CHECK(linesWith("failed", run.err) == "failed       job.batch/a  (train/a)  so it is\n");
}

TEST_CASE("the command of a template waits for the run that it started") {
  Cluster cluster;
  const auto running = begin(cluster, {"train", "a", "--image", "x:1", "--wait"});
  until([&] { return !cluster.live("batch/v1", "Job", "a").isNull(); });
  endJob(cluster, "Complete");
  CHECK(running->wait().code == 0);
  CHECK(cluster.aictl({"wait", "train/a", "--for", "done"}).code == 0);
}

TEST_CASE("an interrupted wait leaves all as it is") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", job);
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  const auto waiting = begin(cluster, {"wait", "--for", "done"});
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  waiting->signal(SIGINT);
  CHECK(waiting->wait().code == 130);
  CHECK_FALSE(cluster.live("batch/v1", "Job", "a").isNull());
}

TEST_CASE("the JSON of a wait has how each object ended, and of a failure the container's exit code") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", job);
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  setPod(cluster, R"({"containerStatuses": [{"name": "main", "image": "x:1", "imageID": "", "ready": false,
      "restartCount": 0, "state": {"terminated": {"exitCode": 137, "reason": "OOMKilled"}}}]})");
  endJob(cluster, "Failed");
  const Outcome run = cluster.aictl({"wait", "-o", "json"});
  CHECK(run.code == 1);
  CHECK(linesWith("exit code", run.err) ==
        "main of pod " + cluster.firstPod() + " ended with exit code 137, OOMKilled\n");
  const auto answer = yaml::readJson(run.out);
  REQUIRE(answer);
  const Value& object = answer->find("objects")->items().front();
  CHECK(findString(object, {"kind"}) == "Job");
  CHECK(findString(object, {"ending"}) == "failed");
  CHECK(object.find("trouble")->isNull());
  CHECK(*find(object, {"exit", "code"}) == Value(137));
  CHECK(findString(object, {"exit", "reason"}) == "OOMKilled");
}

TEST_CASE(
    "wait's reports have all that was waited for: what is good, what failed at its place, what goes on") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", "stack: s\ntrain:\n  a: {image: 'x:1'}\n  b: {image: 'x:1'}\n");
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  endJob(cluster, "Failed");
  const Outcome junit =
      cluster.aictl({"wait", "--for", "done", "--error-format", "junit", "--error-file", "wait.xml"});
  CHECK(junit.code == 1);
  CHECK(linesWith("failed", junit.err) == "failed       job.batch/a  (train/a)  so it is\n");
  const std::string report = cluster.work.read("wait.xml");
  CHECK(linesWith("<testsuite ", report).find("tests=\"2\" failures=\"1\" errors=\"0\" skipped=\"1\"") !=
        std::string::npos);
  CHECK(linesWith("<failure", report).find("train/a: job.batch/a has failed: so it is") != std::string::npos);
  CHECK(linesWith("aictl.yaml:3:3: ", report).size() > 1);
  CHECK(linesWith("<skipped", report).find("it had not ended: job.batch/b is ") != std::string::npos);

  const Outcome github = cluster.aictl({"wait", "a", "--error-format", "github"});
  CHECK(linesWith("::error", github.err) ==
        "::error file=aictl.yaml,line=3,col=3,title=failed::train/a: job.batch/a has failed: so it is\n");
  cluster.work.write("aictl.yaml", "stack: s\nmanifests: [m.yaml]\n");
  cluster.work.write("m.yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {name: m}}\n");
  const Outcome absent = cluster.aictl({"wait", "--error-format", "github"});
  CHECK(absent.err.ends_with(
      "::error file=m.yaml,line=1,col=52,title=absent::configmap/m: configmap/m is not there\n"));
  cluster.work.write("aictl.yaml", "stack: s\ntrain: {b: {image: 'x:1'}}\n");
  const Outcome good = cluster.aictl({"wait", "b", "--error-format", "sarif"});
  CHECK(good.code == 0);
  CHECK(linesWith("\"results\": []", good.err).size() > 1);
}
