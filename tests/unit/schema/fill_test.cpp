#include "trial.h"

using aictl::Value;

namespace {

std::string text(const Value& value) { return aictl::yaml::writeInline(value); }

}  // namespace

TEST_CASE("a property that is not given takes its default, without one it is null, and a list is empty") {
  Trial trial(
      "type: object\nproperties: {k: {type: integer, default: 3}, s: {type: string}, l: {type: array}, m: "
      "{type: "
      "object, additionalProperties: {type: string}}, either: {type: [array, string]}, any: {}}\n");
  CHECK(text(trial.filled("{}")) == "{k: 3, s: null, l: [], m: {}, either: null, any: null}");
  CHECK(text(trial.filled("{k: 0, s: '', l: [1], m: {a: b}}")) ==
        "{k: 0, s: \"\", l: [1], m: {a: b}, either: null, any: null}");
}

TEST_CASE("an object that is not given has all its properties absent, their own defaults not applied") {
  Trial trial(
      "type: object\nproperties: {elastic: {type: object, properties: {max: {type: integer}, maxRestarts: "
      "{type: "
      "integer, default: 3}, tags: {type: array}, deep: {type: object, properties: {a: {default: 1}}}}}}\n");
  CHECK(text(trial.filled("{}")) == "{elastic: {max: null, maxRestarts: null, tags: [], deep: {a: null}}}");
  CHECK(text(trial.filled("elastic: {max: 8}")) ==
        "{elastic: {max: 8, maxRestarts: 3, tags: [], deep: {a: null}}}");
  CHECK(text(trial.filled("elastic: {deep: {}}")) ==
        "{elastic: {deep: {a: 1}, max: null, maxRestarts: 3, tags: []}}");
}

TEST_CASE("an object whose schema says default: {} has the defaults inside it though it is not given") {
  Trial trial(
      "type: object\nproperties: {scale: {type: object, default: {}, properties: {min: {type: integer, "
      "default: "
      "1}, max: {type: integer}}}}\n");
  CHECK(text(trial.filled("{}")) == "{scale: {min: 1, max: null}}");
}

TEST_CASE("asked for can be told from not asked for, in the short form and in the long ones") {
  Trial trial(
      "type: object\nproperties: {preload: {type: object, x-short: enabled, properties: {enabled: {type: "
      "boolean, default: true}, schedule: {type: string}}}}\n");
  CHECK(text(trial.filled("{}")) == "{preload: {enabled: null, schedule: null}}");
  CHECK(text(trial.filled("preload: true")) == "{preload: {enabled: true, schedule: null}}");
  CHECK(text(trial.filled("preload: {}")) == "{preload: {enabled: true, schedule: null}}");
  CHECK(text(trial.filled("preload: {schedule: '@daily'}")) ==
        "{preload: {schedule: \"@daily\", enabled: true}}");
  CHECK(text(trial.filled("preload: false")) == "{preload: {enabled: false, schedule: null}}");
}

TEST_CASE("items of lists and values of maps are filled, each as the object that it is") {
  Trial trial(
      "type: object\nproperties: {caches: {type: array, items: {type: object, x-short: name, properties: "
      "{name: "
      "{type: string}, mode: {type: string, default: ro}}}}, env: {type: object, additionalProperties: "
      "{type: "
      "object, x-short: value, properties: {value: {}, key: {type: string}}}}}\n");
  CHECK(text(trial.filled("{caches: [a, {name: b, mode: rw}], env: {A: 1}}")) ==
        "{caches: [{name: a, mode: ro}, {name: b, mode: rw}], env: {A: {value: 1, key: null}}}");
}

TEST_CASE("a default counts only where x-for holds, by the value given or by the sibling's own default") {
  Trial trial(
      "type: object\nproperties: {engine: {enum: [a, b], default: a}, mode: {type: string, default: fast, "
      "x-for: "
      "{engine: [b]}}, sub: {type: object, default: {}, x-for: {engine: [a]}, properties: {k: {default: "
      "1}}}}\n");
  CHECK(text(trial.filled("{}")) == "{engine: a, mode: null, sub: {k: 1}}");
  CHECK(text(trial.filled("engine: b")) == "{engine: b, mode: fast, sub: {k: null}}");
}

TEST_CASE("x-for may depend on a sibling that has an x-for itself") {
  Trial trial(
      "type: object\nproperties: {a: {enum: [x, z]}, b: {enum: [p], default: p, x-for: {a: [x]}}, c: "
      "{default: 1, "
      "x-for: {b: [p]}}}\n");
  CHECK(text(trial.filled("a: x")) == "{a: x, b: p, c: 1}");
  CHECK(text(trial.filled("a: z")) == "{a: z, b: null, c: null}");
}

TEST_CASE("a default in its short form is made long, and filled") {
  Trial trial(
      "type: object\nproperties: {gpus: {type: object, x-short: count, default: 1, properties: {count: "
      "{type: "
      "integer}, vendor: {default: nvidia}}}}\n");
  CHECK(text(trial.filled("{}")) == "{gpus: {count: 1, vendor: nvidia}}");
}

TEST_CASE("what is filled in has the place of the object that lacks it") {
  Trial trial(
      "type: object\nproperties: {k: {default: 1}, gpus: {type: object, properties: {vendor: {default: "
      "[x]}}}}\n");
  const Value spec = trial.filled("\n\ngpus: {}\n");
  const auto lines = [](const Value& value) { return value.origin().line; };
  CHECK(lines(*spec.find("k")) == 3);
  CHECK(lines(*aictl::find(spec, {"gpus", "vendor"})) == 3);
  CHECK(aictl::find(spec, {"gpus", "vendor"})->origin().column == 7);
  CHECK(aictl::find(spec, {"gpus", "vendor"})->items()[0].origin().column == 7);
  CHECK(spec.find("gpus")->entries()[0].key.origin().column == 7);
}

TEST_CASE("what is given keeps its order and its place, and comes before what is filled in") {
  Trial trial("type: object\nproperties: {a: {}, b: {}, c: {}}\n");
  const Value spec = trial.filled("{c: 1, a: 2}");
  CHECK(text(spec) == "{c: 1, a: 2, b: null}");
  CHECK(spec.find("a")->origin().column == 11);
}

TEST_CASE("a schema that recurs through lists is filled as deep as what is given") {
  Trial trial(
      "$defs: {step: {type: object, properties: {to: {type: string}, split: {type: array, items: {$ref: "
      "'#/$defs/step'}}}}}\nschema: {$ref: '#/$defs/step'}\n");
  CHECK(text(trial.filled("split: [{to: a}]")) == "{split: [{to: a, split: []}], to: null}");
}
