// What differs between the stack and the cluster.

#include "cluster/fixture/cluster.h"
#include "shell/fixture/lines.h"

using namespace aictl;
using aictl::test::Cluster;
using aictl::test::linesWith;
using aictl::test::Outcome;

TEST_CASE(
    "a stack that is applied has no differences, and a change is shown in the words of the spec and as "
    "lines") {
  Cluster cluster;
  cluster.work.write("aictl.yaml",
                     "stack: s\nserve:\n  web:\n    engine: deployment\n    image: x:1\n    port: 80\n");
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  const Outcome same = cluster.aictl({"diff"});
  CHECK(same.code == 0);
  CHECK(same.out.empty());
  CHECK(same.err.empty());

  cluster.work.write("aictl.yaml",
                     "stack: s\nserve:\n  web:\n    engine: deployment\n    image: x:2\n    port: 80\n");
  const Outcome changed = cluster.aictl({"diff"});
  CHECK(changed.code == 1);
  CHECK(changed.err == "serve/web: image \"x:1\" → \"x:2\", aictl.yaml:5\n");
  CHECK(changed.out.starts_with("--- a/deployment.apps/web\n+++ b/deployment.apps/web\n@@ "));
  CHECK(linesWith("image:", changed.out) == "-        image: x:1\n+        image: x:2\n");
}

TEST_CASE("diff's reports have what was compared, and each difference at the line that makes it") {
  Cluster cluster;
  const auto write = [&](const std::string& image) {
    cluster.work.write("aictl.yaml", "stack: s\nserve:\n  web:\n    engine: deployment\n    image: " + image +
                                         "\n    port: 80\ntrain:\n  a: {image: 'x:1'}\n");
  };
  write("x:1");
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  const Outcome same = cluster.aictl({"diff", "--error-format", "junit"});
  CHECK(same.code == 0);
  CHECK(linesWith("<testsuite ", same.err).find("tests=\"2\" failures=\"0\"") != std::string::npos);

  write("x:2");
  const Outcome sarif = cluster.aictl({"diff", "--error-format", "sarif"});
  CHECK(sarif.code == 1);
  CHECK(linesWith("startLine", sarif.err).find("\"startLine\": 5") != std::string::npos);
  CHECK(linesWith("\"ruleId\"", sarif.err).find("\"change\"") != std::string::npos);
  const Outcome junit = cluster.aictl({"diff", "--error-format", "junit", "--error-file", "diff.xml"});
  CHECK(junit.code == 1);
  CHECK(junit.err == "serve/web: image \"x:1\" → \"x:2\", aictl.yaml:5\n");
  const std::string report = cluster.work.read("diff.xml");
  CHECK(linesWith("<testsuite ", report).find("tests=\"2\" failures=\"1\"") != std::string::npos);
  CHECK(linesWith("<failure", report).find("deployment.apps/web: spec.template.spec.containers") !=
        std::string::npos);
  CHECK(linesWith("name=\"train/a\"", report).find("/>") != std::string::npos);
}

TEST_CASE("what is new, and what others changed, is a difference too") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", "stack: s\nmanifests: [m.yaml]\n");
  cluster.work.write("m.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\ndata: {k: mine}\n");
  const Outcome fresh = cluster.aictl({"diff"});
  CHECK(fresh.code == 1);
  CHECK(linesWith("+  k:", fresh.out) == "+  k: mine\n");
  CHECK(cluster.live("v1", "ConfigMap", "m").isNull());
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  cluster.change("/api/v1/namespaces/" + cluster.nameSpace + "/configmaps/m", R"({"data": {"k": "theirs"}})");
  const Outcome drifted = cluster.aictl({"diff"});
  CHECK(drifted.code == 1);
  CHECK(linesWith("k: ", drifted.out) == "-  k: theirs\n+  k: mine\n");
}

TEST_CASE("values of secrets are in no difference") {
  Cluster cluster;
  const auto write = [&](const std::string& value) {
    cluster.work.write("aictl.yaml", "stack: s\nmanifests: [m.yaml]\n");
    cluster.work.write("m.yaml", "apiVersion: v1\nkind: Secret\nmetadata: {name: m}\nstringData: {k: " +
                                     value + ", same: c2FtZQ}\n");
  };
  write("geheim1");
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  write("geheim2");
  const Outcome run = cluster.aictl({"diff"});
  CHECK(run.code == 1);
  CHECK(linesWith("k: ", run.out) == "-  k: (hidden, before)\n+  k: (hidden, after)\n");
  for (const std::string& text : {run.out, run.err, cluster.aictl({"plan"}).out}) {
    CHECK(text.find("geheim") == std::string::npos);
    CHECK(text.find("Z2VoZWlt") == std::string::npos);
  }
}

TEST_CASE("what goes into a namespace that the stack brings is shown and does not fail") {
  Cluster cluster;
  const std::string space = cluster.nameSpace + "-brought";
  cluster.work.write("aictl.yaml", "stack: s\nmanifests: [m.yaml]\n");
  cluster.work.write(
      "m.yaml", "{apiVersion: v1, kind: Namespace, metadata: {name: " + space +
                    "}}\n---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: m, namespace: " + space +
                    "}, data: {k: v}}\n");
  const Outcome run = cluster.aictl({"diff"});
  CHECK(run.code == 1);
  CHECK(run.err.empty());
  CHECK(linesWith("+  k:", run.out) == "+  k: v\n");
}
