#include "core/jsone/syntax_trees.h"

#include <algorithm>
#include <array>
#include <span>

#include "catch.h"
#include "core/jsone/jsone.h"
#include "core/jsone/parser.h"

using namespace aictl;

namespace {

struct ParsedAhead {
  explicit ParsedAhead(const Value& values) : bytes(jsone::encodeTrees(std::array{values})), trees(bytes) {}
  ParsedAhead(const ParsedAhead&) = delete;
  ParsedAhead& operator=(const ParsedAhead&) = delete;

  std::string bytes;
  jsone::SyntaxTrees trees;
};

bool isAlike(const jsone::ParsedExpression& a, const jsone::ParsedExpression& b) {
  const auto sameConstant = [](const Value& one, const Value& other) {
    return one == other && one.kind() == other.kind() && one.origin() == other.origin();
  };
  return a.root == b.root && std::ranges::equal(a.constants, b.constants, sameConstant) &&
         std::ranges::equal(std::as_bytes(std::span(a.nodes)), std::as_bytes(std::span(b.nodes)));
}

}  // namespace

TEST_CASE("an expression that was parsed ahead has the tree that parsing gives") {
  const auto* const text =
      GENERATE("a.b", "a . b", "a[1:]", "a[:len(b)]", "x[0]['key']", "f(1, 2.5, 'three')(4)", "!(f(x))",
               "-1 + 2 * 3 ** 4 ** 5", "a && b || c && !d", "[1, null, true, false, 'x']",
               "{a: 1, 'b c': {d: [e]}, a: 2}", "\"quotes\" + 'quotes'", "1.5 < 9007199254740993", "x in y",
               "matches(given.text, '^[a-z]$')", "'' == 'é'");
  const Value source(text, {.line = 7, .column = 3, .file = 2});
  const ParsedAhead ahead(Value::list({Value(text)}));
  const auto found = ahead.trees.find(source);
  REQUIRE(found);
  CHECK(isAlike(*found, jsone::parseExpression(source)));
  CHECK(found->source.origin() == source.origin());
}

TEST_CASE("expressions are found in keys and values, however deep") {
  const ParsedAhead ahead(
      Value::map({{"$switch", Value::map({{"a == 1", Value::list({Value::map({{"$eval", "f(x)"}})})}})}}));
  CHECK(ahead.trees.find("a == 1"));
  CHECK(ahead.trees.find("f(x)"));
}

TEST_CASE("what was not parsed ahead is not found") {
  const ParsedAhead ahead(Value::list({"a + b", "name", "no expression", "a +", 12, ""}));
  const auto* const text = GENERATE("a + c", "a +b", "name", "no expression", "a +", "", "a + b + c");
  CHECK(!ahead.trees.find(text));
  CHECK(ahead.trees.find("a + b"));
}

TEST_CASE("no trees at all find nothing") { CHECK(!ParsedAhead(Value()).trees.find("a + b")); }

TEST_CASE("many expressions do not hide each other") {
  Value list = Value::list();
  for (int i = 0; i < 500; ++i) list.push(Value("value" + std::to_string(i) + " + " + std::to_string(i)));
  const ParsedAhead ahead(list);
  for (const Value& text : list.items()) {
    const auto found = ahead.trees.find(text);
    REQUIRE(found);
    REQUIRE(isAlike(*found, jsone::parseExpression(text)));
  }
}

TEST_CASE("a fault in an expression is told alike whether it was parsed ahead or not") {
  const auto* const text = GENERATE("a.b.c", "a.b + 1", "a.b(1)", "a[0]", "missing + 1", "len(a, 2)", "a +");
  const Value source = Value::map({{"key", Value::map({{"$eval", Value(text, {.line = 2, .column = 8})}})}});
  const ParsedAhead ahead(source);
  jsone::Scope scope;
  scope.set("a", Value::map({{"b", "text"}}));
  const auto fault = [&](const jsone::SyntaxTrees* trees) -> std::pair<std::string, std::string> {
    try {
      (void)jsone::Evaluation().evaluate(jsone::Template(source, trees), scope);
    } catch (const jsone::Error& error) {
      CHECK(error.origin == Origin{.line = 2, .column = 8});
      return {error.text(), error.before};
    }
    return {};
  };
  CHECK(!fault(nullptr).first.empty());
  CHECK(fault(&ahead.trees) == fault(nullptr));
}
