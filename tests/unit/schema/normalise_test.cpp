#include "trial.h"

using aictl::Value;

namespace {

std::string text(const Value& value) { return aictl::yaml::writeInline(value); }

Trial workload() {
  return Trial(R"(
type: object
properties:
  gpus: {type: object, x-short: count, properties: {count: {type: integer}, share: {type: object, x-short: by, properties: {by: {type: string}}}}}
  preload: {type: object, x-short: enabled, properties: {enabled: {type: boolean}}}
  caches: {type: array, items: {type: object, x-short: name, properties: {name: {type: string}}}}
  env: {type: object, additionalProperties: {type: object, x-short: value, properties: {value: {type: [string, number]}}}}
  labels: {type: object, patternProperties: {'^x-': {type: object, x-short: v, properties: {v: {}}}}}
  affinity: {type: object, additionalProperties: true}
  spread: {type: array, items: {type: object, additionalProperties: true}}
  outer: {type: object, x-short: inner, properties: {inner: {type: object, x-short: leaf, properties: {leaf: {type: string}}}}}
)");
}

}  // namespace

TEST_CASE("a short form becomes a map of its one property") {
  CHECK(text(workload().normalised("gpus: 2")) == "{gpus: {count: 2}}");
  CHECK(text(workload().normalised("preload: true")) == "{preload: {enabled: true}}");
  CHECK(text(workload().normalised("preload: false")) == "{preload: {enabled: false}}");
  CHECK(text(workload().normalised("gpus: {share: hami}")) == "{gpus: {share: {by: hami}}}");
}

TEST_CASE("short forms stand in lists, in maps by name, and in maps by pattern") {
  CHECK(text(workload().normalised("caches: [a, {name: b}]")) == "{caches: [{name: a}, {name: b}]}");
  CHECK(text(workload().normalised("env: {A: 1, B: {value: x}}")) == "{env: {A: {value: 1}, B: {value: x}}}");
  CHECK(text(workload().normalised("labels: {x-a: 1, b: 2}")) == "{labels: {x-a: {v: 1}, b: 2}}");
}

TEST_CASE("a short form goes from outside in, through two objects at once") {
  CHECK(text(workload().normalised("outer: x")) == "{outer: {inner: {leaf: x}}}");
}

TEST_CASE("what a short form becomes has the place of what was written") {
  auto trial = workload();
  const Value spec = trial.normalised("\ngpus: 2\n");
  const auto written = aictl::Origin{.line = 2, .column = 7, .file = spec.origin().file};
  const Value& gpus = *spec.find("gpus");
  CHECK(gpus.origin() == written);
  CHECK(gpus.entries()[0].key.origin() == written);
  CHECK(gpus.find("count")->origin() == written);
}

TEST_CASE(
    "lists and maps are not made of each other: a list where an object is wanted is told as its property") {
  auto trial = workload();
  CHECK(text(trial.normalised("gpus: [1]")) == "{gpus: {count: [1]}}");
  CHECK(trial.fault("gpus: [1]") == "1:7: gpus.count must be an integer, not a list");
  CHECK(text(trial.normalised("caches: a")) == "{caches: a}");
}

TEST_CASE("properties that are null go, at every depth and in what is passed through raw") {
  CHECK(text(workload().normalised("{gpus: , caches: [{name: a, x: null}], env: {A: null}}")) ==
        "{caches: [{name: a}], env: {}}");
  CHECK(text(workload().normalised("affinity: {podAffinity: {a: null, b: 1}}")) ==
        "{affinity: {podAffinity: {b: 1}}}");
}

TEST_CASE("a null item of a list stays, so that the check can tell it") {
  CHECK(workload().fault("caches: [null]").find("caches[0] must be a map, not null") != std::string::npos);
}

TEST_CASE("what is written empty stays marked only where the schema passes it through raw") {
  auto trial = workload();
  const Value spec = trial.normalised(
      "{env: {}, caches: [], gpus: {}, affinity: {podAffinity: {}}, spread: [{selector: {}}]}");
  CHECK_FALSE(spec.find("env")->writtenEmpty());
  CHECK_FALSE(spec.find("caches")->writtenEmpty());
  CHECK_FALSE(spec.find("gpus")->writtenEmpty());
  CHECK(aictl::find(spec, {"affinity", "podAffinity"})->writtenEmpty());
  CHECK(spec.find("spread")->items()[0].find("selector")->writtenEmpty());
}

TEST_CASE("a spec that is in its one shape already is shared and not copied") {
  auto trial = workload();
  const Value spec = trial.spec("{gpus: {count: 2}, env: {A: {value: x}}, affinity: {a: {b: [1]}}}");
  CHECK(trial.schema().normalise(spec).identity() == spec.identity());
}
