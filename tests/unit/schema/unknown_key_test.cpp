#include "trial.h"

using Lines = Trial::Lines;

namespace {

Trial service() {
  return Trial(R"(
type: object
required: [image]
properties:
  engine: {type: string, enum: [knative, deployment], default: knative}
  image: {type: string}
  serviceAccount: {type: string}
  retries: {type: integer}
  scale: {type: object, properties: {min: {type: integer}, max: {type: integer}, target: {type: number}}}
  model: {type: object, x-for: {engine: [deployment]}, properties: {min: {type: integer}, format: {type: string}}}
  probe: {type: object, properties: {path: {type: string}, port: {type: integer}}}
  env: {type: object, additionalProperties: {type: object, x-short: value, properties: {value: {}, secret: {type: string}}}}
  nothing: {type: object, properties: {}, additionalProperties: false}
  many: {type: object, additionalProperties: false, properties: {a1: {}, b2: {}, c3: {}, d4: {}, e5: {}, f6: {}, g7: {}, h8: {}, i9: {}, j10: {}, k11: {}, l12: {}, m13: {}}}
)");
}

}  // namespace

TEST_CASE("a misspelt key is told at the key, with the key that was meant") {
  CHECK(service().fault("{image: a, retrys: 3}") == "1:12: unknown key 'retrys'; did you mean 'retries'?");
  CHECK(service().fault("{image: a, scale: {mn: 1}}") ==
        "1:20: unknown key 'mn' in scale; did you mean 'min'?");
  CHECK(service().fault("{image: a, env: {A: {secrte: x}}}") ==
        "1:22: unknown key 'secrte' in env.A; did you mean 'secret'?");
}

TEST_CASE("a key in another way of writing is known again") {
  CHECK(service().fault("{image: a, service-account: b}").ends_with("did you mean 'serviceAccount'?"));
  CHECK(service().fault("{image: a, service_account: b}").ends_with("did you mean 'serviceAccount'?"));
  CHECK(service().fault("{image: a, ServiceAccount: b}").ends_with("did you mean 'serviceAccount'?"));
}

TEST_CASE("a key that exists one level deeper is told with its path, where that belongs to what is given") {
  CHECK(service().fault("{image: a, min: 1}") == "1:12: unknown key 'min'; did you mean 'scale.min'?");
  CHECK(service().fault("{image: a, engine: deployment, min: 1}") ==
        "1:32: unknown key 'min'; did you mean 'scale.min' or 'model.min'?");
}

TEST_CASE("a key that exists further out is told to be beside what it was put into") {
  CHECK(service().fault("{image: a, scale: {retries: 1}}") ==
        "1:20: unknown key 'retries' in scale; write it beside 'scale', not in it");
  CHECK(service().fault("{image: a, env: {A: {retries: 1}}}") ==
        "1:22: unknown key 'retries' in env.A; write it beside 'env', not in it");
}

TEST_CASE("a key that exists in an object beside is told with its path") {
  CHECK(service().fault("{image: a, scale: {path: /x}}") ==
        "1:20: unknown key 'path' in scale; did you mean 'probe.path'?");
}

TEST_CASE("where nothing is near, the keys are listed if they are few") {
  CHECK(service().fault("{image: a, scale: {colour: 1}}") ==
        "1:20: unknown key 'colour' in scale; the keys are min, max and target");
  CHECK(service().fault("{image: a, nothing: {colour: 1}}") ==
        "1:22: unknown key 'colour' in nothing; nothing can be given here");
  CHECK(service().fault("{image: a, many: {colour: 1}}") == "1:19: unknown key 'colour' in many");
}

TEST_CASE("a required key that was misspelt is told once, as misspelt") {
  CHECK(service().said("imgae: a") == Lines{"1:1: unknown key 'imgae'; did you mean 'image'?"});
}

TEST_CASE("a key of control characters is told in one line") {
  CHECK(service().fault("{image: a, \"x\\ny\\u0007\": 1}").starts_with("1:12: unknown key 'x\\ny?'"));
}

TEST_CASE("an object that says additionalProperties is as open as it says") {
  Trial trial("type: object\nproperties: {a: {type: integer}}\nadditionalProperties: true\n");
  CHECK(trial.said("{a: 1, b: [x]}") == Lines{});
  Trial typed("type: object\nproperties: {a: {}}\nadditionalProperties: {type: integer}\n");
  CHECK(typed.fault("{a: x, b: y}") == "1:11: b must be an integer, not the string 'y'");
  Trial closed("type: object\nadditionalProperties: false\n");
  CHECK(closed.fault("{a: x}") == "1:2: unknown key 'a'; nothing can be given here");
}

TEST_CASE("properties may be named by patterns; those of all that match hold") {
  Trial trial(
      "type: object\nproperties: {plain: {}}\npatternProperties: {'^x-': {type: integer}, '-s$': {minimum: "
      "5}}\n");
  CHECK(trial.said("{plain: a, x-a: 1, b-s: 5, x-s: 9}") == Lines{});
  CHECK(trial.said("{x-a: q, x-s: 1, other: 1}") ==
        Lines{"1:7: x-a must be an integer, not the string 'q'", "1:15: x-s must be at least 5; found 1",
              "1:18: unknown key 'other'; the only key is plain"});
}

TEST_CASE("for a key that others use, a schema says what to write here") {
  Trial job(
      R"(
type: object
x-extends: [shared.yaml]
x-instead: {replicas: "workers: 4", minScale: "scale: {min: 0}"}
required: [workers]
properties: {workers: {type: integer}, scale: {type: object, properties: {min: {type: integer}}}}
)",
      {{"shared.yaml", "x-instead: {imagePullPolicy: 'pull: Always'}\nproperties: {pull: {type: string}}"}});
  CHECK(job.loading() == Lines{});
  CHECK(job.fault("{workers: 1, minScale: 0}") == "1:14: unknown key 'minScale'; write scale: {min: 0}");
  CHECK(job.fault("{workers: 1, imagePullPolicy: Always}") ==
        "1:14: unknown key 'imagePullPolicy'; write pull: Always");
  // What was meant is not told to be missing as well.
  CHECK(job.fault("{replicas: 4}") == "1:2: unknown key 'replicas'; write workers: 4");
}

TEST_CASE("a value of a wrong kind or form is told with what the schema says of it") {
  Trial gpus(
      "type: object\nproperties: {count: {type: integer, description: How many.}, path: {type: string, "
      "pattern: '^/', description: A path.}}");
  CHECK(gpus.fault("{count: 80%}") ==
        "1:9: count must be an integer, not the string '80%'; it is: How many.");
  CHECK(gpus.fault("{path: a}") == "1:8: path must begin with '/'; found 'a'; it is: A path.");
}
