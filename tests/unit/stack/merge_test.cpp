#include "core/stack/merge.h"

#include "stacking.h"

using namespace aictl;
using stacking::read;

namespace {

std::string merged(std::string_view base, std::string_view over) {
  return stacking::shown(stack::merge(read(base, 1), read(over, 2)));
}

}  // namespace

TEST_CASE("the cases of RFC 7396, appendix A") {
  CHECK(merged(R"({"a":"b"})", R"({"a":"c"})") == "{a: c}");
  CHECK(merged(R"({"a":"b"})", R"({"b":"c"})") == "{a: b, b: c}");
  CHECK(merged(R"({"a":"b"})", R"({"a":null})") == "{}");
  CHECK(merged(R"({"a":"b","b":"c"})", R"({"a":null})") == "{b: c}");
  CHECK(merged(R"({"a":["b"]})", R"({"a":"c"})") == "{a: c}");
  CHECK(merged(R"({"a":"c"})", R"({"a":["b"]})") == "{a: [b]}");
  CHECK(merged(R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})") == "{a: {b: d}}");
  CHECK(merged(R"({"a":[{"b":"c"}]})", R"({"a":[1]})") == "{a: [1]}");
  CHECK(merged(R"(["a","b"])", R"(["c","d"])") == "[c, d]");
  CHECK(merged(R"({"a":"b"})", R"(["c"])") == "[c]");
  CHECK(merged(R"({"a":"foo"})", "null") == "null");
  CHECK(merged(R"({"a":"foo"})", R"("bar")") == "bar");
  CHECK(merged(R"({"e":null})", R"({"a":1})") == "{e: null, a: 1}");
  CHECK(merged("[1,2]", R"({"a":"b","c":null})") == "{a: b}");
  CHECK(merged("{}", R"({"a":{"bb":{"ccc":null}}})") == "{a: {bb: {}}}");
}

TEST_CASE("an empty map changes no map, and takes the place of anything else") {
  CHECK(merged("{a: {b: 1}}", "{a: {}}") == "{a: {b: 1}}");
  CHECK(merged("{a: [1]}", "{a: {}}") == "{a: {}}");
  CHECK(stack::merge(read("{a: 1}"), read("{emptyDir: {}}")).find("emptyDir")->writtenEmpty());
}

TEST_CASE("keys keep their order: those that were there, then new ones") {
  CHECK(merged("{z: 1, a: 2}", "{m: 3, a: 4, b: 5}") == "{z: 1, a: 4, m: 3, b: 5}");
}

TEST_CASE("everything keeps the place that it came from") {
  const Value value = stack::merge(read("{a: {b: 1, c: 2}}", 1), read("{a: {c: 3, d: 4}}", 2));
  const auto fileOf = [&](const char* key) { return find(value, {"a", key})->origin().file; };
  CHECK(fileOf("b") == 1);
  CHECK(fileOf("c") == 2);
  CHECK(fileOf("d") == 2);
  CHECK(value.find("a")->findEntry("d")->key.origin().file == 2);
}

TEST_CASE("neither of the two values is changed") {
  const Value base = read("{a: {b: 1}}");
  const Value over = read("{a: {b: 2}}");
  (void)stack::merge(base, over);
  CHECK(stacking::shown(base) == "{a: {b: 1}}");
  CHECK(stacking::shown(over) == "{a: {b: 2}}");
}
