#include "core/kube/why/why_logs.h"

#include "catch.h"
#include "core/base/time.h"
#include "core/yaml/yaml.h"

using namespace aictl;
using namespace aictl::kube;

namespace {

Value read(std::string_view text) {
  Findings findings;
  Value value = yaml::readDocument(text, 1, findings);
  REQUIRE(findings.empty());
  return value;
}

LastLine line(const std::string& pod, const std::string& time) {
  return {.pod = {.kind = {"v1", "Pod"}, .name = pod}, .time = time};
}

}  // namespace

TEST_CASE("a pod that writes nothing while others do is told with how long") {
  const std::vector<LastLine> lines{line("a-0", "2026-11-25T01:00:00.5Z"),
                                    line("a-1", "2026-11-25T00:47:59Z"), line("a-2", "")};
  std::vector<Answer> answers;
  addSilent(lines, *rfc3339Seconds("2026-11-25T01:00:10Z"), answers);
  REQUIRE(answers.size() == 1);
  CHECK(answers[0].about.name == "a-1");
  CHECK(answers[0].diagnosis.message ==
        "pod a-1 has written nothing for 12m, while others of the entry write");
}

TEST_CASE("pods that are all silent do not show which one holds the others up") {
  const std::vector<LastLine> lines{line("a-0", "2026-11-25T00:10:00Z"), line("a-1", "2026-11-25T00:00:00Z")};
  std::vector<Answer> answers;
  addSilent(lines, *rfc3339Seconds("2026-11-25T01:00:00Z"), answers);
  CHECK(answers.empty());
}

TEST_CASE("the log of a container that is about to be started again is that of the run before") {
  const Value pod = read(
      "{spec: {containers: [{name: main}, {name: side}]}, status: {containerStatuses: [{name: main, "
      "restartCount: 1, "
      "state: {running: {}}}, {name: side, restartCount: 2, state: {waiting: {reason: CrashLoopBackOff}}, "
      "lastState: {terminated: {exitCode: 3}}}]}}");
  const LogSource source = logSource(pod, {});
  CHECK(source.container == "side");
  CHECK(source.instance == Instance::previous);
}

TEST_CASE(
    "of a pod without trouble the log is that of its main container, and of one that waits there is none") {
  const Value pod = read(
      "{metadata: {uid: u}, spec: {containers: [{name: main}]}, status: {containerStatuses: [{name: main, "
      "restartCount: "
      "0, state: {running: {}}}]}}");
  CHECK(logSource(pod, {}).container == "main");
  CHECK(logSource(read("{spec: {containers: [{name: main}]}}"), {}).container.empty());
}
