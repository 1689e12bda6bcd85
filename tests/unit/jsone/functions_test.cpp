// Functions of the host, and functions as values.
#include "evaluating.h"

using aictl::Value;
using evaluating::errorOf;
using evaluating::evaluate;
namespace jsone = aictl::jsone;

namespace {

jsone::Scope hostScope() {
  jsone::Scope scope = evaluating::scopeOf("spec: {name: resnet, list: [1, 2]}");
  scope.set("first", jsone::Function([](const jsone::Call& call) { return call.arguments[0]; }));
  scope.set("count", jsone::Function([](const jsone::Call& call) { return Value(call.arguments.size()); }));
  scope.set("refuse",
            jsone::Function([](const jsone::Call& call) -> Value { call.fail("refuse: there is no 'x'"); }));
  return scope;
}

}  // namespace

TEST_CASE("a function of the host is called with its arguments and gives its result") {
  CHECK(evaluate("{$eval: 'first(spec.name, 2)'}", hostScope()).string() == "resnet");
  CHECK(evaluate("{$eval: 'count() + count(1, [2], {})'}", hostScope()).integer() == 3);
  CHECK(evaluate("{$eval: 'first(spec).list[1]'}", hostScope()).integer() == 2);
  CHECK(evaluate("'${first(spec.name)}-x'", hostScope()).string() == "resnet-x");
}

TEST_CASE("a result keeps the place that it has, and gets the expression's where it has none") {
  CHECK(evaluating::placeOf(evaluate("{$eval: first(spec.name)}", hostScope())) == "2:1:14");
  CHECK(evaluating::placeOf(evaluate("{$eval: count(spec)}", hostScope())) == "1:1:9");
}

TEST_CASE("a fault of a function is told with the place in the template and of the expression") {
  const auto error = errorOf("a:\n  b: {$eval: refuse(1)}\n", hostScope());
  CHECK(error.text() == "BuiltinError at template.a.b: refuse: there is no 'x'");
  CHECK(error.origin.line == 2);
  CHECK(error.origin.column == 14);
}

TEST_CASE("a function evaluates further templates, with errors in their own places") {
  jsone::Scope scope = hostScope();
  const jsone::Template part(evaluating::read("{name: {$eval: given}}", 3));
  scope.set("part", jsone::Function([&](const jsone::Call& call) {
              jsone::Scope inner(&scope);
              if (!call.arguments.empty()) inner.set("given", call.arguments[0]);
              return call.evaluation.evaluate(part, inner);
            }));
  CHECK(evaluate("{$eval: part(spec.name)}", scope).find("name")->string() == "resnet");
  CHECK(evaluating::placeOf(*evaluate("{$eval: part(spec.name)}", scope).find("name")) == "2:1:14");
  const auto error = errorOf("{x: {$eval: part()}}", scope);
  CHECK(error.text() == "InterpreterError at template.name: unknown context value given");
  CHECK(error.origin.file == 3);
}

TEST_CASE("variables that a template binds are not seen by templates that a function evaluates") {
  jsone::Scope scope;
  const jsone::Template part(Value::map({{"$eval", Value("hidden")}}));
  scope.set("part",
            jsone::Function([&](const jsone::Call& call) { return call.evaluation.evaluate(part, scope); }));
  CHECK(errorOf("{$let: {hidden: 1}, in: {$eval: part()}}", scope).message == "unknown context value hidden");
}

TEST_CASE("an inner scope hides an outer one, and both hide built-ins") {
  jsone::Scope outer;
  outer.set("a", Value(1));
  outer.set("len", Value(2));
  jsone::Scope inner(&outer);
  inner.set("a", Value(3));
  CHECK(evaluate("{$eval: '[a, len]'}", inner) == Value::list({Value(3), Value(2)}));
  inner.set("a", Value(4));
  CHECK(evaluate("{$eval: a}", inner).integer() == 4);
  CHECK(evaluate("{$eval: a}", outer).integer() == 1);
}

TEST_CASE("a name in scope must be an identifier") {
  jsone::Scope scope;
  for (const auto* const name : {"", "a-b", "1a", "a b", "ä"})
    CHECK_THROWS_AS(scope.set(name, Value(1)), jsone::Error);
}

TEST_CASE("functions are values until they have to come out") {
  CHECK(evaluate("{$let: {f: {$eval: '[first, len]'}}, in: {$eval: 'f[1](f[0](spec.name))'}}", hostScope())
            .integer() == 6);
  CHECK(evaluate("{$eval: 'first == first && first != len && len in [first, len] && !(len in [first])'}",
                 hostScope())
            .boolean());
  CHECK(evaluate("{$eval: 'typeof(first) + typeof(min)'}", hostScope()).string() == "functionfunction");
  CHECK(evaluate("{$if: first, then: 1}", hostScope()).integer() == 1);
  CHECK(evaluate("{$let: {f: {$eval: first}}, in: 1}", hostScope()).integer() == 1);
}

TEST_CASE("a function that comes out is an error, wherever it hides") {
  const auto* const source =
      GENERATE("{$eval: first}", "[{a: {$eval: min}}]", "{$eval: '[[len]]'}", "'${first}'",
               "{$json: [{$eval: len}]}", "{$merge: [{a: {$eval: len}}]}");
  CAPTURE(source);
  CHECK(errorOf(source, hostScope()).message == "evaluated template contained uncalled functions");
}

TEST_CASE("a function is no number, no text and no argument of a function of the host") {
  CHECK(errorOf("{$eval: len + 1}").message == "infix: + expects numbers/strings + numbers/strings");
  CHECK(errorOf("{$eval: -len}").message == "unary - expects number");
  CHECK(errorOf("{$eval: len < 1}").message == "infix: < expects numbers/strings < numbers/strings");
  CHECK(errorOf("{$eval: 'abs(len)'}").message == "invalid arguments to builtin: abs");
  CHECK(errorOf("{$eval: 'str(len)'}").message == "invalid arguments to builtin: str");
  CHECK(errorOf("{$eval: '[1][len]'}").message == "should only use integers to access arrays or strings");
  CHECK(errorOf("{$sort: {$eval: '[len, min]'}}").message ==
        "$sorted values to be sorted must have the same type");
  CHECK(errorOf("{$eval: 'first([len])'}", hostScope()).message == "a function cannot be an argument here");
}

TEST_CASE("what is no function cannot be called") {
  CHECK(errorOf("{$eval: spec.name(1)}", hostScope()).message == "resnet is not callable");
  CHECK(errorOf("{$eval: '(1.50)(2)'}").message == "1.5 is not callable");
  CHECK(errorOf("{$eval: 'null(2)'}").message == "null is not callable");
  CHECK(errorOf("{$eval: 'spec(2)'}", hostScope()).message == "object is not callable");
  CHECK(errorOf("{$eval: 'nothing(2)'}").message == "unknown context value nothing");
}

TEST_CASE("the built-ins are known by name") {
  CHECK(jsone::isBuiltin("len"));
  CHECK(jsone::isBuiltin("uppercase"));
  CHECK(jsone::isBuiltin("abs"));
  CHECK_FALSE(jsone::isBuiltin("now"));
  CHECK_FALSE(jsone::isBuiltin("include"));
}

TEST_CASE("an expression is checked when it is made, and evaluated in any scope") {
  const jsone::Expression expression(Value("workers > 1", {.line = 7, .column = 3, .file = 1}));
  CHECK(jsone::Evaluation().evaluate(expression, evaluating::scopeOf("workers: 4")).boolean());
  try {
    jsone::Expression broken(Value("workers >", {.line = 7, .column = 3, .file = 1}));
    FAIL("no error");
  } catch (const jsone::Error& error) {
    CHECK(error.text() == "SyntaxError: Unexpected end of input");
    CHECK(error.origin.line == 7);
    CHECK(error.before == "workers >");
  }
}
