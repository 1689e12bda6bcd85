// What templates are of our own: order, laziness, what counts as written empty, sharing.
#include "evaluating.h"

using aictl::Value;
using evaluating::errorOf;
using evaluating::evaluate;
using evaluating::shown;
namespace jsone = aictl::jsone;

TEST_CASE("keys come out in the order of the template") {
  CHECK(shown("{z: 1, '${v}': 2, a: 3, '10': 4, '2': 5}", "v: m") ==
        "{z: 1, m: 2, a: 3, \"10\": 4, \"2\": 5}");
}

TEST_CASE("a merged key stays where it stood first") {
  CHECK(shown("{$merge: [{z: 1, a: 2}, {b: 3, z: 4}]}") == "{z: 4, a: 2, b: 3}");
  CHECK(shown("{$mergeDeep: [{z: {v: 1, x: 2}}, {a: 0, z: {x: 3, w: 4}}]}") ==
        "{z: {v: 1, x: 3, w: 4}, a: 0}");
}

TEST_CASE("$map over a map keeps its order") {
  CHECK(shown("{$map: {z: 1, a: 2}, 'each(v, k)': {'${k}x': {$eval: v}}}") == "{zx: 1, ax: 2}");
}

TEST_CASE("two keys that come out equal are one, with the later value") {
  CHECK(shown("{'${n}': 1, b: 2, a: 3}", "n: a") == "{a: 3, b: 2}");
}

TEST_CASE("a branch that is not taken is not looked into") {
  CHECK(shown("{$if: 'false', then: {$eval: '((('}, else: 1}") == "1");
  CHECK(shown("{$if: 'false', then: '${', else: 1}") == "1");
  CHECK(shown("{$if: 'false', then: {$nothing: 1}, else: 1}") == "1");
  CHECK(shown("{$if: 'false', then: {$if: 'true', thn: 1}, else: 1}") == "1");
  CHECK(shown("{$if: 'false', then: {$eval: a, $if: b}, else: 1}") == "1");
  CHECK(shown("{$map: [], 'each(x)': {$eval: '((('}}") == "[]");
}

TEST_CASE("a fault behind one that comes first is not told") {
  CHECK(errorOf("'${a} ${(}'").message == "unknown context value a");
  CHECK(errorOf("[{$eval: a}, {$eval: '('}]").message == "unknown context value a");
}

TEST_CASE("a template is evaluated again and again, also after an error") {
  const jsone::Template source(evaluating::read("{a: '${x}-${y}', b: {$eval: x + y}}", 1));
  for (const auto* const variables : {"{x: 1, y: 2}", "{x: 3}", "{x: 4, y: 5}"}) {
    const auto scope = evaluating::scopeOf(variables);
    try {
      const auto value = jsone::Evaluation().evaluate(source, scope);
      CHECK(value.find("a")->string() == (variables[4] == '1' ? "1-2" : "4-5"));
    } catch (const jsone::Error& error) {
      CHECK(error.text() == "InterpreterError at template.a: unknown context value y");
    }
  }
}

TEST_CASE("what has nothing to evaluate is shared with the template, not copied") {
  const Value source = evaluating::read("{a: {b: [1, 2, '$', '$x', 'a$']}, c: {$eval: '1'}}", 1);
  const Value value = jsone::Evaluation().evaluate(jsone::Template(source), jsone::Scope());
  CHECK(value.find("a")->identity() == source.find("a")->identity());
}

TEST_CASE("a variable is shared with the scope, not copied") {
  const Value spec = evaluating::read("{a: [1, 2]}", 2);
  jsone::Scope scope;
  scope.set("spec", spec);
  CHECK(evaluate("{x: {$eval: spec.a}}", scope).find("x")->identity() == spec.find("a")->identity());
}

TEST_CASE("an empty list or map that the template writes stays marked as written") {
  CHECK(evaluate("{}").writtenEmpty());
  CHECK(evaluate("{a: {}, b: {$eval: '1'}}").find("a")->writtenEmpty());
  CHECK(evaluate("[[], {$eval: '1'}]")[0].writtenEmpty());
  CHECK(evaluate("{$if: 'false', then: 1, else: {}}").writtenEmpty());
}

TEST_CASE("an empty list or map that a spec gives stays marked as written") {
  CHECK(evaluate("{a: {$eval: spec.affinity}}", "spec: {affinity: {}}").find("a")->writtenEmpty());
}

TEST_CASE("what comes out empty is not marked as written") {
  const auto* const source = GENERATE(
      "{a: {$if: 'false', then: 1}}", "[{$if: 'false', then: 1}]", "{$merge: [{}]}", "{$mergeDeep: [{}]}",
      "{$map: [], 'each(x)': 1}", "{$map: {}, 'each(x)': {}}", "{$flatten: [[]]}", "{$flattenDeep: [[]]}",
      "{$reverse: []}", "{$sort: []}", "{$match: {'false': 1}}", "{$eval: '{}'}", "{$eval: '[]'}",
      "{$eval: '[1][1:]'}", "{$eval: 'range(0, 0)'}");
  CAPTURE(source);
  CHECK_FALSE(evaluate(source).writtenEmpty());
}

TEST_CASE("a number passes through with the text that it was written with") {
  CHECK(evaluate("{a: 1.10, b: {$eval: 'v'}, c: {$eval: 'min(v, 2)'}}", "v: 2.50").find("a")->scalarText() ==
        "1.10");
  CHECK(evaluate("{$eval: v}", "v: 2.50").scalarText() == "2.50");
  CHECK(evaluate("'v${v}'", "v: 2.50").string() == "v2.50");
  CHECK(evaluate("{$eval: 'str(v)'}", "v: 2.50").string() == "2.50");
  CHECK(evaluate("{$eval: 'join([v, 1], \"-\")'}", "v: 2.50").string() == "2.50-1");
  CHECK(evaluate("'v${v + 1}'", "v: 2.50").string() == "v3.5");
}

TEST_CASE("a misspelt property of an operator is told, not ignored") {
  CHECK(errorOf("{$if: 'true', then: 1, elsewhere: 2}").message == "$if has undefined properties: elsewhere");
  CHECK(errorOf("{$map: [1], 'foreach(x)': 2}").message == "$map has undefined properties: foreach(x)");
}

TEST_CASE("a place names keys and indices, and quotes what is no plain name") {
  CHECK(errorOf("{a: [0, {'b-c': {$eval: x}}]}").text() ==
        "InterpreterError at template.a[1][\"b-c\"]: unknown context value x");
  CHECK(errorOf("{\"q\\\"\\n\": '${x}'}").place == "template[\"q\\\"\\n\"]");
}

TEST_CASE("an error of a template has the line and column of its node") {
  const auto place = [](const jsone::Error& error) {
    return std::pair(error.origin.line, error.origin.column);
  };
  CHECK(place(errorOf("a:\n  b: {$eval: x}\n")) == std::pair(2U, std::uint16_t{14}));
  CHECK(place(errorOf("a:\n  - $flatten: 1\n")) == std::pair(2U, std::uint16_t{5}));
  CHECK(place(errorOf("a: 1\n$b: 2\n")) == std::pair(2U, std::uint16_t{1}));
  CHECK(place(errorOf("a: 1\n'k${x}': 2\n")) == std::pair(2U, std::uint16_t{1}));
  CHECK(place(errorOf("$match:\n  a: 1\n  b +: 2\n", "a: 1")) == std::pair(3U, std::uint16_t{3}));
}
