// suspend, resume, scale and restart, and what an apply makes of what they did.

#include "cluster/fixture/cluster.h"
#include "shell/fixture/lines.h"

using namespace aictl;
using aictl::test::Cluster;
using aictl::test::linesWith;
using aictl::test::Outcome;
using aictl::test::replaced;

namespace {

const std::string service =
    "stack: s\n"
    "serve:\n"
    "  web: {image: 'x:1', port: 80, engine: deployment, scale: {min: 2}}\n";
const std::string training =
    "stack: s\n"
    "train:\n"
    "  a: {framework: pytorch, image: 'x:1', workers: 4}\n"
    "  b: {framework: tensorflow, image: 'x:1', workers: 4}\n";

Value replicas(Cluster& cluster) {
  const Value live = cluster.live("apps/v1", "Deployment", "web");
  return *find(live, {"spec", "replicas"});
}

Value suspended(Cluster& cluster, const std::string& kind, const std::string& name) {
  const Value live = cluster.live("kubeflow.org/v1", kind, name);
  const Value* value = find(live, {"spec", "runPolicy", "suspend"});
  return value == nullptr ? Value() : *value;
}

}  // namespace

TEST_CASE(
    "a service gets the pods that it is given, and the line of the stack that takes them back is told") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", service);
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  const Outcome run = cluster.aictl({"scale", "serve/web", "4"});
  CHECK(run.code == 0);
  CHECK(run.out.empty());
  CHECK(run.err ==
        "scaled     deployment.apps/web  (serve/web)  spec.replicas 2 → 4\n"
        "aictl.yaml:3:66: warning: serve/web: the next apply sets spec.replicas back to 2\n");
  CHECK(replicas(cluster) == Value(4));
}

TEST_CASE("what a scaling did is a plain change to the next plan, and an apply sets it back") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", service);
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  REQUIRE(cluster.aictl({"scale", "web", "4", "-q"}).code == 0);
  const Outcome plan = cluster.aictl({"plan"});
  CHECK(plan.code == 0);
  CHECK(plan.err.empty());
  CHECK(plan.out ==
        "change   serve/web  deployment.apps/web  spec.replicas 4 → 2\n"
        "1 to change, 1 as it is\n");
  CHECK(cluster.aictl({"apply", "--dry-run"}).code == 0);
  CHECK(cluster.aictl({"apply", "-q"}).code == 0);
  CHECK(replicas(cluster) == Value(2));
  CHECK(cluster.aictl({"plan"}).out == "2 as they are\n");
}

TEST_CASE(
    "a stack that says what a scaling did owns it together with that, and may say something else later") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", service);
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  REQUIRE(cluster.aictl({"scale", "web", "4", "-q"}).code == 0);
  cluster.work.write("aictl.yaml", replaced(service, "min: 2", "min: 4"));
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  CHECK(replicas(cluster) == Value(4));
  cluster.work.write("aictl.yaml", replaced(service, "min: 2", "min: 3"));
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  CHECK(replicas(cluster) == Value(3));
}

TEST_CASE("what somebody else scaled stays a conflict") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", service);
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  cluster.change("/apis/apps/v1/namespaces/" + cluster.nameSpace + "/deployments/web",
                 R"({"spec": {"replicas": 5}})");
  const Outcome run = cluster.aictl({"apply"});
  CHECK(run.code == 3);
  CHECK(linesWith("somebody", run.err).find("spec.replicas") != std::string::npos);
  CHECK(replicas(cluster) == Value(5));
}

TEST_CASE("a number that is there already is no request") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", service);
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  const auto managers = [&] {
    return *find(cluster.live("apps/v1", "Deployment", "web"), {"metadata", "managedFields"});
  };
  const auto names = [](const Value& entries) {
    std::vector<std::string> all;
    for (const Value& entry : entries.items())
      all.push_back(std::string(findString(entry, {"manager"})) + " " +
                    std::string(findString(entry, {"operation"})));
    return all;
  };
  const Outcome run = cluster.aictl({"scale", "web", "2"});
  CHECK(run.code == 0);
  CHECK(run.err == "unchanged  deployment.apps/web  (serve/web)  it has so many already\n");
  const auto seen = names(managers());
  CHECK(std::ranges::find(seen, "aictl Apply") != seen.end());
  CHECK(std::ranges::find(seen, "aictl Update") == seen.end());
}

TEST_CASE("a restart makes new pods, and no apply undoes or repeats it") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", service);
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  const Outcome run = cluster.aictl({"restart", "serve/web"});
  CHECK(run.code == 0);
  CHECK(run.err == "restarted  deployment.apps/web  (serve/web)\n");
  const auto restartedAt = [&] {
    return std::string(
        findString(cluster.live("apps/v1", "Deployment", "web"),
                   {"spec", "template", "metadata", "annotations", "kubectl.kubernetes.io/restartedAt"}));
  };
  const std::string when = restartedAt();
  CHECK(when.ends_with("Z"));
  CHECK(cluster.aictl({"plan"}).out == "2 as they are\n");
  cluster.work.write("aictl.yaml", replaced(service, "x:1", "x:2"));
  CHECK(cluster.aictl({"apply", "-q"}).code == 0);
  CHECK(restartedAt() == when);
}

TEST_CASE("training jobs are suspended and resumed, each told, and the stack says nothing of that") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", training);
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  const Outcome stop = cluster.aictl({"suspend", "train/a", "train/b"});
  CHECK(stop.code == 0);
  CHECK(stop.err ==
        "suspended  pytorchjob.kubeflow.org/a  (train/a)\n"
        "suspended  tfjob.kubeflow.org/b  (train/b)\n");
  CHECK(suspended(cluster, "PyTorchJob", "a") == Value(true));
  CHECK(suspended(cluster, "TFJob", "b") == Value(true));
  CHECK(cluster.aictl({"suspend", "a"}).err ==
        "unchanged  pytorchjob.kubeflow.org/a  (train/a)  it is suspended already\n");
  // The stack has no word on it: an apply leaves it so.
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  CHECK(suspended(cluster, "PyTorchJob", "a") == Value(true));
  CHECK(cluster.aictl({"resume", "a"}).err == "resumed    pytorchjob.kubeflow.org/a  (train/a)\n");
  CHECK(suspended(cluster, "PyTorchJob", "a") == Value(false));
  CHECK(cluster.aictl({"resume", "a"}).err ==
        "unchanged  pytorchjob.kubeflow.org/a  (train/a)  it is not suspended\n");
}

TEST_CASE("a job is said to be suspended only where the server keeps that") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", "stack: s\ntrain: {a: {image: 'x:1'}}\n");
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  const Outcome run = cluster.aictl({"suspend", "a"});
  if (find(cluster.live("batch/v1", "Job", "a"), {"spec", "suspend"}) != nullptr) {
    CHECK(run.code == 0);
  } else {  // before Kubernetes 1.21
    CHECK(run.code == 3);
    CHECK(
        run.err ==
        "train/a: job.batch/a was not suspended: the server does not keep spec.suspend; its version may not "
        "know the field yet\n");
  }
}

TEST_CASE("a job that the stack has suspended is resumed, and the line is told that suspends it again") {
  Cluster cluster;
  cluster.work.write("aictl.yaml",
                     "stack: s\ntrain: {a: {framework: pytorch, image: 'x:1', suspend: true}}\n");
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  CHECK(cluster.aictl({"resume", "a"}).err ==
        "resumed    pytorchjob.kubeflow.org/a  (train/a)\n"
        "aictl.yaml:2:56: warning: train/a: the next apply sets spec.runPolicy.suspend back to true\n");
  CHECK(cluster.aictl({"plan"}).out ==
        "change   train/a  pytorchjob.kubeflow.org/a  spec.runPolicy.suspend false → true\n"
        "1 to change\n");
}

TEST_CASE("the number of workers counts the master, as in the stack") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", training);
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  const Outcome run = cluster.aictl({"scale", "train/a", "8"});
  CHECK(run.code == 0);
  CHECK(linesWith("scaled", run.err) ==
        "scaled     pytorchjob.kubeflow.org/a  (train/a)  spec.pytorchReplicaSpecs.Worker.replicas 3 → 7\n");
  CHECK(linesWith("warning", run.err).ends_with("sets spec.pytorchReplicaSpecs.Worker.replicas back to 3\n"));
}

TEST_CASE("where one of several entries cannot, nothing is sent, and what it can is told") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", training + "serve: {web: {image: 'x:1', port: 80, engine: deployment}}\n");
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  const Outcome run = cluster.aictl({"suspend", "train/a", "serve/web"});
  CHECK(run.code == 2);
  CHECK(
      run.err ==
      "serve/web: nothing of it can be suspended (deployment.apps/web, service/web); it knows 'aictl scale', "
      "'aictl restart'\n");
  CHECK_FALSE(suspended(cluster, "PyTorchJob", "a") == Value(true));
  const Outcome bounds = cluster.aictl({"scale", "serve/web", "1..3"});
  CHECK(bounds.code == 2);
  CHECK(bounds.err ==
        "serve/web: it cannot be scaled: deployment.apps/web: it takes one number of pods, not bounds\n");
}

TEST_CASE("bounds of what scales by itself are set") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", "stack: s\nserve: {m: {image: 'x:1', scale: {min: 0, max: 10}}}\n");
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  const Outcome run = cluster.aictl({"scale", "m", "2..6"});
  CHECK(run.code == 0);
  const Value live = cluster.live("serving.knative.dev/v1", "Service", "m");
  const auto annotation = [&](std::string_view key) {
    return findString(live, {"spec", "template", "metadata", "annotations", key});
  };
  CHECK(annotation("autoscaling.knative.dev/min-scale") == "2");
  CHECK(annotation("autoscaling.knative.dev/max-scale") == "6");
}

TEST_CASE("entries that no file names are acted on as well, and what is not there is told") {
  Cluster cluster;
  REQUIRE(cluster.aictl({"train", "a", "--framework", "pytorch", "--image", "x:1", "-q"}).code == 0);
  CHECK(cluster.aictl({"suspend", "train/a"}).err == "suspended  pytorchjob.kubeflow.org/a  (train/a)\n");
  const Outcome none = cluster.aictl({"suspend", "train/none"});
  CHECK(none.code == 1);
  CHECK(none.err == "there is no entry train/none in namespace '" + cluster.nameSpace + "'\n");
  cluster.work.write("aictl.yaml", training);
  const Outcome absent = cluster.aictl({"suspend", "train/b"});
  CHECK(absent.code == 2);
  CHECK(absent.err == "train/b: it cannot be suspended: tfjob.kubeflow.org/b is not there\n");
}

TEST_CASE("a restart that waits ends once the new pods are there, or the time is over") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", service);
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  const Outcome run = cluster.aictl({"restart", "web", "--wait", "--wait-timeout", "500ms"});
  CHECK(run.code == 4);
  CHECK(linesWith("after 500ms", run.err).starts_with("serve/web: deployment.apps/web is progressing"));
  CHECK(cluster.aictl({"scale", "web", "0", "--wait"}).code == 0);
}
