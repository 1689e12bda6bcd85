// What commands on the cluster write as JSON.

#include "shell/fixture/documents.h"

#include "cluster/fixture/cluster.h"
#include "cluster/fixture/play.h"

using namespace aictl;
using aictl::test::checkDocument;
using aictl::test::Cluster;

namespace {

const std::string stack =
    "stack: s\n"
    "manifests: [m.yaml]\n"
    "train: {a: {image: 'x:1'}}\n"
    "serve: {web: {image: 'x:1', port: 80, engine: deployment}}\n";

void writeSecret(const Cluster& cluster, const std::string& value) {
  cluster.work.write("m.yaml",
                     "{apiVersion: v1, kind: Secret, metadata: {name: m}, stringData: {k: " + value + "}}\n");
}

}  // namespace

TEST_CASE("the JSON of commands on the cluster is of the forms that aictl schema publishes") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", stack);
  writeSecret(cluster, "one");
  const auto check = [&](const std::string& form, std::vector<std::string> command) {
    command.insert(command.end(), {"-o", "json"});
    checkDocument(cluster.work, form, cluster.aictl(command).out);
  };
  check("plan", {"plan"});
  check("status", {"status"});
  check("apply", {"apply", "--dry-run"});
  check("apply", {"apply"});
  check("list", {"list"});
  check("fit", {"fit"});
  check("why", {"why"});
  test::setPod(cluster,
               R"({"containerStatuses": [{"name": "main", "image": "x:1", "imageID": "", "ready": false,
      "restartCount": 0, "state": {"terminated": {"exitCode": 137, "reason": "OOMKilled"}}}]})");
  test::endJob(cluster, "Failed");
  check("status", {"status"});
  check("wait", {"wait"});
  check("apply", {"apply", "--rerun", "train/a", "--yes", "--wait=ready", "--wait-timeout", "500ms"});
}

TEST_CASE("a plan as JSON has each field that changes, and no value of a Secret") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", stack);
  writeSecret(cluster, "geheim1");
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  cluster.work.write("aictl.yaml", test::replaced(stack, "'x:1', port", "'x:2', port"));
  writeSecret(cluster, "geheim2");
  const auto run = cluster.aictl({"plan", "-o", "json"});
  CHECK(run.code == 0);
  CHECK(run.out.find("geheim") == std::string::npos);
  const auto plan = yaml::readJson(run.out);
  REQUIRE(plan);
  std::size_t changed = 0;
  for (const Value& step : plan->find("steps")->items()) {
    if (findString(step, {"operation"}) != "change") continue;
    ++changed;
    if (findString(step, {"kind"}) == "Secret") continue;
    CHECK(findString(step, {"entry"}) == "serve/web");
    const Value& change = step.find("changes")->items().front();
    CHECK(findString(change, {"path"}).starts_with("spec.template.spec.containers"));
    CHECK(yaml::writeJson(*change.find("before")).find("x:1") != std::string::npos);
    CHECK(yaml::writeJson(*change.find("after")).find("x:2") != std::string::npos);
  }
  CHECK(changed == 2);
}
