// Two applies of one stack at once. A server in front holds the first one up in its middle, while the second
// runs.

#include "cluster/fixture/front.h"
#include "shell/fixture/lines.h"

using namespace aictl;
using aictl::test::Cluster;
using aictl::test::Front;
using aictl::test::linesWith;
using aictl::test::Outcome;

namespace {

/// A stack, of which one person has a Secret and another one a Deployment, beside what both have.
struct Site {
  Cluster cluster;

  Site() {
    cluster.work.write("both.yaml",
                       "{apiVersion: v1, kind: ConfigMap, metadata: {name: both}, data: {k: v}}\n");
    cluster.work.write("first.yaml", "{apiVersion: v1, kind: Secret, metadata: {name: first}}\n");
    cluster.work.write("second.yaml", R"(
apiVersion: apps/v1
kind: Deployment
metadata: {name: second}
spec:
  replicas: 0
  selector: {matchLabels: {a: b}}
  template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: 'x:1'}]}}
)");
  }

  void have(const std::string& file) const {
    cluster.work.write("aictl.yaml", "stack: s\nmanifests: [both.yaml, " + file + "]\n");
  }

  /// The first person's apply, in the middle of which the second one's runs.
  Outcome applyBoth() const {
    Outcome second{.code = -1};
    const Front front([&](const std::string& line) {
      if (second.code < 0 && line.find("/secrets/first?") != std::string::npos) {
        have("second.yaml");
        second = cluster.aictl({"apply", "-q"});
      }
      return std::string();
    });
    cluster.work.write("front", front.kubeconfig());
    have("first.yaml");
    const Outcome first = cluster.aictl({"apply", "--kubeconfig", "front"});
    CHECK(second.code == 0);
    CHECK(second.err.empty());
    return first;
  }
};

}  // namespace

TEST_CASE("an apply in whose middle another one of the stack ran says so") {
  const Site site;
  const Outcome run = site.applyBoth();
  CHECK(run.code == 0);
  CHECK(linesWith("another", run.err) ==
        "warning: another apply of the stack 's' was under way at the same time; 'aictl plan' shows what is "
        "left "
        "to do\n");
}

TEST_CASE(
    "of two applies at once the stack has the objects of both, and the next one prunes those of the other") {
  for (const auto& [mine, other] :
       {std::pair("first.yaml", "deployment.apps/second"), std::pair("second.yaml", "secret/first")}) {
    const Site site;
    REQUIRE(site.applyBoth().code == 0);
    site.have(mine);
    const Outcome run = site.cluster.aictl({"apply", "--yes"});
    CHECK(run.code == 0);
    CHECK(linesWith("pruned ", run.err) == std::string("pruned    ") + other + "\n");
    CHECK(site.cluster.aictl({"plan"}).out == "2 as they are\n");
  }
}
