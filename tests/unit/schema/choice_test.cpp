#include "trial.h"

using Lines = Trial::Lines;

namespace {

Trial mount() {
  return Trial(
      "type: object\nproperties: {mount: {type: object, oneOf: [{required: [claim]}, {required: [secret]}, "
      "{required: "
      "[empty]}], properties: {claim: {type: string}, secret: {type: string}, empty: {type: object}}}}\n");
}

Trial training() {
  return Trial(R"(
type: object
required: [framework, profile]
properties:
  framework: {type: string, enum: [pytorch, tensorflow, jax]}
  elastic: {type: object, x-for: {framework: [pytorch]}, required: [max], properties: {max: {type: integer}}}
  mode: {type: string, x-for: {framework: [pytorch, jax]}}
  profile: {type: string, x-for: {framework: [tensorflow]}}
  gpus: {type: object, properties: {vendor: {type: string, enum: [nvidia, ascend], default: nvidia}, model: {type: string, x-for: {vendor: [ascend]}}}}
  tpu: {type: object, properties: {kind: {type: string, enum: [a]}, slice: {type: string, x-for: {kind: [a]}}}}
  flag: {type: boolean}
  depth: {type: integer, x-for: {flag: [true]}}
)");
}

}  // namespace

TEST_CASE("exactly one of several properties is asked for by name") {
  CHECK(mount().said("mount: {claim: a}") == Lines{});
  CHECK(mount().fault("mount: {}") == "1:8: mount: give exactly one of claim, secret, empty; found none");
}

TEST_CASE("two properties that exclude each other are told at the second one") {
  CHECK(mount().fault("mount: {claim: a, secret: b}") ==
        "1:19: mount: give exactly one of claim, secret, empty; found claim and secret");
}

TEST_CASE("a misspelt alternative is told once, as misspelt") {
  CHECK(mount().said("mount: {clam: a}") == Lines{"1:9: unknown key 'clam' in mount; did you mean 'claim'?"});
}

TEST_CASE("a choice at the top of a spec needs no path before it") {
  Trial trial("type: object\noneOf: [{required: [a]}, {required: [b]}]\nproperties: {a: {}, b: {}, c: {}}\n");
  CHECK(trial.fault("c: 1") == "1:1: give exactly one of a, b; found none");
}

TEST_CASE("at least one of several properties is asked for by name") {
  Trial trial("type: object\nanyOf: [{required: [a]}, {required: [b]}]\nproperties: {a: {}, b: {}, c: {}}\n");
  CHECK(trial.said("{a: 1, b: 2}") == Lines{});
  CHECK(trial.fault("c: 1") == "1:1: give at least one of a, b; found none");
}

TEST_CASE("of several forms, the one of the value's kind tells what is wrong") {
  Trial trial(
      "type: object\nproperties: {port: {oneOf: [{type: integer, minimum: 1}, {type: string, enum: [http, "
      "grpc]}]}}\n");
  CHECK(trial.said("port: 80") == Lines{});
  CHECK(trial.fault("port: 0") == "1:7: port must be at least 1; found 0");
  CHECK(trial.fault("port: htp") == "1:7: port must be http or grpc, not 'htp'; did you mean 'http'?");
  CHECK(trial.fault("port: [1]") == "1:7: port must be an integer or a string, not a list");
}

TEST_CASE("of several forms of one kind, the nearest tells what is wrong") {
  Trial trial(
      "type: object\nproperties: {v: {anyOf: [{type: object, required: [a, b, c]}, {type: object, required: "
      "[d]}]}}\n");
  CHECK(trial.fault("v: {e: 1}") == "1:4: v.d is missing (the nearest of 2 forms)");
}

TEST_CASE("a value that fits two forms that exclude each other is told so") {
  Trial trial("type: object\nproperties: {v: {oneOf: [{minimum: 1}, {maximum: 10}]}}\n");
  CHECK(trial.fault("v: 5") == "1:4: v fits 2 of the forms that exclude each other");
}

TEST_CASE("a property of another choice is told at its key, with what it is for and what was given") {
  CHECK(training().fault("{framework: tensorflow, profile: p, elastic: {max: 3}}") ==
        "1:37: 'elastic' is for framework pytorch, not tensorflow; leave it out, or give framework: pytorch");
  CHECK(training()
            .fault("{framework: tensorflow, profile: p, mode: x}")
            .find("is for framework pytorch or jax, not") != std::string::npos);
}

TEST_CASE("what is inside a property of another choice is not complained of as well") {
  CHECK(training().said("{framework: tensorflow, profile: p, elastic: {mx: x}}").size() == 1);
}

TEST_CASE("a choice made by a default counts as made") {
  CHECK(training().fault("{framework: jax, gpus: {model: x}}") ==
        "1:25: 'gpus.model' is for vendor ascend, not nvidia; leave it out, or give gpus.vendor: ascend");
}

TEST_CASE("a property of a choice that was not made is told so") {
  CHECK(training().fault("{framework: jax, tpu: {slice: x}}") ==
        "1:24: 'tpu.slice' is for kind a, and kind is not given; leave it out, or give tpu.kind: a");
  CHECK(training()
            .fault("{framework: jax, depth: 1}")
            .find("'depth' is for flag true, and flag is not given") != std::string::npos);
}

TEST_CASE("a required property counts only where its choice is made") {
  CHECK(training().said("framework: pytorch") == Lines{});
  CHECK(training().fault("framework: tensorflow") == "1:1: profile is missing");
}

TEST_CASE("where the choice itself is wrong, only that is told") {
  CHECK(
      training().said("{framework: tensorflw, elastic: {max: 3}, mode: x}") ==
      Lines{
          "1:13: framework must be pytorch, tensorflow or jax, not 'tensorflw'; did you mean 'tensorflow'?"});
}
