#include "core/base/pattern.h"

#include "catch.h"

using aictl::Pattern;

TEST_CASE("a pattern is found anywhere in a text unless it is anchored") {
  CHECK(Pattern("b+").found("abbc"));
  CHECK_FALSE(Pattern("^b+").found("abbc"));
  CHECK(Pattern("").found(""));
}

TEST_CASE("a dollar is the end of the text, not a line end before it") {
  CHECK(Pattern("^a$").found("a"));
  CHECK_FALSE(Pattern("^a$").found("a\n"));
}

TEST_CASE("patterns know letters of all scripts") {
  CHECK(Pattern("^\\p{L}+$").found("模型"));
  CHECK(Pattern("^.$").found("é"));
}

TEST_CASE("digits and word characters are ASCII, as in JSON Schema's patterns and the API server's") {
  CHECK(Pattern("^\\d+$").found("42"));
  CHECK_FALSE(Pattern("^\\d+$").found("٤٢"));
  CHECK_FALSE(Pattern("^\\w+$").found("é"));
}

TEST_CASE("a broken pattern tells what is wrong and where, and is found nowhere") {
  const Pattern pattern("a(b");
  CHECK(pattern.error().find("missing closing parenthesis at character 4") != std::string::npos);
  CHECK_FALSE(pattern.found("ab"));
}

TEST_CASE("a pattern that would need endless work on a text does not match it") {
  CHECK_FALSE(Pattern("^(a+)+$").found(std::string(60, 'a') + "b"));
}

TEST_CASE("a text that is not UTF-8 matches nothing, and does no harm") {
  CHECK_FALSE(Pattern(".").found("\xff\xfe"));
}
