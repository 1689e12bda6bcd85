// What an apply is worth when the server dies under it, and when two run at once.

#include <chrono>
#include <set>
#include <thread>

#include "cluster/fixture/cluster.h"
#include "shell/fixture/lines.h"

using namespace aictl;
using aictl::test::Cluster;
using aictl::test::ControlPlane;
using aictl::test::linesWith;
using aictl::test::Outcome;
using aictl::test::Process;
using aictl::test::Workspace;

namespace {

/// A stack of many ConfigMaps.
void writeStack(const Workspace& work, int count, const std::string& value) {
  work.write("aictl.yaml", "stack: many\nmanifests: [all.yaml]\n");
  std::string all;
  for (int i = 0; i < count; ++i) {
    all += "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c" + std::to_string(i) +
           "}\ndata: {k: " + value + "}\n";
  }
  work.write("all.yaml", all);
}

/// The ConfigMaps of the stack that the server has, by their values.
std::multiset<std::string> values(const ControlPlane& plane) {
  Sources sources;
  auto access = kube::readAccess({.kubeconfig = plane.file("kubeconfig")}, sources);
  REQUIRE(access);
  auto client = kube::Client::open(*std::move(access), {});
  REQUIRE(client);
  kube::Discovery discovery(**client, "");
  const std::vector<kube::Kind> kinds{{"v1", "ConfigMap"}};
  REQUIRE_FALSE(discovery.learn(kinds));
  std::multiset<std::string> found;
  REQUIRE(kube::list(**client, discovery,
                     {.kind = kinds[0], .namespaceName = "default", .labels = "aictl.dev/stack=many"},
                     [&](const Value& object) {
                       const auto value = findString(object, {"data", "k"});
                       if (!value.empty()) found.emplace(value);
                     }));
  return found;
}

/// Kills the API server in the middle of applies, at another moment each time.
void killDuringApplies(int rounds) {
  constexpr int count = 500;
  ControlPlane plane;
  Workspace work;
  work.environment["KUBECONFIG"] = plane.file("kubeconfig");
  for (int round = 0; round < rounds; ++round) {
    const std::string value = "v" + std::to_string(round);
    INFO(value);
    writeStack(work, count, value);
    Process apply(work.command({"apply", "--request-timeout", "5"}));
    std::this_thread::sleep_for(std::chrono::milliseconds(100 + round * 137 % 900));
    plane.signal("kube-apiserver", "KILL");
    plane.restart("kube-apiserver");
    const Outcome cut = apply.wait();
    INFO(cut.err);
    CHECK((cut.code == 0 || cut.code == 4));
    const Outcome again = work.aictl({"apply"});
    INFO(again.err);
    CHECK(again.code == 0);
    const auto found = values(plane);
    CHECK(found.size() == count);
    CHECK(found.count(value) == count);
    CHECK(work.aictl({"plan"}).out == "500 as they are\n");
  }
}

}  // namespace

TEST_CASE(
    "an API server that is killed in the middle of an apply loses nothing, and a repetition makes all good") {
  killDuringApplies(3);
}

TEST_CASE("the same, twenty times", "[.long]") { killDuringApplies(20); }

TEST_CASE("two applies of one stack at once end well, and what there is is one of them") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", "stack: s\nmanifests: [all.yaml]\n");
  std::string all;
  for (int i = 0; i < 50; ++i) {
    all +=
        "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c" + std::to_string(i) + "}\ndata: {k: v}\n";
  }
  cluster.work.write("all.yaml", all);
  const std::vector<std::string> words{"apply", "-n", cluster.nameSpace};
  Process one(cluster.work.command(words));
  Process two(cluster.work.command(words));
  const Outcome first = one.wait();
  const Outcome second = two.wait();
  INFO(first.err + second.err);
  CHECK(first.code == 0);
  CHECK(second.code == 0);
  CHECK(cluster.aictl({"plan"}).out == "50 as they are\n");
}
