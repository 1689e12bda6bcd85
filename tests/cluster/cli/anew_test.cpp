// What is made anew, by --rerun or --replace: the old one goes only where the server would take the new one.

#include "cluster/fixture/cluster.h"
#include "cluster/fixture/play.h"
#include "shell/fixture/lines.h"

using namespace aictl;
using aictl::test::Cluster;
using aictl::test::linesWith;
using aictl::test::Outcome;
using aictl::test::replaced;
using aictl::test::until;

namespace {

const std::string job =
    "apiVersion: batch/v1\n"
    "kind: Job\n"
    "metadata: {name: a}\n"
    "spec:\n"
    "  template:\n"
    "    spec:\n"
    "      restartPolicy: Never\n"
    "      containers:\n"
    "        - {name: main, image: 'x:1', resources: {limits: {memory: 1Gi}}}\n";

/// A stack of this manifest, applied, which is another one then.
void change(Cluster& cluster, const std::string& manifest, const std::string& from, const std::string& to) {
  cluster.work.write("aictl.yaml", "stack: s\nmanifests: [m.yaml]\n");
  cluster.work.write("m.yaml", manifest);
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  cluster.work.write("m.yaml", replaced(manifest, from, to));
}

std::string uidOf(const Value& object) { return std::string(findString(object, {"metadata", "uid"})); }

}  // namespace

TEST_CASE("a run stays where the server refuses the one that --rerun would start") {
  struct Fault {
    std::string from;
    std::string to;
    std::string said;
  };
  const Fault fault = GENERATE(values<Fault>(
      {{"Never", "Always", "m.yaml:7:22: JOB: spec.template.spec.restartPolicy: "},
       {"Never", "Never\n      color: red", "m.yaml:8:14: JOB: spec.template.spec.color: "},
       {"1Gi", "1GB", "m.yaml:9:67: JOB: spec.template.spec.containers[0].resources.limits.memory: "}}));
  const std::string end = GENERATE("--yes", "--dry-run");
  CAPTURE(fault.to, end);
  Cluster cluster;
  change(cluster, job, fault.from, fault.to);
  const auto uid = uidOf(cluster.live("batch/v1", "Job", "a"));
  const Outcome refused = cluster.aictl({"apply", "--rerun", "job/a", end});
  CHECK(refused.code == 3);
  CHECK(linesWith("m.yaml", refused.err)
            .starts_with(replaced(fault.said, "JOB", "Job a in namespace '" + cluster.nameSpace + "'")));
  CHECK(uidOf(cluster.live("batch/v1", "Job", "a")) == uid);
}

TEST_CASE("a quota that has room for one run is no obstacle to --rerun") {
  Cluster cluster;
  change(cluster, job, "x:1", "x:2");
  cluster.create("resourcequotas",
                 R"({"metadata": {"name": "q"}, "spec": {"hard": {"count/jobs.batch": "1"}}})");
  until([&] {
    return findString(cluster.live("v1", "ResourceQuota", "q"), {"status", "used", "count/jobs.batch"}) ==
           "1";
  });
  const auto uid = uidOf(cluster.live("batch/v1", "Job", "a"));
  CHECK(cluster.aictl({"apply", "-q", "--rerun", "job/a", "--yes"}).code == 0);
  CHECK(uidOf(cluster.live("batch/v1", "Job", "a")) != uid);
}

TEST_CASE("a port that the old service has is no obstacle to --replace") {
  Cluster cluster;
  cluster.create("services", R"({"metadata": {"name": "b"}, "spec": {"ports": [{"port": 80}]}})");
  const std::string address(findString(cluster.live("v1", "Service", "b"), {"spec", "clusterIP"}));
  cluster.remove("/api/v1/namespaces/" + cluster.nameSpace + "/services/b");
  const std::string service =
      "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n"
      "spec: {type: NodePort, ports: [{port: 80, protocol: TCP}]}\n";
  change(cluster, service, "type", "clusterIP: " + address + ", type");
  const Value live = cluster.live("v1", "Service", "a");
  const auto port = find(live, {"spec", "ports"})->items().front().find("nodePort")->scalarText();
  cluster.work.write("m.yaml",
                     replaced(cluster.work.read("m.yaml"), "{port", "{nodePort: " + port + ", port"));
  CHECK(cluster.aictl({"apply", "-q", "--replace", "service/a", "--yes"}).code == 0);
  CHECK(findString(cluster.live("v1", "Service", "a"), {"spec", "clusterIP"}) == address);
}
