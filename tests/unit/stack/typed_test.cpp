#include "core/stack/typed.h"

#include "core/stack/literal.h"
#include "stacking.h"

using namespace aictl;
using namespace stacking;

namespace {

/// A text as the schema wants it, on a line.
std::string typedBy(std::string_view schema, std::string_view text) {
  const Value source = read(schema);
  Findings findings;
  const auto loaded = schema::Schema::load(source, source, {}, findings);
  REQUIRE(findings.empty());
  const Value value = stack::typed(text, &loaded.root(), {}, findings);
  CHECK(findings.empty());
  return shown(value);
}

}  // namespace

TEST_CASE("a number or a boolean is one where the schema wants it") {
  CHECK(typedBy("{type: integer}", "8") == "8");
  CHECK(typedBy("{type: number}", "1.5") == "1.5");
  CHECK(typedBy("{type: number}", "2") == "2");
  CHECK(typedBy("{type: boolean}", "true") == "true");
}

TEST_CASE("a string is taken as it is, whatever it looks like") {
  for (const auto* text :
       {"8", "1.10", "true", "null", "~", "0x1F", "[a]", "{a: b}", "#x", "a: b", " ", ""}) {
    INFO(text);
    CHECK(read(typedBy("{type: string}", text)) == Value(std::string_view(text)));
  }
}

TEST_CASE("of a number or a string it is a number where it can be one") {
  CHECK(typedBy("{type: [string, number]}", "2") == "2");
  CHECK(typedBy("{type: [string, number]}", "16Gi") == "16Gi");
  CHECK(typedBy("{type: [string, number]}", "1.10") == "1.10");
}

TEST_CASE("where a string is wanted too, what YAML would write otherwise is one") {
  for (const auto* text : {"010", "+5", "0x1F", "-0", "1e999", "TRUE", "False"}) {
    INFO(text);
    CHECK(read(typedBy("{type: [string, number, boolean]}", text)) == Value(std::string_view(text)));
  }
  CHECK(typedBy("{type: integer}", "010") == "8");  // as in a file
}

TEST_CASE("what does not fit stays a string, for the check to tell") {
  CHECK(typedBy("{type: integer}", "many") == "many");
  CHECK(typedBy("{type: boolean}", "yes") == R"("yes")");
  CHECK(typedBy("{type: integer}", "1.5") == R"("1.5")");
}

TEST_CASE("a list or map is read as YAML where the schema takes one") {
  CHECK(typedBy("{type: array}", "[a, 1]") == "[a, 1]");
  CHECK(typedBy("{type: object, additionalProperties: true}", "{a: [1, null]}") == "{a: [1, null]}");
}

TEST_CASE("a scalar where the schema wants an object with a short form is what that wants") {
  constexpr auto schema =
      "{type: object, x-short: count, properties: {count: {type: integer}, vendor: {type: string}}}";
  CHECK(typedBy(schema, "2") == "2");
  CHECK(typedBy(schema, "{vendor: amd}") == "{vendor: amd}");
}

TEST_CASE("without a schema a text is what YAML reads") {
  Findings findings;
  CHECK(shown(stack::typed("8", nullptr, {}, findings)) == "8");
  CHECK(shown(stack::typed("a: b", nullptr, {}, findings)) == R"("a: b")");
  CHECK(shown(stack::typed("{a: b}", nullptr, {}, findings)) == "{a: b}");
  CHECK(stack::typed("null", nullptr, {}, findings).isNull());
  CHECK(findings.empty());
}

TEST_CASE("everything in a value of the command line stands at its option") {
  Findings findings;
  const Origin option{0, 0, 5};
  const Value value = stack::typed("{a: [1, {b: c}], d: {}}", nullptr, option, findings);
  CHECK(value.origin() == option);
  CHECK(value.findEntry("a")->key.origin() == option);
  CHECK((*value.find("a"))[1].find("b")->origin() == option);
  CHECK(value.find("d")->origin() == option);
  CHECK(value.find("d")->writtenEmpty());
}

TEST_CASE("YAML that does not end is told at its option") {
  Findings findings;
  (void)stack::typed("{a: ", nullptr, {0, 0, 5}, findings);
  REQUIRE_FALSE(findings.empty());
  CHECK(findings.front().origin == Origin{0, 0, 5});
}

TEST_CASE("a literal comes out of evaluation as it went in") {
  for (const auto* text : {"plain", "'${a}'", "'$${a}'", "'$$${a}'", "'a ${b} c $${d}'", "{'${k}': 1}",
                           "{$eval: x}", "{$$eval: x}", "{$if: x, then: y}", "[{$map: [1], each(x): '${x}'}]",
                           "{}", "[]", "5", "{a: {$$$b: '$c'}}", "{'$': 1}", "{'$${a}': 1}"}) {
    INFO(text);
    const Value value = read(text);
    jsone::Scope scope;
    CHECK(jsone::Evaluation().evaluate(jsone::Template(stack::literal(value)), scope) == value);
  }
}
