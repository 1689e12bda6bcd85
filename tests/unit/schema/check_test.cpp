#include "trial.h"

using Lines = Trial::Lines;

TEST_CASE("a wrong type is told in a person's words, and what to write where that is plain") {
  Trial trial(
      "type: object\nproperties: {n: {type: integer}, x: {type: number}, s: {type: string}, b: {type: "
      "boolean}, l: "
      "{type: array}, m: {type: object, properties: {a: {}, b: {}}}, e: {type: [integer, string]}}\n");
  CHECK(trial.fault("n: four") == "1:4: n must be an integer, not the string 'four'");
  CHECK(trial.fault("n: '4'") == "1:4: n must be an integer, not the string '4'; write 4 without quotes");
  CHECK(trial.fault("n: 2.5") == "1:4: n must be a whole number, not 2.5");
  CHECK(trial.fault("n: 2.0") == "1:4: n must be a whole number, not 2.0; write 2");
  CHECK(trial.fault("n: true") == "1:4: n must be an integer, not true");
  CHECK(trial.fault("x: [1]") == "1:4: x must be a number, not a list");
  CHECK(trial.fault("s: 8") == "1:4: s must be a string, not 8; write it in quotes: '8'");
  CHECK(trial.fault("b: 'yes'") == "1:4: b must be true or false, not the string 'yes'; write true");
  CHECK(trial.fault("b: off") == "1:4: b must be true or false, not the string 'off'; write false");
  CHECK(trial.fault("l: a") == "1:4: l must be a list, not the string 'a'; write [a]");
  CHECK(trial.fault("l: a b.py  --c") ==
        "1:4: l must be a list, not the string 'a b.py  --c'; write [a, b.py, --c]");
  CHECK(trial.fault("l: a && b") == "1:4: l must be a list, not the string 'a && b'");
  CHECK(trial.fault("m: a") == "1:4: m must be a map, not the string 'a'; its keys are a and b");
  CHECK(trial.fault("m: [a]") == "1:4: m must be a map, not a list; its keys are a and b");
  CHECK(trial.fault("e: 1.5") == "1:4: e must be a whole number, not 1.5");
  CHECK(trial.fault("e: {}") == "1:4: e must be an integer or a string, not a map");
  CHECK(trial.said("{n: 1, x: 2, s: '', b: false, l: [], m: {}, e: x}") == Lines{});
}

TEST_CASE("a spec that is no map at all is told at its place") {
  Trial trial("type: object\nproperties: {a: {}}\n");
  CHECK(trial.fault("text") == "1:1: must be a map, not the string 'text'; its keys are a");
  CHECK(trial.fault("[a]") == "1:1: must be a map, not a list; its keys are a");
}

TEST_CASE("a long text is cut where it is quoted, between characters") {
  Trial trial("type: object\nproperties: {n: {type: integer}}\n");
  std::string long200;
  for (int i = 0; i < 100; ++i) long200 += "é";
  const auto fault = trial.fault("n: " + long200);
  CHECK(fault.find("é…'") != std::string::npos);
  CHECK(fault.size() < 150);
}

TEST_CASE("a number out of range is told with its bound") {
  Trial trial(
      "type: object\nproperties: {workers: {type: integer, minimum: 1, maximum: 10000}, target: {type: "
      "number, "
      "exclusiveMinimum: 0, exclusiveMaximum: 1}, step: {type: integer, multipleOf: 8}, tenth: {multipleOf: "
      "0.1}}\n");
  CHECK(trial.fault("workers: -3") == "1:10: workers must be at least 1; found -3");
  CHECK(trial.fault("workers: 10001") == "1:10: workers must be at most 10000; found 10001");
  CHECK(trial.fault("workers: 1e30") == "1:10: workers must be at most 10000; found 1e30");
  CHECK(trial.fault("workers: 99999999999999999999") ==
        "1:10: workers must be at most 10000; found 99999999999999999999");
  CHECK(trial.fault("target: 0") == "1:9: target must be more than 0; found 0");
  CHECK(trial.fault("target: 1.0") == "1:9: target must be less than 1; found 1.0");
  CHECK(trial.fault("step: 12") == "1:7: step must be a multiple of 8; found 12");
  CHECK(trial.said("{workers: 10000, target: 0.5, step: -16, tenth: 0.7}") == Lines{});
  CHECK(trial.fault("tenth: 0.75") == "1:8: tenth must be a multiple of 0.1; found 0.75");
}

TEST_CASE("an integer that no API can hold is out of range, where the schema names no bound") {
  Trial trial("type: object\nproperties: {n: {type: integer}, x: {type: number}}\n");
  CHECK(trial.fault("n: 99999999999999999999") ==
        "1:4: n must be within 64 bits; found 99999999999999999999");
  CHECK(trial.said("x: 99999999999999999999") == Lines{});
  CHECK(trial.said("n: 9223372036854775807") == Lines{});
}

TEST_CASE("integers near 2^63 are compared as integers") {
  Trial trial("type: object\nproperties: {n: {type: integer, maximum: 9223372036854775806}}\n");
  CHECK(trial.said("n: 9223372036854775806") == Lines{});
  CHECK(trial.said("n: 9223372036854775807").size() == 1);
}

TEST_CASE("a value that is not one of those allowed is told with all of them and the nearest") {
  Trial trial(
      "type: object\nproperties: {framework: {type: string, enum: [pytorch, tensorflow]}, level: {enum: [1, "
      "2, "
      "null]}, only: {const: {a: 1}}}\n");
  CHECK(trial.fault("framework: tensorflw") ==
        "1:12: framework must be pytorch or tensorflow, not 'tensorflw'; did you mean 'tensorflow'?");
  CHECK(trial.fault("framework: jax") == "1:12: framework must be pytorch or tensorflow, not 'jax'");
  CHECK(trial.fault("level: 3") == "1:8: level must be 1, 2 or null, not 3");
  CHECK(trial.said("{level: 2.0, only: {a: 1.0}}") == Lines{});
  CHECK(trial.fault("only: {a: 2}") == "1:7: only must be what its schema says ('const')");
}

TEST_CASE("a missing property is told at the object that lacks it, with what it is") {
  Trial trial(
      "type: object\nrequired: [image]\nproperties: {image: {type: string, description: The container "
      "image.}, "
      "queue: {type: object, required: [name], properties: {name: {type: string}}}, from: {type: array, "
      "items: "
      "{type: object, required: [url], properties: {url: {}, x: {}}}}}\n");
  CHECK(trial.fault("{}") == "1:1: image is missing; give it: The container image.");
  CHECK(trial.said("image: a\nqueue: {}\nfrom: [{url: 1}, {x: 1}]\n") ==
        Lines{"2:8: queue.name is missing", "3:18: from[1].url is missing"});
}

TEST_CASE("the length of texts, lists and maps is told in their own words") {
  Trial trial(
      "type: object\nproperties: {name: {type: string, minLength: 1, maxLength: 3}, steps: {type: array, "
      "minItems: 2, "
      "maxItems: 3}, env: {type: object, additionalProperties: true, minProperties: 1, maxProperties: 2}}\n");
  CHECK(trial.fault("name: ''") == "1:7: name must not be empty");
  CHECK(trial.fault("name: abcd") == "1:7: name must have at most 3 characters; it has 4");
  CHECK(trial.said("name: ééé") == Lines{});
  CHECK(trial.fault("steps: []") == "1:8: steps must have at least 2 items; it has none");
  CHECK(trial.fault("steps: [1, 2, 3, 4]") == "1:8: steps must have at most 3 items; it has 4");
  CHECK(trial.fault("env: {}") == "1:6: env must not be empty");
  CHECK(trial.fault("env: {a: 1, b: 2, c: 3}") == "1:6: env must have at most 2 entries; it has 3");
}

TEST_CASE("a pattern that says how a text begins is told so, another as it is written") {
  Trial trial(
      "type: object\nproperties: {path: {type: string, pattern: '^/'}, pci: {type: string, pattern: "
      "'^[0-9a-f]{4}:'}}\n");
  CHECK(trial.fault("path: data") == "1:7: path must begin with '/'; found 'data'");
  CHECK(trial.fault("pci: x") == "1:6: pci must match ^[0-9a-f]{4}:; found 'x'");
  CHECK(trial.said("path: 3").size() == 1);  // its type, and no pattern
}

TEST_CASE("a key that its map does not allow is told at the key") {
  Trial trial(
      "type: object\nproperties: {mounts: {type: object, propertyNames: {pattern: '^/'}, "
      "additionalProperties: true}}\n");
  CHECK(trial.fault("mounts: {/ok: 1, data: 2}") ==
        "1:18: 'data' cannot be a key of mounts: it must begin with '/'");
}

TEST_CASE("items that must differ are compared by value, and the second one is told") {
  Trial trial("type: object\nproperties: {tags: {type: array, uniqueItems: true}}\n");
  CHECK(trial.fault("tags: [a, b, a]") == "1:14: tags[2] is the same as tags[0]");
  CHECK(trial.fault("tags: [{a: 1, b: 2}, {b: 2, a: 1.0}]") == "1:22: tags[1] is the same as tags[0]");
  CHECK(trial.said("tags: [1, '1', true, [1], {a: 1}, null]") == Lines{});
}

TEST_CASE("many items that must differ are compared in less than square time") {
  Trial trial("type: array\nuniqueItems: true\n");
  aictl::Value list = aictl::Value::list();
  for (int i = 0; i < 200'000; ++i) list.push(aictl::Value(std::to_string(i)));
  aictl::Findings findings;
  trial.schema().check(list, "", findings);
  CHECK(findings.empty());
}

TEST_CASE("all faults are told at once, in the order of their places") {
  Trial trial(
      "type: object\nrequired: [image]\nproperties: {image: {type: string}, workers: {type: integer, "
      "minimum: 1}, env: "
      "{type: object, additionalProperties: {type: string}}}\n");
  CHECK(trial.said("workers: 0\nenv:\n  A: 1\n  B: ok\n  C: [x]\nother: 1\n") ==
        Lines{"1:1: image is missing", "1:10: workers must be at least 1; found 0",
              "3:6: env.A must be a string, not 1; write it in quotes: '1'",
              "5:6: env.C must be a string, not a list",
              "6:1: unknown key 'other'; the keys are image, workers and env"});
}

TEST_CASE("a path names keys that are no plain words in quotes, so that it can be given again") {
  Trial trial(
      "type: object\nproperties: {resources: {type: object, additionalProperties: {type: integer}}}\n");
  CHECK(trial.fault("resources: {nvidia.com/gpu: x}").find("resources[\"nvidia.com/gpu\"] must be") !=
        std::string::npos);
}

TEST_CASE("each finding has the rule that filters and reports name, and the entry that it is about") {
  Trial trial("type: object\nproperties: {a: {type: integer}}\n");
  aictl::Findings findings;
  trial.schema().check(trial.spec("a: x"), "train/resnet50", findings);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].rule == "wrong-type");
  CHECK(findings[0].entry == "train/resnet50");
  CHECK(findings[0].severity == aictl::Severity::error);
}

TEST_CASE("conditions hold or do not: if, then, else, dependent properties, not, contains") {
  Trial trial(R"(
type: object
properties: {kind: {type: string}, port: {type: integer}, tls: {}, key: {}, old: {}, list: {type: array, contains: {const: x}, maxContains: 1}}
if: {properties: {kind: {const: tcp}}, required: [kind]}
then: {required: [port]}
else: {properties: {port: false}}
dependentRequired: {tls: [key]}
dependentSchemas: {key: {required: [kind]}}
not: {required: [old]}
)");
  CHECK(trial.said("{kind: tcp, port: 1, tls: 1, key: 2}") == Lines{});
  CHECK(trial.fault("kind: tcp") == "1:1: port is missing");
  CHECK(trial.fault("{kind: udp, port: 1}") == "1:19: port is not allowed");
  CHECK(trial.fault("{kind: udp, tls: 1}") == "1:13: tls needs 'key' beside it");
  CHECK(trial.fault("{key: 1}") == "1:1: kind is missing");
  CHECK(trial.fault("{old: 1}") == "1:2: old is not allowed here");
  CHECK(trial.fault("{list: [y]}").find("list must have at least 1 item of the kind") != std::string::npos);
  CHECK(trial.fault("{list: [x, x]}").find("list must have at most 1 item of the kind") != std::string::npos);
}

TEST_CASE("values nested as deep as a reader lets pass are checked without harm") {
  Trial trial(
      "$defs: {n: {type: object, properties: {n: {type: array, items: {$ref: '#/$defs/n'}}}}}\nschema: "
      "{$ref: '#/$defs/n'}\n");
  aictl::Value value = aictl::Value::map({{"bad", 1}});
  for (int i = 0; i < 5000; ++i) value = aictl::Value::map({{"n", aictl::Value::list({value})}});
  aictl::Findings findings;
  trial.schema().check(value, "", findings);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].rule == "too-much");
}

TEST_CASE("choices within choices cannot make a check go on without end") {
  Trial trial(
      "$defs: {n: {type: array, items: {oneOf: [{$ref: '#/$defs/n'}, {$ref: '#/$defs/n'}]}}}\nschema: {$ref: "
      "'#/$defs/n'}\n");
  aictl::Value value = aictl::Value(1);
  for (int i = 0; i < 100; ++i) value = aictl::Value::list({value});
  aictl::Findings findings;
  trial.schema().check(value, "", findings);
  REQUIRE_FALSE(findings.empty());
  CHECK(findings.back().rule == "too-much");
}
