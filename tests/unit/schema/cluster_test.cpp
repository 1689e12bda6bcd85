#include "trial.h"

using Lines = Trial::Lines;

namespace {

Trial kind(std::string_view schema) { return Trial(schema, {}, aictl::schema::Dialect::cluster); }

}  // namespace

TEST_CASE("a CRD's objects are closed, down to those with no properties at all") {
  auto trial = kind(
      "type: object\nproperties: {spec: {type: object, properties: {a: {type: string}, none: {type: "
      "object}}}}\n");
  CHECK(trial.said("{apiVersion: v1, kind: K, metadata: {name: x}, spec: {a: b, none: {}}}") == Lines{});
  CHECK(trial.said("spec: {b: 1, none: {c: 1}}") ==
        Lines{"1:8: unknown key 'b' in spec; the keys are a and none",
              "1:21: unknown key 'c' in spec.none; nothing can be given here"});
}

TEST_CASE("an object that preserves unknown fields keeps them, and what it names is closed again") {
  auto trial = kind(
      "type: object\nproperties: {spec: {type: object, x-kubernetes-preserve-unknown-fields: true, "
      "properties: {a: {type: "
      "object, properties: {b: {type: integer}}}}}}\n");
  CHECK(trial.said("spec: {x: {y: 1}, a: {b: 1}}") == Lines{});
  CHECK(trial.said("spec: {a: {c: 1}}").size() == 1);
}

TEST_CASE("int-or-string takes both, nullable takes null") {
  auto trial = kind(
      "type: object\nproperties: {p: {x-kubernetes-int-or-string: true, anyOf: [{type: integer}, {type: "
      "string}]}, n: {type: "
      "string, nullable: true}}\n");
  CHECK(trial.said("{p: 1, n: a}") == Lines{});
  CHECK(trial.said("{p: http}") == Lines{});
  CHECK(trial.said("{p: [1]}").size() == 1);
  aictl::Findings findings;
  trial.schema().check(aictl::Value::map({{"n", nullptr}}), "", findings);
  CHECK(findings.empty());
}

TEST_CASE("an embedded resource has the fields of every object") {
  auto trial = kind(
      "type: object\nproperties: {t: {type: object, x-kubernetes-embedded-resource: true, properties: "
      "{metadata: {type: "
      "object}, spec: {type: object, properties: {}}}}}\n");
  CHECK(trial.said("t: {apiVersion: v1, kind: Pod, metadata: {labels: {a: b}}, spec: {}}") == Lines{});
  CHECK(trial.said("t: {stats: 1}").size() == 1);
}

TEST_CASE("metadata inside a CRD that is no embedded resource is pruned, and so refused") {
  auto trial =
      kind("type: object\nproperties: {template: {type: object, properties: {metadata: {type: object}}}}\n");
  CHECK(trial.said("template: {metadata: {labels: {a: b}}}").size() == 1);
}

TEST_CASE("conditions do not close an object") {
  auto trial = kind(
      "type: object\nproperties: {s: {type: object, properties: {a: {type: string}, b: {type: string}}, "
      "oneOf: [{properties: {a: {enum: "
      "[x]}}, required: [a]}, {required: [b]}]}}\n");
  CHECK(trial.said("s: {a: x}") == Lines{});
  CHECK(trial.said("s: {b: x}") == Lines{});
  CHECK(trial.said("s: {}").size() == 1);
}

TEST_CASE("references of OpenAPI lead to closed types, and a named type without properties takes anything") {
  auto trial = kind(
      "schema: {type: object, properties: {spec: {allOf: [{$ref: '#/types/Spec'}], default: {}}, raw: {$ref: "
      "'#/types/Raw'}}}\n"
      "types: {Spec: {type: object, properties: {a: {type: integer}}}, Raw: {type: object}}\n");
  CHECK(trial.loading() == Lines{});
  CHECK(trial.said("{spec: {a: 1}, raw: {x: {y: 1}}}") == Lines{});
  CHECK(trial.said("{spec: {b: 1}}") == Lines{"1:9: unknown key 'b' in spec; the only key is a"});
}

TEST_CASE("OpenAPI's exclusive bounds are flags") {
  auto trial = kind(
      "type: object\nproperties: {n: {type: number, minimum: 0, exclusiveMinimum: true, maximum: 1, "
      "exclusiveMaximum: false}}\n");
  CHECK(trial.said("n: 1") == Lines{});
  CHECK(trial.said("n: 0") == Lines{"1:4: n must be more than 0; found 0"});
}

TEST_CASE("words of Kubernetes that mean nothing to a check are known, others are refused") {
  CHECK(kind("type: array\nx-kubernetes-list-type: map\nx-kubernetes-list-map-keys: "
             "[name]\nx-kubernetes-validations: [{rule: 'true'}]\n"
             "x-kubernetes-something-new: 1\n")
            .loading() == Lines{});
  CHECK(kind("type: string\nx-short: a\n").loading().size() == 1);
  CHECK(kind("type: string\nminLenght: 1\n").loading() ==
        Lines{"t:2:1: unknown schema keyword 'minLenght'; did you mean 'minLength'?"});
}
