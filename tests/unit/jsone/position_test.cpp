// The place of a fault inside its string, where the line shows it.
#include "evaluating.h"

namespace jsone = aictl::jsone;

namespace {

// `line:column` of the fault in the template.
std::string position(std::string_view source, std::string_view variables = "") {
  aictl::Sources sources;
  sources.add("template.yaml", std::string(source));
  const auto origin = evaluating::errorOf(source, variables).position(sources);
  return std::to_string(origin.line) + ":" + std::to_string(origin.column);
}

}  // namespace

TEST_CASE("a fault in a plain string is told at its character") {
  CHECK(position("a: {$eval: 1 + x}") == "1:16");
  CHECK(position("a: b\nc: d-${x}-${\n", "x: 1") == "2:13");
  CHECK(position("a: {$eval: x.y.z}", "x: {y: {}}") == "1:15");
}

TEST_CASE("a fault in a quoted string is told at its character, behind the quote") {
  CHECK(position("a: {$eval: '1 + x'}") == "1:17");
  CHECK(position("a: {$eval: \"1 + 'ü' + x\"}") == "1:15");
  CHECK(position("a: {$eval: \"'ü' + x\"}") == "1:19");
}

TEST_CASE("where escapes or folding move the text, a fault is told at the string's beginning") {
  CHECK(position("a: {$eval: '''q'' + x'}") == "1:12");
  CHECK(position("a:\n  $eval: >-\n    1 +\n    x\n") == "2:10");
  CHECK(position("a: \"\\u0041${x}\"") == "1:4");
}

TEST_CASE("a fault in a part of a string, a call and a slice has its own character") {
  CHECK(position("a: {$eval: 'len(1)'}") == "1:13");
  CHECK(position("a: {$eval: 'x[0] + x[9]'}", "x: [1]") == "1:21");
  CHECK(position("a: {$eval: 'len(x) + (1 - true)'}", "x: a") == "1:25");
}

TEST_CASE("where the text of the source is not at hand, the place is that of the string") {
  const auto error = evaluating::errorOf("a: {$eval: 1 + x}");
  CHECK(error.before == "1 + ");
  CHECK(error.position(aictl::Sources()) == error.origin);
}
