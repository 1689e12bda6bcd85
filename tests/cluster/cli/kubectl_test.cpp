// What kubectl makes of what aictl wrote: objects, managed fields, and the stack as an ApplySet. Where
// kubectl is not installed, these tests say so and pass.

#include "cluster/fixture/cluster.h"
#include "shell/fixture/lines.h"

using namespace aictl;
using aictl::test::Cluster;
using aictl::test::linesWith;
using aictl::test::Outcome;

namespace {

bool isInstalled(const Cluster& cluster) {
  const bool there = cluster.work.program({"env", "kubectl", "version", "--client"}).code == 0;
  if (!there) WARN("kubectl is not installed, so that nothing of it is tested");
  return there;
}

/// A stack of two ConfigMaps, and its own manifests for kubectl.
struct Site {
  Cluster cluster;

  Site() {
    cluster.work.environment["KUBECTL_APPLYSET"] = "true";
    cluster.work.write("aictl.yaml", "stack: s\nmanifests: [one.yaml, two.yaml]\n");
    for (const std::string name : {"one", "two"}) {
      write(name, "v");
    }
    REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  }

  void write(const std::string& name, const std::string& value) const {
    cluster.work.write(name + ".yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name +
                                           "}\ndata: {k: " + value + "}\n");
  }

  Outcome kubectl(std::vector<std::string> words) const {
    words.insert(words.begin(), {"kubectl", "-n", cluster.nameSpace});
    return cluster.work.program(std::move(words));
  }

  /// An apply of the first of them alone, with what else kubectl would prune of the set.
  Outcome applyFirst() const {
    return kubectl({"apply", "--server-side", "--validate=false", "-f", "one.yaml", "--prune",
                    "--applyset=configmaps/aictl-s"});
  }
};

}  // namespace

TEST_CASE("kubectl finds the objects of a stack by its labels, and their fields as set by aictl") {
  const Site site;
  if (!isInstalled(site.cluster)) return;
  CHECK(
      site.kubectl({"get", "configmaps", "-l", "aictl.dev/stack=s,!applyset.kubernetes.io/id", "-o", "name"})
          .out == "configmap/one\nconfigmap/two\n");
  CHECK(site.kubectl({"get", "configmap", "one", "-o",
                      "jsonpath={.metadata.managedFields[*].manager} {.metadata.managedFields[*].operation}"})
            .out == "aictl Apply");
}

TEST_CASE("kubectl and aictl can set the same value of a field, and another value is a conflict") {
  const Site site;
  if (!isInstalled(site.cluster)) return;
  CHECK(site.kubectl({"apply", "--server-side", "--validate=false", "-f", "one.yaml"}).code == 0);
  site.write("one", "other");
  const Outcome run = site.kubectl({"apply", "--server-side", "--validate=false", "-f", "one.yaml"});
  CHECK(run.code == 1);
  CHECK(run.err.find("conflict with \"aictl\": .data.k") != std::string::npos);
}

TEST_CASE("kubectl knows a stack as an ApplySet of another tool, and leaves it alone") {
  const Site site;
  if (!isInstalled(site.cluster)) return;
  const Outcome run = site.applyFirst();
  CHECK(run.code == 1);
  CHECK(run.err.find("is managed by tooling \"aictl\" instead of \"kubectl\"") != std::string::npos);
  CHECK(site.cluster.aictl({"plan"}).out == "2 as they are\n");
}

TEST_CASE(
    "a stack is an ApplySet by all checks of kubectl, which can prune it once it is told to be its own") {
  Site site;
  if (!isInstalled(site.cluster)) return;
  REQUIRE(site.kubectl({"annotate", "configmap", "aictl-s", "--overwrite",
                        "applyset.kubernetes.io/tooling=kubectl/v1.30.0"})
              .code == 0);
  const Outcome run = site.applyFirst();
  INFO(run.err);
  CHECK(run.code == 0);
  CHECK(linesWith("pruned", run.out) == "configmap/two pruned\n");
  CHECK(site.cluster.aictl({"plan"}).code == 0);
}

TEST_CASE("of a Secret that kubectl applied a difference shows no value, also where kubectl keeps them") {
  const Site site;
  if (!isInstalled(site.cluster)) return;
  site.cluster.work.write("aictl.yaml", "stack: s\nmanifests: [secret.yaml]\n");
  site.cluster.work.write("secret.yaml",
                          "apiVersion: v1\nkind: Secret\nmetadata: {name: m}\ndata: {k: Z2VoZWlt}\n");
  REQUIRE(site.kubectl({"apply", "--validate=false", "-f", "secret.yaml"}).code == 0);
  const Outcome run = site.cluster.aictl({"diff", "--adopt"});
  CHECK(run.code == 1);
  CHECK(linesWith("last-applied", run.out) == "kubectl.kubernetes.io/last-applied-configuration: (hidden)\n");
  CHECK(run.out.find("Z2VoZWlt") == std::string::npos);
}
