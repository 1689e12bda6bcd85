// How a stack is, what a namespace has, and entries that no stack file names.

#include "cluster/fixture/cluster.h"
#include "cluster/fixture/front.h"
#include "cluster/fixture/play.h"
#include "shell/fixture/lines.h"

using namespace aictl;
using aictl::test::Cluster;
using aictl::test::linesWith;
using aictl::test::Outcome;

namespace {

const std::string stack =
    "stack: s\n"
    "train: {a: {image: 'x:1'}}\n"
    "serve: {web: {image: 'x:1', port: 80, engine: deployment}}\n";

/// The objects of `status -o json`, by kind.
Value objectOf(const Outcome& run, std::string_view kind) {
  const auto answer = yaml::readJson(run.out);
  REQUIRE(answer);
  for (const Value& object : answer->find("objects")->items()) {
    if (findString(object, {"kind"}) == kind) return object;
  }
  return {};
}

}  // namespace

TEST_CASE("the status of a stack has a line for each object, also for those that are not there") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", stack);
  const Outcome before = cluster.aictl({"status"});
  CHECK(before.code == 0);
  CHECK(before.out ==
        "ENTRY      OBJECT               STATE      PROGRESS  AGE  MESSAGE\n"
        "train/a    job.batch/a          not there  -         -\n"
        "serve/web  deployment.apps/web  not there  -         -\n"
        "serve/web  service/web          not there  -         -\n");
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  const Outcome after = cluster.aictl({"status"});
  CHECK(after.code == 0);
  CHECK(linesWith("service/web", after.out).starts_with("serve/web  service/web          ready"));
  CHECK(linesWith("job.batch/a", after.out).find("not there") == std::string::npos);
  CHECK(
      linesWith("deployment.apps/web", after.out).starts_with("serve/web  deployment.apps/web  progressing"));
  CHECK(linesWith("deployment.apps/web", after.out).find(" of 1 ") != std::string::npos);
}

TEST_CASE("manifests that name no namespace have one line each, there or not, with a namespace or of none") {
  Cluster cluster;
  const std::string role = "role-" + cluster.nameSpace;
  cluster.work.write("aictl.yaml", "stack: s\nmanifests: [all.yaml]\n");
  cluster.work.write("all.yaml",
                     "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n---\n"
                     "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: " +
                         role + "}}\n");
  const std::string names = "configmap/a\nclusterrole.rbac.authorization.k8s.io/" + role + "\n";
  const auto states = [&] { return cluster.aictl({"status", "-o", "json"}).out; };
  CHECK(linesWith("\"state\"", states()) == "\"state\": \"absent\",\n\"state\": \"absent\",\n");
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  CHECK(cluster.aictl({"status", "-o", "name"}).out == names);
  CHECK(linesWith("\"state\"", states()) == "\"state\": \"ready\",\n\"state\": \"ready\",\n");
  CHECK(cluster.aictl({"delete", "-q"}).code == 0);
}

TEST_CASE("a status with a failure in it says why, and ends with 1") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", stack);
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  test::endJob(cluster, "Failed");
  const Outcome run = cluster.aictl({"status", "a"});
  CHECK(run.code == 1);
  CHECK(linesWith("train/a", run.out).find("failed") != std::string::npos);
  CHECK(linesWith("train/a", run.out).ends_with("so it is\n"));
  CHECK(linesWith("serve/web", run.out).empty());
  CHECK(cluster.aictl({"status", "serve/web"}).code == 0);
  CHECK(cluster.aictl({"status", "a", "--color", "always"}).out.find("\033[31mfailed\033[0m") !=
        std::string::npos);
}

TEST_CASE(
    "as a picture a status has waves, arrows and the objects of each entry with their states, in colours") {
  Cluster cluster;
  cluster.work.write("aictl.yaml",
                     "stack: s\nmanifests: [m.yaml]\ncache: {d: {from: ['s3://a/b'], runtime: jindo}}\n"
                     "train: {a: {image: 'x:1', caches: [d]}}\n");
  cluster.work.write("m.yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {name: m}}\n");
  CHECK(
      cluster.aictl({"status", "-o", "mermaid"}).out ==
      "flowchart LR\n"
      "  subgraph wave1[\"wave 1\"]\n"
      "    n0[\"<b>cache/d</b><br/>dataset.data.fluid.io/d: not there<br/>jindoruntime.data.fluid.io/d: not "
      "there\"]:::absent\n"
      "    n2[\"configmap/m: not there\"]:::absent\n"
      "  end\n"
      "  subgraph wave2[\"wave 2\"]\n"
      "    n1[\"<b>train/a</b><br/>job.batch/a: not there\"]:::absent\n"
      "  end\n"
      "  n0 --> n1\n"
      "  classDef absent fill:#f8d7da,stroke:#b02a37,stroke-dasharray:4,color:#58151c\n");
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  test::endJob(cluster, "Failed");
  const Outcome after = cluster.aictl({"status", "-o", "mermaid"});
  CHECK(after.code == 1);
  CHECK(linesWith("train/a", after.out).ends_with("\"]:::failed\n"));
  CHECK(linesWith("configmap/m", after.out) == "n2[\"configmap/m: ready\"]:::ready\n");
  CHECK(linesWith("classDef failed", after.out).size() > 1);

  cluster.work.write("aictl.yaml", "stack: s\ntrain: {a: {image: 'x:1'}}\n");
  const Outcome less = cluster.aictl({"status", "-o", "mermaid"});
  CHECK(less.out.find("\n  n1[\"") != std::string::npos);  // what the file has not any more is in no wave
  CHECK(cluster.aictl({"status", "--watch", "-o", "mermaid"}).code == 2);
}

TEST_CASE("the JSON of a status has the same keys for all objects") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", stack);
  REQUIRE(cluster.aictl({"apply", "-q", "train/a"}).code == 0);
  const Outcome run = cluster.aictl({"status", "-o", "json"});
  const Value job = objectOf(run, "Job");
  CHECK(findString(job, {"stack"}) == "s");
  CHECK(findString(job, {"entry"}) == "train/a");
  CHECK(findString(job, {"apiVersion"}) == "batch/v1");
  CHECK(findString(job, {"namespace"}) == cluster.nameSpace);
  CHECK(findString(job, {"state"}) != "absent");
  CHECK_FALSE(findString(job, {"uid"}).empty());
  CHECK_FALSE(findString(job, {"created"}).empty());
  const Value service = objectOf(run, "Service");
  CHECK(findString(service, {"state"}) == "absent");
  for (const char* key : {"uid", "message", "url", "created", "started", "ended"}) {
    INFO(key);
    REQUIRE(service.find(key) != nullptr);
    CHECK(service.find(key)->isNull());
  }
  CHECK(cluster.aictl({"status", "-o", "name"}).out == "job.batch/a\n");
}

TEST_CASE("what the cluster has of the stack and the file has not any more is a line too") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", stack);
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  cluster.work.write("aictl.yaml", "stack: s\ntrain: {a: {image: 'x:1'}}\n");
  const Outcome all = cluster.aictl({"status"});
  CHECK(linesWith("deployment.apps/web", all.out).starts_with("serve/web"));
  const Outcome one = cluster.aictl({"status", "serve/web"});
  CHECK(one.code == 0);
  CHECK(linesWith("service/web", one.out).starts_with("serve/web"));
  CHECK(linesWith("train/a", one.out).empty());
}

TEST_CASE("an entry that the command of a template made is found without a stack file") {
  Cluster cluster;
  REQUIRE(cluster.aictl({"train", "a", "--image", "x:1", "-q"}).code == 0);
  const Outcome run = cluster.aictl({"status", "train/a"});
  CHECK(run.code == 0);
  CHECK(linesWith("job.batch/a", run.out).starts_with("train/a"));

  const Outcome unclear = cluster.aictl({"status", "a"});
  CHECK(unclear.code == 2);
  CHECK(unclear.err ==
        "'a' cannot be found without a stack file; name it as TEMPLATE/NAME or KIND/NAME, or a stack file "
        "with -f\n");
  const Outcome missing = cluster.aictl({"status", "train/b"});
  CHECK(missing.code == 1);
  CHECK(missing.err == "there is no entry train/b in namespace '" + cluster.nameSpace + "'\n");
  CHECK(cluster.aictl({"status"}).code == 2);
}

TEST_CASE("an entry that is nowhere is told with the one of the stack file that was meant") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", "stack: s\ntrain: {resnet: {image: 'x:1'}}\n");
  const Outcome run = cluster.aictl({"status", "train/resnt"});
  CHECK(run.code == 1);
  CHECK(run.out.empty());
  CHECK(run.err == "there is no entry train/resnt in namespace '" + cluster.nameSpace +
                       "'; did you mean 'train/resnet'?\n");
}

TEST_CASE(
    "an entry that the command of a template made is found beside a stack file, and deleted by its name") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", "stack: s\ntrain: {b: {image: 'x:1'}}\n");
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  REQUIRE(cluster.aictl({"train", "a", "--image", "x:1", "-q"}).code == 0);
  CHECK(cluster.aictl({"status", "train/a", "-o", "name"}).out == "job.batch/a\n");
  const Outcome removal = cluster.aictl({"delete", "train/a"});
  CHECK(removal.code == 0);
  CHECK(cluster.live("batch/v1", "Job", "a").isNull());
  CHECK(cluster.live("v1", "ConfigMap", "aictl-train-a").isNull());
  CHECK_FALSE(cluster.live("batch/v1", "Job", "b").isNull());
  CHECK(cluster.aictl({"delete", "train/a"}).err == "nothing of it is there\n");
}

TEST_CASE("an entry that the command of a template made is deleted without a stack file") {
  Cluster cluster;
  REQUIRE(cluster.aictl({"train", "a", "--image", "x:1", "-q"}).code == 0);
  CHECK(cluster.aictl({"delete", "-q", "train/a"}).code == 0);
  CHECK(cluster.live("batch/v1", "Job", "a").isNull());
  CHECK(cluster.live("v1", "ConfigMap", "aictl-train-a").isNull());
}

TEST_CASE(
    "a stack whose other entries have run and are gone is kept when the last that is there is deleted") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", "stack: s\ntrain: {a: {image: x}, b: {image: x}}\n");
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  cluster.remove("/apis/batch/v1/namespaces/" + cluster.nameSpace + "/jobs/b");
  REQUIRE(cluster.aictl({"delete", "-q", "train/a"}).code == 0);
  CHECK(linesWith("train/b", cluster.aictl({"plan"}).out).starts_with("hold"));
}

TEST_CASE("the stacks that are listed are those of the namespace that the stack at hand names") {
  Cluster cluster;
  cluster.work.write("aictl.yaml",
                     stack + "vars: {space: " + cluster.nameSpace + "}\nnamespace: '${space}'\n");
  REQUIRE(cluster.work.aictl({"apply", "-q"}).code == 0);
  CHECK(linesWith("aictl.yaml", cluster.work.aictl({"list"}).out).starts_with("s      " + cluster.nameSpace));
  CHECK(cluster.work.aictl({"list", "-n", "default", "-o", "name"}).out.find("s\n") == std::string::npos);
  // A stack with faults, or with none of its own, is no reason not to list.
  cluster.work.write("aictl.yaml", "stack: [\n");
  CHECK(cluster.aictl({"list", "-o", "name"}).out == "s\n");
}

TEST_CASE("the stacks of a namespace are listed, and with -A those of all") {
  Cluster cluster;
  CHECK(cluster.aictl({"list"}).err == "there are no stacks in namespace '" + cluster.nameSpace + "'\n");
  cluster.work.write("aictl.yaml", stack);
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  cluster.work.remove("aictl.yaml");
  REQUIRE(cluster.aictl({"train", "b", "--image", "x:1", "-q"}).code == 0);
  const Outcome table = cluster.aictl({"list"});
  CHECK(table.code == 0);
  CHECK(linesWith("aictl.yaml", table.out).starts_with("s        " + cluster.nameSpace));
  CHECK(linesWith("flags", table.out).starts_with("train-b  " + cluster.nameSpace));
  CHECK(cluster.aictl({"list", "-o", "name"}).out == "s\ntrain-b\n");
  const std::string wide = cluster.aictl({"list", "-o", "wide"}).out;
  CHECK(linesWith("STACK", wide).ends_with("FROM        VERSION  COMMIT\n"));
  CHECK(linesWith("train-b", wide).find("flags       " AICTL_VERSION " ") != std::string::npos);

  const auto all = yaml::readJson(cluster.aictl({"list", "-A", "-o", "json"}).out);
  REQUIRE(all);
  std::vector<std::string> here;
  for (const Value& item : all->find("stacks")->items()) {
    if (findString(item, {"namespace"}) == cluster.nameSpace) here.emplace_back(findString(item, {"name"}));
  }
  CHECK(here == std::vector<std::string>{"s", "train-b"});
}

TEST_CASE("a user with rights in one namespace alone sees a status there") {
  Cluster cluster;
  cluster.work.environment["KUBECONFIG"] = test::ControlPlane::shared().file("restricted.kubeconfig");
  cluster.work.write("aictl.yaml", "stack: seen\ntrain: {seen: {image: x}}\n");
  REQUIRE(cluster.work.aictl({"apply", "-q"}).code == 0);
  CHECK(linesWith("job.batch/seen", cluster.work.aictl({"status"}).out).starts_with("train/seen"));
  CHECK(linesWith("seen", cluster.work.aictl({"list"}).out).starts_with("seen"));
  CHECK(cluster.work.aictl({"list", "-A"}).code == 3);
  CHECK(cluster.work.aictl({"delete", "-q"}).code == 0);
}

TEST_CASE(
    "the status of one entry takes three requests at most, and one where the server's kinds are known") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", "stack: s\ntrain: {a: {image: x}, b: {image: x}}\n");
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  test::Front front([](const std::string&) { return std::string(); });
  cluster.work.write("front", front.kubeconfig());
  REQUIRE(cluster.aictl({"status", "train/a", "--kubeconfig", "front"}).code == 0);
  const auto first = front.count("GET ");
  CHECK(first <= 3);
  REQUIRE(cluster.aictl({"status", "train/a", "--kubeconfig", "front"}).code == 0);
  CHECK(front.count("GET ") == first + 1);
}
