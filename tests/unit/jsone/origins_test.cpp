// Each value that comes out knows where it came from. Templates are file 1, variables file 2.
#include "evaluating.h"

using evaluating::evaluate;
using evaluating::placeOf;

namespace {

constexpr auto spec = R"(spec:
  workers: 4
  image: train:1
  caches:
    - imagenet
    - coco
  resources: {cpu: 2, memory: 8Gi}
)";

}  // namespace

TEST_CASE("a literal of the template has the template's place, key and value") {
  const auto value = evaluate("a: 1\nb:\n  c: [x, y]\n");
  CHECK(placeOf(*value.find("a")) == "1:1:4");
  CHECK(placeOf(value.findEntry("b")->key) == "1:2:1");
  CHECK(placeOf((*value.find("b")->find("c"))[1]) == "1:3:10");
}

TEST_CASE("a literal beside what is evaluated has the template's place too") {
  const auto value = evaluate("a: {$eval: 1 + 1}\nb: x\nc: [1, {$eval: '2'}, z]\n");
  CHECK(placeOf(value) == "1:1:1");
  CHECK(placeOf(*value.find("b")) == "1:2:4");
  CHECK(placeOf(*value.find("c")) == "1:3:4");
  CHECK(placeOf((*value.find("c"))[2]) == "1:3:22");
}

TEST_CASE("$eval of a variable gives the variable's place") {
  CHECK(placeOf(evaluate("{$eval: spec}", spec)) == "2:2:3");
  CHECK(placeOf(evaluate("{$eval: spec.workers}", spec)) == "2:2:12");
  CHECK(placeOf(evaluate("{$eval: 'spec[\"image\"]'}", spec)) == "2:3:10");
  CHECK(placeOf(evaluate("{$eval: 'spec.caches[1]'}", spec)) == "2:6:7");
  CHECK(placeOf(evaluate("{$eval: '(spec).caches[-2]'}", spec)) == "2:5:7");
}

TEST_CASE("items of a list or map that an expression makes keep their places") {
  const auto list = evaluate("{$eval: '[spec.workers, spec.caches[1:]]'}", spec);
  CHECK(placeOf(list) == "1:1:9");
  CHECK(placeOf(list[0]) == "2:2:12");
  CHECK(placeOf(list[1]) == "1:1:9");
  CHECK(placeOf(list[1][0]) == "2:6:7");
  const auto map = evaluate("{$eval: '{a: spec.workers}'}", spec);
  CHECK(placeOf(*map.find("a")) == "2:2:12");
  CHECK(placeOf(map.findEntry("a")->key) == "1:1:9");
}

TEST_CASE(
    "what is computed of a variable has the variable's place, so that a complaint about it leads there") {
  const auto* const expression =
      GENERATE("spec.workers + 1", "10 - spec.workers", "spec.workers * 2", "8 / spec.workers",
               "-(spec.workers)", "spec.workers ** 2", "str(spec.workers)", "floor(spec.workers)");
  CAPTURE(expression);
  CHECK(placeOf(evaluate("{$eval: \"" + std::string(expression) + "\"}", spec)) == "2:2:12");
}

TEST_CASE("what is computed of several variables has the place of the first") {
  CHECK(placeOf(evaluate("{$eval: 'spec.image + spec.resources.memory'}", spec)) == "2:3:10");
}

TEST_CASE(
    "an answer has the place of the expression, and so has what is made of the template's own literals") {
  const auto* const expression = GENERATE(
      "1 + 1", "spec.workers > 1", "spec.workers == 4", "spec.workers && true", "!(spec.workers)",
      "'imagenet' in spec.caches", "range(0, 2)", "[]", "{}", "'x'", "2", "null", "true", "spec['none']");
  CAPTURE(expression);
  CHECK(placeOf(evaluate("{$eval: \"" + std::string(expression) + "\"}", spec)) == "1:1:9");
}

TEST_CASE("a text with a variable in it has the variable's place, as a key too") {
  const auto value = evaluate("a: w-${spec.workers}\nk-${spec.workers}: ${spec.image}\nb: ${1 + 1}\n", spec);
  CHECK(placeOf(*value.find("a")) == "2:2:12");
  CHECK(placeOf(value.findEntry("k-4")->key) == "2:2:12");
  CHECK(placeOf(*value.find("k-4")) == "2:3:10");
  CHECK(placeOf(*value.find("b")) == "1:3:4");
}

TEST_CASE("an escaped key has its own place") {
  CHECK(placeOf(evaluate("a: 1\n$$if: 2\n").findEntry("$if")->key) == "1:2:1");
}

TEST_CASE("a function that gives one of its arguments gives it with its place") {
  CHECK(placeOf(evaluate("{$eval: 'min(spec.workers, 10)'}", spec)) == "2:2:12");
  CHECK(placeOf(evaluate("{$eval: str(spec.image)}", spec)) == "2:3:10");
}

TEST_CASE("the branch that $if, $switch or $let takes gives its own place") {
  CHECK(placeOf(evaluate("{$if: spec.workers, then: {$eval: spec.image}}", spec)) == "2:3:10");
  CHECK(placeOf(evaluate("$if: '!spec'\nthen: 1\nelse: no\n", spec)) == "1:3:7");
  CHECK(placeOf(evaluate("$switch:\n  spec.workers > 9: a\n  $default: {$eval: spec.image}\n", spec)) ==
        "2:3:10");
  CHECK(placeOf(evaluate("$let: {n: {$eval: spec.workers}}\nin: {$eval: n}\n", spec)) == "2:2:12");
}

TEST_CASE("$match gives a list of the template with values of their own places") {
  const auto value = evaluate("$match:\n  'true': {$eval: spec.image}\n", spec);
  CHECK(placeOf(value) == "1:1:1");
  CHECK(placeOf(value[0]) == "2:3:10");
}

TEST_CASE("$map gives a list of the template with items of their own places") {
  const auto value = evaluate("$map: {$eval: spec.caches}\neach(c): {claim: {$eval: c}}\n", spec);
  CHECK(placeOf(value) == "1:1:1");
  CHECK(placeOf(value[1]) == "1:2:10");
  CHECK(placeOf(*value[1].find("claim")) == "2:6:7");
}

TEST_CASE("$map over a map hands on the places of keys and values") {
  const auto both =
      evaluate("$map: {$eval: spec.resources}\neach(v, k): {'${k}': {$eval: '[k, v]'}}\n", spec);
  CHECK(placeOf((*both.find("cpu"))[0]) == "2:7:15");
  CHECK(placeOf((*both.find("cpu"))[1]) == "2:7:20");
  const auto one =
      evaluate("$map: {$eval: spec.resources}\neach(y): {'${y.key}': {$eval: '[y.key, y.val]'}}\n", spec);
  CHECK(placeOf((*one.find("memory"))[0]) == "2:7:23");
  CHECK(placeOf((*one.find("memory"))[1]) == "2:7:31");
}

TEST_CASE("$reduce gives what its last step gives") {
  CHECK(placeOf(evaluate("$reduce: {$eval: spec.caches}\neach(a, c): {$eval: c}\ninitial: none\n", spec)) ==
        "2:6:7");
  CHECK(placeOf(evaluate("$reduce: []\neach(a, c): {$eval: c}\ninitial: none\n", spec)) == "1:3:10");
}

TEST_CASE("$find, $sort, $reverse, $flatten and $flattenDeep keep the places of items") {
  CHECK(placeOf(evaluate("$find: {$eval: spec.caches}\neach(c): c == 'coco'\n", spec)) == "2:6:7");
  CHECK(placeOf(evaluate("$sort: {$eval: spec.caches}\n", spec)[0]) == "2:6:7");
  CHECK(placeOf(evaluate("$sort: {$eval: spec.caches}\nby(c): len(c)\n", spec)[0]) == "2:6:7");
  CHECK(placeOf(evaluate("$reverse: {$eval: spec.caches}\n", spec)[0]) == "2:6:7");
  CHECK(placeOf(evaluate("$flatten: [{$eval: spec.caches}]\n", spec)[1]) == "2:6:7");
  CHECK(placeOf(evaluate("$flattenDeep: [[{$eval: spec.caches}]]\n", spec)[1]) == "2:6:7");
  CHECK(placeOf(evaluate("$reverse: {$eval: spec.caches}\n", spec)) == "1:1:1");
}

TEST_CASE("$merge and $mergeDeep keep the places of keys and values") {
  const auto merged = evaluate("$merge: [{cpu: 1, disk: 3}, {$eval: spec.resources}]\n", spec);
  CHECK(placeOf(merged) == "1:1:1");
  CHECK(placeOf(merged.findEntry("cpu")->key) == "1:1:11");
  CHECK(placeOf(*merged.find("cpu")) == "2:7:20");
  CHECK(placeOf(merged.findEntry("memory")->key) == "2:7:23");
  const auto deep = evaluate("$mergeDeep: [{$eval: spec}, {resources: {cpu: 1}, caches: [own]}]\n", spec);
  CHECK(placeOf(*deep.find("resources")->find("cpu")) == "1:1:47");
  CHECK(placeOf(*deep.find("resources")->find("memory")) == "2:7:31");
  CHECK(placeOf(*deep.find("resources")) == "2:7:14");
  CHECK(placeOf((*deep.find("caches"))[2]) == "1:1:60");
}

TEST_CASE("$json and $fromNow have the place of the operator") {
  CHECK(placeOf(evaluate("a:\n  $json: {$eval: spec}\n", spec).at("a")) == "1:2:3");
  CHECK(placeOf(evaluate("a: {$fromNow: 1 day, from: '2020-01-01'}\n").at("a")) == "1:1:4");
}

TEST_CASE("nothing gives null at the place of the template") {
  const auto value = evaluate("\n  $if: 'false'\n  then: 1\n");
  CHECK(value.isNull());
  CHECK(placeOf(value) == "1:2:3");
}
