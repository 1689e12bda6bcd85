// `--set PATH=VALUE`
#include "core/stack/overrides.h"

#include "stacking.h"

using namespace aictl;
using namespace stacking;

namespace {

const std::string given = stackOf(
    "vars: {tag: '1.0', count: 2}\ntrain:\n"
    "  job: {image: 'i:${tag}', gpus: 2, labels: {a: b}, command: [a, b, c]}\n");

struct Overridden {
  Fixture fixture;
  stack::Stack stack;
  explicit Overridden(std::vector<std::string> overrides, std::string_view document = given) {
    fixture.options.overrides = std::move(overrides);
    stack = fixture.load(document);
  }
};

/// The spec after the overrides, which have no fault.
std::string spec(std::vector<std::string> overrides, std::string_view document = given) {
  Overridden overridden(std::move(overrides), document);
  CHECK(overridden.fixture.lines() == Lines{});
  return specOf(overridden.stack);
}

Lines faultsOf(std::vector<std::string> overrides) {
  Overridden overridden(std::move(overrides));
  return overridden.fixture.lines();
}

}  // namespace

TEST_CASE("a value is what the schema wants it to be") {
  CHECK(spec({"train.job.workers=8"}) ==
        "{image: i:1.0, gpus: {count: 2}, labels: {a: b}, command: [a, b, c], workers: 8}");
  CHECK(spec({"train.job.image=123"}).find(R"(image: "123")") != std::string::npos);
  CHECK(spec({"train.job.labels.a=1.10"}).find("labels: {a: 1.10}") != std::string::npos);
  CHECK(spec({"train.job.suspend=true"}).find("suspend: true") != std::string::npos);
}

TEST_CASE("what the schema does not take is told at the option") {
  CHECK(faultsOf({"train.job.workers=many"}) ==
        Lines{"--set train.job.workers: train/job: workers must be an integer, not the string 'many'; it is: "
              "How many pods train, whatever the framework calls them."});
  CHECK(faultsOf({"train.job.wokers=1"}) ==
        Lines{"--set train.job.wokers: train/job: unknown key 'wokers'; did you mean 'workers'?"});
}

TEST_CASE("a list or map is written as YAML") {
  CHECK(spec({"train.job.command=[python, \"a b\"]"}).find("command: [python, a b]") != std::string::npos);
  CHECK(spec({"train.job.gpus={vendor: amd, count: 1}"}).find("gpus: {vendor: amd, count: 1}") !=
        std::string::npos);
  const auto faults = faultsOf({"train.job.command=[python"});
  REQUIRE(faults.size() == 1);
  CHECK(faults.front().find("--set train.job.command: ") == 0);
}

TEST_CASE("maps on the way are made, and keys with dots are quoted") {
  CHECK(spec({"train.job.nodeSelector[\"kubernetes.io/os\"]=linux"})
            .find("nodeSelector: {kubernetes.io/os: linux}") != std::string::npos);
  CHECK(spec({"cache.c.options['a=b']=c=d"},
             stackOf("cache:\n  c: {from: ['juicefs:///d'], runtime: juicefs}\n"))
            .find("options: {a=b: c=d}") != std::string::npos);
}

TEST_CASE("a path goes on where a short form stands") {
  CHECK(spec({"train.job.gpus.vendor=amd"}).find("gpus: {count: 2, vendor: amd}") != std::string::npos);
  CHECK(spec({"train.job.gpus=4", "train.job.gpus.vendor=amd"}).find("gpus: {count: 4, vendor: amd}") !=
        std::string::npos);
}

TEST_CASE("items of a list are named by index, from the end by negative ones") {
  CHECK(spec({"train.job.command[1]=x"}).find("command: [a, x, c]") != std::string::npos);
  CHECK(spec({"train.job.command[-1]=x"}).find("command: [a, b, x]") != std::string::npos);
  CHECK(faultsOf({"train.job.command[3]=x"})
            .front()
            .find("--set train.job.command[3]: the path leads to nothing in the stack") == 0);
  CHECK(faultsOf({"train.job.command[-4]=x"}).front().find("the path leads to nothing") != std::string::npos);
}

TEST_CASE("null takes back what was given, where the schema wants no string") {
  CHECK(spec({"train.job.gpus=null"}) == "{image: i:1.0, labels: {a: b}, command: [a, b, c]}");
  CHECK(spec({"train.job.image=null"}).find(R"(image: "null")") != std::string::npos);
}

TEST_CASE("a variable is set before expressions are evaluated, and one that is a string stays one") {
  CHECK(spec({"vars.tag=2.10"}).find("image: i:2.10") != std::string::npos);
  CHECK(spec({"vars.count=5"},
             stackOf("vars: {count: 2}\ntrain:\n  job: {image: i, workers: {$eval: count}}\n")) ==
        "{image: i, workers: 5}");
}

TEST_CASE("a variable that the stack has not may be set") {
  CHECK(spec({"vars.extra=x"}, stackOf("train:\n  job: {image: 'i:${extra}'}\n")) == "{image: i:x}");
  CHECK(spec({"vars.deep.er=x"}, stackOf("vars: {deep: {a: 1}}\ntrain:\n  job: {image: 'i:${deep.er}'}\n")) ==
        "{image: i:x}");
}

TEST_CASE("values are literal: nothing in them is evaluated") {
  const auto document = stackOf(
      "vars: {text: a, other: 1}\ntrain:\n  job: {image: i, command: ['${text}'], env: {A: {$eval: "
      "'other'}}}\n");
  CHECK(spec({"train.job.env.A=${text}"}, document).find(R"(A: {value: "${text}"})") != std::string::npos);
  CHECK(spec({"vars.text=${other}"}, document).find("command: [\"${other}\"]") != std::string::npos);
  CHECK(spec({"vars.text=$${other}"}, document).find("command: [\"$${other}\"]") != std::string::npos);
  CHECK(spec({"vars.other={value: '${text}'}"}, document).find(R"(A: {value: "${text}"})") !=
        std::string::npos);
}

TEST_CASE("settings of the stack can be set") {
  Overridden overridden({"namespace=other", "stack=name"});
  CHECK(overridden.fixture.lines() == Lines{});
  CHECK(overridden.stack.nameSpace == "other");
  CHECK(overridden.stack.name == "name");
}

TEST_CASE("a path to no entry is told, with the one that was meant, and makes none") {
  CHECK(faultsOf({"train.jbo.workers=1"}) ==
        Lines{"--set train.jbo.workers: the path leads to nothing in the stack; did you mean 'train.job'?"});
  CHECK(faultsOf({"serve.x.port=1"}) == Lines{"--set serve.x.port: the path leads to nothing in the stack; "
                                              "name an entry of the stack, as in train.resnet50.workers=8"});
  CHECK(Overridden({"train.jbo.workers=1"}).stack.entries.size() == 1);
}

TEST_CASE("a path through what is no map is told") {
  CHECK(faultsOf({"train.job.image.tag=1"})
            .front()
            .find("--set train.job.image.tag: the path leads to nothing") == 0);
}

TEST_CASE("what is no PATH=VALUE is told") {
  for (const auto* wrong : {"train.job.workers", "=5", "a..b=1", "a[=1", "train.job[x]=1"}) {
    INFO(wrong);
    const auto faults = faultsOf({wrong});
    REQUIRE(faults.size() == 1);
    CHECK(faults.front().find("is no PATH=VALUE; write it as in --set train.resnet50.workers=8") !=
          std::string::npos);
  }
}

TEST_CASE("of several for one path the last counts") {
  CHECK(spec({"train.job.gpus=1", "train.job.gpus=3"}).find("gpus: {count: 3}") != std::string::npos);
}

TEST_CASE("a value keeps the option as its place") {
  Overridden overridden({"train.job.command=[x]"});
  CHECK(overridden.fixture.placeOf((*overridden.stack.entries[0].spec.find("command"))[0]) ==
        "--set train.job.command");
}
