// Objects that are no entry's, by `KIND/NAME`: of the stack's manifests, and what others made.

#include "cluster/fixture/cluster.h"
#include "shell/fixture/lines.h"

using namespace aictl;
using aictl::test::Cluster;
using aictl::test::linesWith;
using aictl::test::Outcome;
using aictl::test::sortedLines;

namespace {

/// A stack of one map; beside it a map and a Deployment of somebody else.
struct Site {
  Cluster cluster;

  Site() {
    cluster.work.write("aictl.yaml", "stack: s\nmanifests: [map.yaml]\n");
    cluster.work.write("map.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: mine}\n");
    REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
    cluster.createConfigMap("theirs");
    cluster.work.write("other/aictl.yaml", "stack: other\nmanifests: [web.yaml]\n");
    cluster.work.write("other/web.yaml",
                       "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n"
                       "spec: {replicas: 1, selector: {matchLabels: {app: w}}, template: {metadata: {labels: "
                       "{app: w}}, spec: {containers: [{name: c, image: x}]}}}\n");
    REQUIRE(cluster.aictl({"apply", "-q", "-f", "other/aictl.yaml"}).code == 0);
  }
};

}  // namespace

TEST_CASE("an object of no entry is looked at by its kind and name, whoever made it") {
  Site site;
  for (const std::string name : {"configmap/mine", "configmap/theirs", "ConfigMap/theirs",
                                 "configmaps/theirs", "cm/theirs", "cm/mine"}) {
    INFO(name);
    const Outcome status = site.cluster.aictl({"status", name});
    CHECK(status.code == 0);
    CHECK(linesWith("ready", status.out).starts_with(name));
    CHECK(linesWith("web", status.out).empty());
    CHECK(site.cluster.aictl({"wait", name, "--timeout", "5s"}).code == 0);
  }
  const Outcome status = site.cluster.aictl({"status", "deployment.apps/web", "-o", "name"});
  CHECK(status.code == 0);
  CHECK(status.out == "deployment.apps/web\n");
  const Outcome why = site.cluster.aictl({"why", "deployment/web"});
  CHECK(why.code == 1);
  CHECK(linesWith("deployment/web: ", why.out) == "deployment/web: the cluster has no nodes\n");
}

TEST_CASE("an object is found by its kind and name without a stack file") {
  Site site;
  site.cluster.work.remove("aictl.yaml");
  CHECK(site.cluster.aictl({"status", "configmap/theirs", "-o", "name"}).out == "configmap/theirs\n");
  const Outcome none = site.cluster.aictl({"status", "deployment/none", "configmap/theirs"});
  CHECK(none.code == 1);
  CHECK(none.err == "there is no entry deployment/none in namespace '" + site.cluster.nameSpace + "'\n");
  const Outcome unknown = site.cluster.aictl({"status", "gizmo/none"});
  CHECK(unknown.code == 1);
  CHECK(unknown.err == "there is no entry gizmo/none in namespace '" + site.cluster.nameSpace + "'\n");
}

TEST_CASE("an object that others made can be scaled and not deleted, one of the stack can") {
  Site site;
  CHECK(site.cluster.aictl({"scale", "deployment/web", "3"}).code == 0);
  CHECK(find(site.cluster.live("apps/v1", "Deployment", "web"), {"spec", "replicas"})->integer() == 3);
  const Outcome refused = site.cluster.aictl({"delete", "configmap/theirs"});
  CHECK(refused.code == 2);
  CHECK(refused.err ==
        "configmap/theirs: the stack does not have it, and 'aictl delete' removes nothing else\n");
  CHECK_FALSE(site.cluster.live("v1", "ConfigMap", "theirs").isNull());
  CHECK(site.cluster.aictl({"delete", GENERATE("configmap/mine", "cm/mine")}).code == 0);
  CHECK(site.cluster.live("v1", "ConfigMap", "mine").isNull());
}

TEST_CASE("an object that others made is waited for until it is gone, and followed as it changes") {
  Site site;
  site.cluster.remove("/api/v1/namespaces/" + site.cluster.nameSpace + "/configmaps/theirs");
  const Outcome gone = site.cluster.aictl({"wait", "configmap/theirs", "--for", "deleted"});
  CHECK(gone.err.find("there is no entry configmap/theirs") != std::string::npos);
  aictl::test::Process process(site.cluster.work.command(
      {"wait", "deployment/web", "--for", "deleted", "--timeout", "60s", "-n", site.cluster.nameSpace}));
  site.cluster.remove("/apis/apps/v1/namespaces/" + site.cluster.nameSpace + "/deployments/web");
  CHECK(process.wait(std::chrono::seconds(60)).code == 0);
}

TEST_CASE("an object in another namespace than its stack is told with it") {
  Cluster cluster;
  const std::string other = aictl::test::newNamespace();
  cluster.work.write("aictl.yaml", "stack: s\nmanifests: [maps.yaml]\n");
  cluster.work.write("maps.yaml",
                     "{apiVersion: v1, kind: ConfigMap, metadata: {name: m}}\n---\n"
                     "{apiVersion: v1, kind: ConfigMap, metadata: {name: m, namespace: " +
                         other + "}}\n");
  const std::vector<std::string> named{"configmap/m", "configmap/m -n " + other};
  const auto linesOf = [&](const std::string& before) {
    return std::vector<std::string>{before + named.front(), before + named.back()};
  };
  CHECK(linesWith("create  ", cluster.aictl({"plan"}).out) ==
        "create   -  " + named.front() + "\ncreate   -  " + named.back() + "\n");
  CHECK(sortedLines(linesWith("created   ", cluster.aictl({"apply"}).err)) == linesOf("created   "));
  const std::string status = cluster.aictl({"status"}).out;
  CHECK(linesWith(" -n ", status).starts_with("-      " + named.back() + " "));
  CHECK(linesWith("configmap/m ", status).starts_with("-      " + named.front() + " "));
  CHECK(sortedLines(linesWith("removed", cluster.aictl({"delete"}).err)) == linesOf("removed       "));
}
