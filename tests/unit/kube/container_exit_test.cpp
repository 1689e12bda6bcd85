#include "core/kube/logs/container_exit.h"

#include "catch.h"
#include "core/yaml/yaml.h"

using namespace aictl;
using aictl::kube::failedExit;

namespace {

Value pod(const std::string& status) {
  Findings findings;
  Value value = yaml::readDocument("{metadata: {name: a-x}, status: " + status + "}", 1, findings);
  REQUIRE(findings.empty());
  return value;
}

const std::string killed =
    "terminated: {exitCode: 137, reason: OOMKilled, finishedAt: '2026-01-01T00:00:09Z'}";

}  // namespace

TEST_CASE("a container that did not end well says its exit code, and why") {
  const auto exit = failedExit(pod("{containerStatuses: [{name: main, state: {" + killed + "}}]}"), "main");
  REQUIRE(exit);
  CHECK(exit->pod == "a-x");
  CHECK(exit->container == "main");
  CHECK(exit->code == 137);
  CHECK(exit->reason == "OOMKilled");
}

TEST_CASE("a container that waits to be started again ended before") {
  const auto exit = failedExit(pod("{containerStatuses: [{name: main, state: {waiting: {reason: "
                                   "CrashLoopBackOff}}, lastState: {" +
                                   killed + "}}]}"),
                               "main");
  REQUIRE(exit);
  CHECK(exit->code == 137);
}

TEST_CASE("a container that ended well, or goes on, has no failed exit") {
  CHECK_FALSE(failedExit(pod("{}"), "main"));
  CHECK_FALSE(
      failedExit(pod("{containerStatuses: [{name: main, state: {terminated: {exitCode: 0}}}]}"), "main"));
  CHECK_FALSE(failedExit(pod("{containerStatuses: [{name: main, state: {running: {}}}]}"), "main"));
}

TEST_CASE("the container that matters is asked first, then the others in the order in which they ended") {
  const std::string all =
      "{containerStatuses: [{name: proxy, state: {terminated: {exitCode: 2, finishedAt: "
      "'2026-01-01T00:00:01Z'}}}, "
      "{name: main, state: {" +
      killed +
      "}}], initContainerStatuses: [{name: fetch, state: {terminated: {exitCode: 3, finishedAt: "
      "'2026-01-01T00:00:00Z'}}}]}";
  CHECK(failedExit(pod(all), "main")->code == 137);
  CHECK(failedExit(pod(all), "other")->container == "fetch");
}
