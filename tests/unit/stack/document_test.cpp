// The files of a stack: several merged, environments, and what is no stack.
#include <sys/stat.h>

#include "stacking.h"

using namespace aictl;
using namespace stacking;

namespace {

const std::string train = "train:\n  job: {image: 'i:1', command: [a]}\n";

}  // namespace

TEST_CASE("a stack that is not there is told with what to do") {
  Fixture fixture;
  const auto stack = fixture.load();
  CHECK(fixture.lines() == Lines{"aictl.yaml: no such file"});
  CHECK(stack.entries.empty());
}

TEST_CASE("a stack that is empty, no map, or has several documents is told") {
  CHECK(said("").front().find("aictl.yaml is empty; a stack begins with 'stack: NAME'") != std::string::npos);
  CHECK(said("[1]\n") == Lines{"aictl.yaml:1:1: a stack is a map, not a list"});
  CHECK(said("stack: a\n---\nstack: b\n").size() == 1);
}

TEST_CASE("a stack that is no YAML is told with its place, and nothing else is told") {
  const auto lines = said("stack: s\ntrain:\n\tjob: {}\n");
  REQUIRE(lines.size() == 1);
  CHECK(lines.front().find("aictl.yaml:3:1: ") == 0);
}

TEST_CASE("later files are merged over earlier ones by key, and values keep their places") {
  Fixture fixture;
  fixture.write("aictl.yaml", stackOf(train));
  fixture.write("more.yaml", "train:\n  job: {workers: 2, command: [b]}\n  other: {image: 'i:2'}\n");
  fixture.options.files.push_back(fixture.folder.path("more.yaml"));
  const auto stack = fixture.load();
  CHECK(fixture.lines().empty());
  REQUIRE(stack.entries.size() == 2);
  CHECK(shown(stack.entries[0].spec) == "{image: i:1, command: [b], workers: 2}");
  CHECK(fixture.placeOf(*stack.entries[0].spec.find("workers")) == "more.yaml:2:18");
  CHECK(fixture.placeOf(*stack.entries[0].spec.find("image")) == "aictl.yaml:3:16");
  CHECK(stack.entries[1].label() == "train/other");
}

TEST_CASE("an environment's file is merged over all others before expressions are evaluated") {
  Fixture fixture;
  fixture.write("aictl.yaml", stackOf("vars: {tag: v1}\ntrain:\n  job: {image: 'i:${tag}', workers: 1}\n"));
  fixture.write("aictl.prod.yaml", "namespace: prod\nvars: {tag: v2}\ntrain: {job: {workers: 8}}\n");
  fixture.options.environment = "prod";
  const auto stack = fixture.load();
  CHECK(fixture.lines().empty());
  CHECK(specOf(stack) == "{image: i:v2, workers: 8}");
  CHECK(stack.nameSpace == "prod");
  CHECK(stack.environment == "prod");
}

TEST_CASE("null in an environment's file removes") {
  Fixture fixture;
  fixture.write("aictl.yaml", stackOf("train:\n  job: {image: 'i:1', workers: 3}\n  gone: {image: 'i:1'}\n"));
  fixture.write("aictl.small.yaml", "train: {job: {workers: null}, gone: null}\n");
  fixture.options.environment = "small";
  CHECK(specOf(fixture.load()) == "{image: i:1}");
}

TEST_CASE("expressions know the environment, which is null where none is chosen") {
  const auto text = stackOf(
      "vars: {size: {$if: 'environment == \"prod\"', then: 8, else: 1}}\n"
      "train:\n  job: {image: 'i:1', workers: {$eval: size}}\n");
  Fixture fixture;
  fixture.write("aictl.prod.yaml", "{}");
  CHECK(specOf(fixture.load(text)) == "{image: i:1, workers: 1}");
  fixture.options.environment = "prod";
  CHECK(specOf(fixture.load(text)) == "{image: i:1, workers: 8}");
}

TEST_CASE("an environment that is not there is told, with the one that was meant") {
  Fixture fixture;
  fixture.write("aictl.yaml", stackOf(train));
  fixture.write("aictl.production.yaml", "{}");
  fixture.options.environment = "producton";
  (void)fixture.load();
  CHECK(fixture.lines() == Lines{"there is no environment 'producton': aictl.producton.yaml is missing; did "
                                 "you mean 'production'?"});
}

TEST_CASE("the environments are the files beside the stack, sorted") {
  Fixture fixture;
  for (const auto* file : {"aictl.yaml", "aictl.prod.yaml", "aictl.dev.yaml", "aictl.lock", "aictl..yaml",
                           "other.prod.yaml", "aictl.prod.yml"}) {
    fixture.write(file, "");
  }
  fixture.write("deep/aictl.deeper.yaml", "");
  CHECK(stack::environments(fixture.options) == Lines{"dev", "prod"});
  CHECK(stack::environments({.files = {fixture.folder.path("none/aictl.yaml")}}).empty());
}

TEST_CASE("a folder is no stack, and a file that cannot be read is told") {
  Fixture fixture;
  fixture.options.files = {fixture.folder.path()};
  (void)fixture.load();
  CHECK(fixture.lines().front().find("it is a folder") != std::string::npos);
}

TEST_CASE("a stack of more than 10 MiB is refused without being read whole") {
  Fixture fixture;
  fixture.write("aictl.yaml", std::string(11U << 20U, '#'));
  (void)fixture.load();
  CHECK(fixture.lines() == Lines{"aictl.yaml: larger than the 10 MiB that are read"});
}
