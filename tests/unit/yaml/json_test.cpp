#include "core/yaml/json.h"

#include <limits>

#include "catch.h"

using aictl::ExitCode;
using aictl::Value;
using aictl::yaml::readJson;
using aictl::yaml::writeJson;

namespace {

Value json(std::string_view text) {
  auto result = readJson(text);
  REQUIRE(result);
  return *result;
}

std::string fault(std::string_view text, std::size_t depth = 500) {
  auto result = readJson(text, depth);
  REQUIRE_FALSE(result);
  CHECK(result.failure().code == ExitCode::badInput);
  REQUIRE(result.failure().findings.size() == 1);
  return result.failure().findings.front().message;
}

}  // namespace

TEST_CASE("JSON is read with all its kinds, in its order") {
  const Value value = json(R"({"b": [1, -2.5, "x", true, null], "a": {}})");
  CHECK(value == Value::map({{"b", Value::list({1, -2.5, "x", true, nullptr})}, {"a", Value::map()}}));
  CHECK(value.entries()[0].key.string() == "b");
  CHECK(value.find("a")->writtenEmpty());
}

TEST_CASE("JSON numbers keep their text, and are integers where int64 holds them") {
  CHECK(json("9223372036854775807").integer() == std::numeric_limits<std::int64_t>::max());
  CHECK(json("-9223372036854775808").integer() == std::numeric_limits<std::int64_t>::min());
  CHECK(json("9223372036854775808").kind() == Value::Kind::number);
  for (const std::string text :
       {"9223372036854775808", "123456789012345678901234567890", "1.10", "1e3", "1.0"}) {
    CHECK(json(text).kind() == Value::Kind::number);
    CHECK(json(text).scalarText() == text);
    CHECK(writeJson(json(text)) == text);
  }
}

TEST_CASE("of a JSON key that stands twice the last value counts, as with API servers") {
  CHECK(json(R"({"a": 1, "b": 2, "a": 3})") == Value::map({{"a", 3}, {"b", 2}}));
}

TEST_CASE("a fault in JSON is told with its byte, and without the text, which may be secret") {
  CHECK(fault(R"({"token": "hunter2", oops})") ==
        "not JSON at byte 22: while parsing object key - invalid literal");
  CHECK(fault(R"({"password": "hunter2)") ==
        "not JSON at byte 22: while parsing value - invalid string: missing closing quote");
  CHECK(fault("[1, 2") == "not JSON at byte 6: while parsing array - unexpected end of input; expected ']'");
  CHECK(fault("").starts_with("not JSON at byte 1"));
  CHECK(fault("{} {}").starts_with("not JSON at byte 4"));
  CHECK(fault("\"\xFF\"").find("ill-formed UTF-8") != std::string::npos);
  CHECK(fault("1e999") == "not JSON at byte 5: a number is too large");
}

TEST_CASE("JSON deeper than the bound is refused, 100,000 levels too") {
  CHECK(readJson("[[[]]]", 3));
  CHECK(fault("[[[[]]]]", 3) == "objects and arrays are nested deeper than 3 levels");
  CHECK(fault(std::string(100'000, '[')) == "objects and arrays are nested deeper than 500 levels");
}

TEST_CASE("JSON is written on one line, or indented as kubectl does") {
  const Value value =
      Value::map({{"a", Value::list({1, Value::map({{"b", nullptr}})})}, {"c", Value::map()}});
  CHECK(writeJson(value) == R"({"a":[1,{"b":null}],"c":{}})");
  CHECK(writeJson(value, 2) == R"({
  "a": [
    1,
    {
      "b": null
    }
  ],
  "c": {}
})");
}

TEST_CASE("any string becomes valid JSON, and what is not UTF-8 the replacement character") {
  CHECK(writeJson(Value("a\"b\\c\n\t\x01\x7F\u2028é😀")) == "\"a\\\"b\\\\c\\n\\t\\u0001\x7F\u2028é😀\"");
  CHECK(writeJson(Value("a\xFF\xC3(\xED\xA0\x80")) == "\"a\uFFFD\uFFFD(\uFFFD\uFFFD\uFFFD\"");
  CHECK(writeJson(Value(std::string_view("\0", 1))) == "\"\\u0000\"");
  CHECK(writeJson(Value::map({{"é\n", 1}})) == "{\"é\\n\":1}");
}

TEST_CASE("a boolean is written in JSON's form, whatever its text") {
  CHECK(writeJson(Value::booleanWithText(true, "True")) == "true");
}

TEST_CASE("numbers that JSON cannot write as they stand are written in a form that it can") {
  CHECK(writeJson(Value::integerWithText(12, "012")) == "12");
  CHECK(writeJson(Value::integerWithText(31, "0x1F")) == "31");
  CHECK(writeJson(Value::numberWithText(0.5, ".5")) == "0.5");
  CHECK(writeJson(Value::numberWithText(1.5, "+1.5")) == "1.5");
  CHECK(writeJson(Value(std::numeric_limits<double>::infinity())) == "null");
  CHECK(writeJson(Value(std::numeric_limits<double>::quiet_NaN())) == "null");
}
