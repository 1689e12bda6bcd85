// Numbers, texts and times of the language where the specification's cases say too little.
#include "evaluating.h"

using evaluating::errorOf;
using evaluating::evaluate;
using evaluating::shown;

namespace {

std::string eval(const std::string& expression, std::string_view variables = "") {
  return shown("{$eval: \"" + expression + "\"}", variables);
}

std::string text(const std::string& number) { return std::string(evaluate("'${" + number + "}'").string()); }

}  // namespace

TEST_CASE("a number becomes text as JavaScript prints it") {
  CHECK(text("1.10") == "1.1");
  CHECK(text("100.0") == "100");
  CHECK(text("0.1 + 0.2") == "0.30000000000000004");
  CHECK(text("10 ** 20") == "100000000000000000000");
  CHECK(text("10 ** 21") == "1e+21");
  CHECK(text("1.5 * 10 ** 22") == "1.5e+22");
  CHECK(text("1 / 1000000") == "0.000001");
  CHECK(text("-1.5 / 10000000") == "-1.5e-7");
  CHECK(text("123456.789") == "123456.789");
  CHECK(text("-0.5") == "-0.5");
}

TEST_CASE("whole numbers are exact within 64 bits, and become doubles beyond") {
  CHECK(eval("9007199254740993 + 2") == "9007199254740995");
  CHECK(eval("9223372036854775807 - 1") == "9223372036854775806");
  CHECK(eval("9223372036854775807 + 9223372036854775807 > 9223372036854775807") == "true");
  CHECK(text("9223372036854775807 * 10") == "92233720368547760000");
  CHECK(eval("-(-9223372036854775807 - 1) > 0") == "true");
  CHECK(eval("abs(-9223372036854775807 - 1) > 0") == "true");
  CHECK(eval("(-9223372036854775807 - 1) / -1 > 0") == "true");
  CHECK(eval("7 / 2") == "3.5");
  CHECK(eval("typeof(6 / 2) + str(6 / 2)") == "number3");
}

TEST_CASE("a result that is no finite number is an error") {
  CHECK(errorOf("{$eval: '10 ** 400'}").text() == "InterpreterError: the result of ** is no finite number");
  CHECK(errorOf("{$eval: '(10 ** 300) * (10 ** 300)'}").message == "the result of * is no finite number");
  CHECK(errorOf("{$eval: sqrt(-1)}").message == "the result of sqrt is no finite number");
  CHECK(errorOf("{$eval: number('12 apples')}").text() == "BuiltinError: number: '12 apples' is no number");
}

TEST_CASE("number reads what JavaScript's Number does") {
  CHECK(eval("[number(' 12 '), number('1e3'), number('.5'), number('5.'), number('0x1F')]") ==
        "[12, 1000, 0.5, 5, 31]");
  CHECK(eval("[number(''), number('0b101'), number('0o17'), number('+7'), number('1.10')]") ==
        "[0, 5, 15, 7, 1.1]");
  for (const auto* const wrong : {"1_000", "0x", "--1", "1e", "Infinity", "nan", "+-1", "- 1", "1 2"}) {
    CAPTURE(wrong);
    CHECK(errorOf("{$eval: \"number('" + std::string(wrong) + "')\"}").kind == "BuiltinError");
  }
}

TEST_CASE("texts count by characters, not bytes") {
  CHECK(eval("len(t)", "t: 'a☃😀'") == "3");
  CHECK(eval("[t[-1], t[1:], t[0:2], split(t, '')]", "t: 'a☃😀'") == "[😀, ☃😀, a☃, [a, ☃, 😀]]");
  CHECK(eval("split('a--b-c', '--')") == "[a, b-c]");
  CHECK(eval("'☃' in t", "t: 'a☃😀'") == "true");
}

TEST_CASE("texts are ordered by code points") {
  CHECK(shown("{$sort: ['😀', '\\uFF5E', b, A]}") != "");
  CHECK(shown("{$sort: {$eval: t}}", "t: [\"\\U0001F600\", \"\\uFF5E\", b, A]") == "[A, b, ～, 😀]");
}

TEST_CASE("upper and lower case are those of Unicode, one character for one") {
  CHECK(eval("[uppercase(t), lowercase(t)]", "t: 'Straße Ünü Ωж'") == "[STRAßE ÜNÜ ΩЖ, straße ünü ωж]");
}

TEST_CASE("strip takes all white space of Unicode") {
  CHECK(shown("{$eval: 'strip(t) + \"|\" + lstrip(t) + \"|\" + rstrip(t)'}",
              "t: \"\\u00a0\\u2003x\\ufeff\\n\"") ==
        shown("{$eval: t}", "t: \"x|x\\ufeff\\n|\\u00a0\\u2003x\""));
}

TEST_CASE("join takes what has a text, and null as nothing") {
  CHECK(eval("join(['a', null, 1.50, true], '-')") == "a--1.5-true");
  CHECK(errorOf("{$eval: \"join([{}], '-')\"}").message == "invalid arguments to builtin: join");
  CHECK(errorOf("{$eval: \"join([[1]], '-')\"}").message == "invalid arguments to builtin: join");
}

TEST_CASE("$sort keeps the order of what is equal") {
  CHECK(shown("{$sort: [{k: 1, m: a}, {k: 0, m: b}, {k: 1, m: c}, {k: 0, m: d}], by(x): x.k}") ==
        "[{k: 0, m: b}, {k: 0, m: d}, {k: 1, m: a}, {k: 1, m: c}]");
}

TEST_CASE("$json writes one form: keys sorted, numbers and escapes as JSON.stringify") {
  CHECK(shown("{$json: {b: [1.0, 1.50, 1e21, null, true], a: \"\\\"\\\\\\t\\x01ü/\"}}") ==
        shown("{$eval: t}", "t: '{\"a\":\"\\\"\\\\\\t\\u0001ü/\",\"b\":[1,1.5,1e+21,null,true]}'"));
}

TEST_CASE("time is there only where a scope gives it") {
  CHECK(errorOf("{$fromNow: 1 day}").text() ==
        "TemplateError: $fromNow needs a reference time: `now` is not set here, and there is no text in "
        "`from`");
  CHECK(errorOf("{$eval: fromNow('1 day')}").text() ==
        "BuiltinError: fromNow needs a reference time: `now` is not set here");
  CHECK(errorOf("{$eval: now}").message == "unknown context value now");
}

TEST_CASE("a time is moved by a span") {
  const auto from = [](const std::string& span, const std::string& reference) {
    return std::string(evaluate("{$fromNow: '" + span + "', from: '" + reference + "'}").string());
  };
  CHECK(from("1 day", "2024-02-28") == "2024-02-29T00:00:00.000Z");
  CHECK(from("-1 day", "2024-03-01T00:00:00Z") == "2024-02-29T00:00:00.000Z");
  CHECK(from("", "2024-03-01T01:30:00.5+02:00") == "2024-02-29T23:30:00.500Z");
  CHECK(from("", "2024-03-01T01:30-02:30") == "2024-03-01T04:00:00.000Z");
  CHECK(from("1 YEAR 2Mo", "2024-03-01") == "2025-04-30T00:00:00.000Z");
  CHECK(from("90 s", "1969-12-31T23:59:00Z") == "1970-01-01T00:00:30.000Z");
}

TEST_CASE("what is no time or no span is told") {
  const auto error = [](const std::string& span, const std::string& reference) {
    return errorOf("{$fromNow: '" + span + "', from: '" + reference + "'}").message;
  };
  for (const auto* const wrong :
       {"2024-02-30", "2024-13-01", "24-01-01", "2024-01-01T24:00Z", "2024-01-01T00:60Z", "soon",
        "2024-01-01T", "2024-01-01Z", "2024-01-01T00:00:00+2", "-024-01-01", "2024-01-01x"}) {
    CHECK(error("1 day", wrong) ==
          "'" + std::string(wrong) + "' is no time such as 2017-01-19T16:27:20.974Z");
  }
  for (const auto* const wrong :
       {"1", "day", "1 s 1 y", "1 day 1 day", "1.5 days", "- - 1 day", "1 fortnight"}) {
    CHECK(error(wrong, "2024-01-01") == "String: '" + std::string(wrong) + "' isn't a time expression");
  }
  CHECK(error("9000 years", "2024-01-01") == "'9000 years' from 2024-01-01 lies outside the years 0 to 9999");
  CHECK(error(std::string(400, '9') + " years", "2024-01-01").ends_with("isn't a time expression"));
  CHECK(error("-99999999999999999999 days", "2024-01-01").ends_with("lies outside the years 0 to 9999"));
}
