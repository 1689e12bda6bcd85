// How specs differ from those that were applied last.
#include "commands/cluster/spec_changes.h"

#include "catch.h"
#include "core/yaml/yaml.h"

using namespace aictl;
using Lines = std::vector<std::string>;

namespace {

Lines changes(const std::string& before, const std::string& after) {
  Sources sources;
  Findings findings;
  const auto file = sources.add("aictl.yaml", after);
  const Value then = yaml::readDocument(before, 0, findings);
  const Value now = yaml::readDocument(after, file, findings);
  REQUIRE(findings.empty());
  return commands::specChanges(then, now, sources);
}

}  // namespace

TEST_CASE("a changed value is told with its entry, both values, and the line that it stands in now") {
  CHECK(changes("train/a: {workers: 2, image: x}", "train/a:\n  workers: 4\n  image: x\n") ==
        Lines{"train/a: workers 2 → 4, aictl.yaml:2"});
}

TEST_CASE("values in maps and lists are told by their paths") {
  CHECK(changes("graph/g: {switch: [{to: a}, {split: [{to: a, weight: 90}]}]}",
                "graph/g:\n  switch:\n  - to: a\n  - split:\n    - {to: a, weight: 50}\n") ==
        Lines{"graph/g: switch[1].split[0].weight 90 → 50, aictl.yaml:5"});
}

TEST_CASE("what is new and what is gone is told, of entries too") {
  CHECK(changes("train/a: {workers: 2}\ntrain/b: {image: x}", "train/a: {gpus: 1}\ntrain/c: {image: x}") ==
        Lines{"train/a: workers 2 → (none)", "train/a: gpus (none) → 1, aictl.yaml:1", "train/c: new",
              "train/b: gone"});
}

TEST_CASE("what came from the environment is not shown") {
  CHECK(changes("train/a: {image: 'sha256:1'}", "train/a: {image: 'sha256:2'}") ==
        Lines{"train/a: image (hidden) → (hidden), aictl.yaml:1"});
}

TEST_CASE("what was written short is told as it was written") {
  const Sources sources;
  const Origin place{1, 1, 1};
  const auto spec = [&](int count) {
    const Value gpus = Value::map({{"count", Value(count, place)}}, place);
    return Value::map({{"train/a", Value::map({{"gpus", gpus}})}});
  };
  CHECK(commands::specChanges(spec(2), spec(4), sources) == Lines{"train/a: gpus 2 → 4"});
}
