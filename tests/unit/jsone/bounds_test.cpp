// Whatever a template asks for: a clear error, no crash and no hang.
#include "evaluating.h"

using aictl::Value;
using evaluating::errorOf;
using evaluating::evaluate;
namespace jsone = aictl::jsone;

namespace {

constexpr auto tooDeep = "the template nests more than 300 deep";
constexpr auto tooMuch = "the template makes more than 268,435,456 bytes";

constexpr jsone::Limits small{.depth = 300, .steps = 100'000, .size = 4U << 20U};
constexpr auto smallTooMany = "the template needs more than 100,000 steps";
constexpr auto smallTooMuch = "the template makes more than 4,194,304 bytes";

std::string repeated(std::string_view text, std::size_t times) {
  std::string result;
  for (std::size_t i = 0; i < times; ++i) result += text;
  return result;
}

Value evalOf(const std::string& expression) { return Value::map({{"$eval", Value(expression)}}); }

std::string messageOf(const Value& source, const jsone::Scope& scope = jsone::Scope()) {
  try {
    jsone::Evaluation().evaluate(jsone::Template(source), scope);
  } catch (const jsone::Error& error) {
    return error.message;
  }
  return "";
}

}  // namespace

TEST_CASE("an expression that nests too deep is refused, whatever nests") {
  const auto* const open = GENERATE("(", "[", "{a: ", "-", "!", "2 ** ", "f(", "a[", "1 + (");
  CAPTURE(open);
  CHECK(messageOf(evalOf(repeated(open, 100'000))) == "the expression nests more than 300 deep");
}

TEST_CASE("an expression that nests as deep as a person could write is evaluated") {
  CHECK(messageOf(evalOf(repeated("(", 100) + "1" + repeated(")", 100))).empty());
  CHECK(messageOf(evalOf(repeated("[", 100) + "1" + repeated("]", 100))).empty());
}

TEST_CASE("a long chain of operators does not nest") {
  CHECK(messageOf(evalOf("0" + repeated(" + 1", 100'000))).empty());
  CHECK(messageOf(evalOf("true" + repeated(" && true", 100'000))).empty());
  CHECK(messageOf(evalOf("x" + repeated("[0]", 100'000))) == "unknown context value x");
}

TEST_CASE("a template that nests too deep is refused") {
  Value lists("${x}");
  Value operators("${x}");
  for (int i = 0; i < 100'000; ++i) {
    lists = Value::list({lists});
    operators = Value::map({{"$if", Value("true")}, {"then", operators}});
  }
  CHECK(messageOf(lists) == tooDeep);
  CHECK(messageOf(operators) == tooDeep);
}

TEST_CASE("a function of the host that calls itself through templates ends") {
  jsone::Scope scope;
  const jsone::Template source(Value::map({{"$eval", Value("again()")}}));
  scope.set("again", jsone::Function(
                         [&](const jsone::Call& call) { return call.evaluation.evaluate(source, scope); }));
  try {
    jsone::Evaluation().evaluate(source, scope);
    FAIL("no error");
  } catch (const jsone::Error& error) {
    CHECK(error.message == tooDeep);
  }
}

TEST_CASE("a value that is made deeper and deeper is refused at the end, and goes away") {
  CHECK(errorOf("{$reduce: {$eval: 'range(0, 100000)'}, 'each(a, x)': [{$eval: a}], initial: []}").message ==
        tooDeep);
}

TEST_CASE("deep values are compared, written and joined within the depth") {
  const std::string deep =
      "{$let: {d: {$reduce: {$eval: 'range(0, 100000)'}, 'each(a, x)': {k: [{$eval: a}]}, initial: []}}, "
      "in: ";
  CHECK(evaluate(deep + "{$eval: 'd == [d]'}}") == Value(false));
  CHECK(errorOf(deep + "{$eval: '[d] == [d]'}}").message == tooDeep);
  CHECK(errorOf(deep + "{$json: {$eval: d}}}").message == tooDeep);
  CHECK(errorOf(deep + "{$mergeDeep: [{$eval: d}, {$eval: d}]}}").message == tooDeep);
  CHECK(errorOf(
            "{$flattenDeep: {$reduce: {$eval: 'range(0, 100000)'}, 'each(a, x)': [{$eval: a}], initial: []}}")
            .message == tooDeep);
}

TEST_CASE("lists of many items are refused before they are made") {
  CHECK(errorOf("{$eval: 'range(0, 1000000000000)'}").message == tooMuch);
  CHECK(errorOf("{$eval: 'range(0, 10 ** 300)'}").message == tooMuch);
  CHECK(errorOf("{$eval: 'range(0, 1, 1 / 10 ** 300)'}").kind == "BuiltinError");
}

TEST_CASE("a text that doubles again and again is refused") {
  const auto doubled = [](const std::string& step) {
    return errorOf("{$reduce: {$eval: 'range(0, 100)'}, 'each(a, x)': " + step + ", initial: abc}", "", small)
        .message;
  };
  CHECK(doubled("{$eval: a + a}") == smallTooMuch);
  CHECK(doubled("'${a}${a}'") == smallTooMuch);
  CHECK(doubled("{$eval: 'join([a, a], a)'}") == smallTooMuch);
}

TEST_CASE("a list that holds itself twice again and again is refused, however little memory it takes") {
  const std::string twice =
      "{$reduce: {$eval: 'range(0, 100)'}, 'each(a, x)': {$eval: '[a, a]'}, initial: abc}";
  CHECK(errorOf(twice, "", small).message == smallTooMuch);
  CHECK(errorOf("{$flattenDeep: " + twice + "}", "", small).message == smallTooMuch);
  CHECK(errorOf("{$json: " + twice + "}", "", small).message == smallTooMany);
  CHECK(errorOf("{$let: {a: " + twice + ", b: " + twice + "}, in: {$eval: a == b}}", "", small).message ==
        smallTooMany);
}

TEST_CASE("maps merged with themselves again and again are refused") {
  CHECK(errorOf("{$reduce: {$eval: 'range(0, 100)'}, 'each(a, x)': {$mergeDeep: [{$eval: a}, {$eval: a}]}, "
                "initial: {k: [1]}}",
                "", small)
            .message == smallTooMuch);
}

TEST_CASE("loops inside loops are refused after so many steps") {
  CHECK(errorOf("{$map: {$eval: 'range(0, 10000)'}, 'each(x)': {$map: {$eval: 'range(0, 10)'}, 'each(y)': "
                "{$if: 'false'}}}",
                "", small)
            .message == smallTooMany);
}

TEST_CASE("work that makes nothing counts too") {
  const auto repeatedly = [](const std::string& expression) {
    return errorOf(
               "{$let: {t: {$eval: 'join(range(0, 30000), \"-\")'}, n: {$eval: 'range(0, 30000)'}}, in: "
               "{$map: {$eval: 'range(0, 3000)'}, 'each(x)': {$if: '" +
                   expression + "'}}}",
               "", small)
        .message;
  };
  CHECK(repeatedly("\"no\" in t") == smallTooMany);
  CHECK(repeatedly("len(t) == 0") == smallTooMany);
  CHECK(repeatedly("t[5] == 1") == smallTooMany);
  CHECK(repeatedly("t + \"\" == \"\"") == smallTooMuch);
  CHECK(repeatedly("[n] == [n, 1][0:1]") == smallTooMany);
  CHECK(repeatedly("\"x\" in n") == smallTooMany);
}

TEST_CASE("a value that a function of the host would get is measured first") {
  jsone::Scope scope;
  scope.set("f", jsone::Function([](const jsone::Call&) { return Value(1); }));
  CHECK(errorOf("{$let: {a: {$reduce: {$eval: 'range(0, 100)'}, 'each(a, x)': {$eval: '[a, a]'}, initial: "
                "1}}, in: {$eval: f(a)}}",
                scope, small)
            .message == smallTooMuch);
  CHECK(errorOf("{$let: {a: {$reduce: {$eval: 'range(0, 1000)'}, 'each(a, x)': {$eval: '[a]'}, initial: 1}}, "
                "in: {$eval: f(a)}}",
                scope)
            .message == tooDeep);
}

TEST_CASE("all that one evaluation evaluates counts together") {
  jsone::Evaluation evaluation({.steps = 500});
  const jsone::Template source(
      evaluating::read("{$map: {$eval: 'range(0, 200)'}, 'each(x)': {$eval: x}}", 1));
  CHECK(evaluation.evaluate(source, jsone::Scope()).size() == 200);
  CHECK_THROWS_AS(evaluation.evaluate(source, jsone::Scope()), jsone::Error);
}

TEST_CASE("an error of a bound tells where the template was") {
  const auto error = errorOf("a:\n  b:\n    $eval: range(0, 10 ** 9)\n");
  CHECK(error.text() == std::string("InterpreterError at template.a.b: ") + tooMuch);
  CHECK(error.origin.line == 3);
}
