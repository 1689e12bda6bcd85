// The command of a template applies its entry at once.

#include "cluster/fixture/cluster.h"
#include "shell/fixture/lines.h"

using namespace aictl;
using aictl::test::Cluster;
using aictl::test::linesWith;
using aictl::test::Outcome;
using aictl::test::sortedLines;

TEST_CASE("a template command applies its entry, as a stack named after both") {
  Cluster cluster;
  const Outcome run = cluster.aictl({"train", "a", "--image", "x", "--", "python", "train.py", "${HOME}"});
  CHECK(run.code == 0);
  CHECK(run.out.empty());
  CHECK(linesWith("created", run.err) == "created   job.batch/a  (train/a)\n1 created\n");
  const Value job = cluster.live("batch/v1", "Job", "a");
  CHECK(findString(job, {"metadata", "labels", "aictl.dev/stack"}) == "train-a");
  const Value& container = (*find(job, {"spec", "template", "spec", "containers"}))[0];
  CHECK(*container.find("command") == Value::list({"python", "train.py", "${HOME}"}));
}

TEST_CASE("a template command with --dry-run stores nothing") {
  Cluster cluster;
  const Outcome run = cluster.aictl({"train", "a", "--image", "x", "--dry-run"});
  CHECK(run.code == 0);
  CHECK(run.err == "create   train/a  job.batch/a\n1 to create\ndry run: the server would take it\n");
  CHECK(cluster.live("batch/v1", "Job", "a").isNull());
}

TEST_CASE("what --print-spec gives makes in a stack of the command's name the very same objects") {
  const std::vector<std::vector<std::string>> commands{
      {"train",       "a",           "--image",    "r/m:v1", "--workers",
       "3",           "--framework", "tensorflow", "--gpus", "2",
       "--chief",     "--ps",        "2",          "--shm",  "8Gi",
       "--env",       "A=1",         "--env",      "B=${X}", "--mounts",
       "/data=claim", "--",          "sh",         "-c",     "echo ${HOME} $${X}"},
      {"serve", "a", "--image", "r/m:v1", "--port", "8080", "--scale.min", "1", "--scale.max", "4",
       "--scale.metric", "rps", "--scale.target", "20"},
      {"cache", "a", "--from", "s3://bucket/x", "--runtime", "jindo", "--replicas", "2", "--preload"},
      {"network", "a", "--type", "ipoib", "--master", "ib0", "--resource", "rdma/hca", "--ipam",
       "whereabouts", "--ipam.range", "10.0.0.0/24"},
      {"graph", "a", "--sequence", "{service: one}", "--sequence", "{service: two, data: response}"}};
  for (const auto& words : commands) {
    INFO(words.front());
    Cluster cluster;
    const Outcome applied = cluster.aictl(words);
    INFO(applied.err);
    CHECK(applied.code == 0);
    auto printing = words;
    printing.insert(std::ranges::find(printing, "--"), "--print-spec");
    cluster.work.write("aictl.yaml", "stack: " + words.front() + "-a\n" + cluster.work.aictl(printing).out);
    const Outcome again = cluster.aictl({"plan", "-f", "aictl.yaml", "--adopt"});
    INFO(again.out);
    CHECK(again.code == 0);
    CHECK((again.out.ends_with(" as it is\n") || again.out.ends_with(" as they are\n")));
    CHECK(sortedLines(again.out).size() == 1);
  }
}

TEST_CASE("a template command again with other flags changes its object") {
  Cluster cluster;
  REQUIRE(cluster.aictl({"serve", "a", "--image", "x", "--port", "80", "--engine", "deployment"}).code == 0);
  const Outcome run = cluster.aictl({"serve", "a", "--image", "y", "--port", "80", "--engine", "deployment"});
  CHECK(run.code == 0);
  CHECK(linesWith("changed   deployment", run.err) == "changed   deployment.apps/a  (serve/a)\n");
}

TEST_CASE("init begins a stack for what the cluster serves, and a plan of it is good there") {
  Cluster cluster;
  cluster.work.write("requirements.txt", "torch\nfastapi\n");
  cluster.work.write("train.py", "");
  const Outcome run = cluster.aictl({"init", "--name", "fraud"});
  INFO(run.err);
  CHECK(run.code == 0);
  const std::string begun = cluster.work.read("aictl.yaml");
  CHECK(linesWith("framework", begun) == "framework: pytorch\n");
  CHECK(linesWith("engine", begun) == "engine: knative\n");
  CHECK(linesWith("namespace", begun) == "namespace: " + cluster.nameSpace + "\n");
  CHECK(linesWith("create ", cluster.aictl({"plan"}).out).find("pytorchjob.kubeflow.org/fraud") !=
        std::string::npos);
}
