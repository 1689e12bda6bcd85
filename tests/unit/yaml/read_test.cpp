#include <cmath>
#include <limits>

#include "reading.h"

using aictl::Origin;
using aictl::Value;

namespace {

Value scalar(std::string_view text) { return aictl::yaml::readScalar(text, {}); }

}  // namespace

TEST_CASE("unquoted scalars are of the types of YAML 1.2's core schema") {
  for (const auto* text : {"~", "null", "Null", "NULL", ""}) CHECK(scalar(text).isNull());
  for (const auto* text : {"true", "True", "TRUE"}) CHECK(scalar(text) == Value(true));
  for (const auto* text : {"false", "False", "FALSE"}) CHECK(scalar(text) == Value(false));
  CHECK(scalar("0") == Value(0));
  CHECK(scalar("-12") == Value(-12));
  CHECK(scalar("0o17") == Value(15));
  CHECK(scalar("0x1F") == Value(31));
  CHECK(scalar("1.5").number() == 1.5);
  CHECK(scalar(".5").number() == 0.5);
  CHECK(scalar("1.").number() == 1.0);
  CHECK(scalar("1e3").number() == 1000.0);
  CHECK(scalar("-1.5E-2").number() == -0.015);
  CHECK(scalar(".inf").number() == std::numeric_limits<double>::infinity());
  CHECK(scalar("-.INF").number() == -std::numeric_limits<double>::infinity());
  CHECK(std::isnan(scalar(".NaN").number()));
}

TEST_CASE("what only YAML 1.1 took for something else is a string") {
  for (const auto* text :
       {"on",         "off",  "yes",   "No",  "y",     "N",   "12:30", "12:30:45", "1_000", "0b101",
        "2001-01-01", "tRUE", "nULL",  "0o8", "0xg",   "0x",  "0o",    "1e",       "e3",    "+",
        "-",          ".",    "1.2.3", "--1", "+.nan", "1 2", "0x-1",  "=",        "~a"}) {
    INFO(text);
    CHECK(scalar(text) == Value(text));
  }
}

TEST_CASE("digits after a 0 are octal, as all that read Kubernetes manifests take them") {
  CHECK(scalar("0400") == Value(256));
  CHECK(scalar("-012") == Value(-10));
  CHECK(scalar("+012") == Value(10));
  CHECK(scalar("00") == Value(0));
  CHECK(scalar("089") == Value(89));
  CHECK(scalar("0777777777777777777777") == Value(std::numeric_limits<std::int64_t>::max()));
  CHECK(scalar("07777777777777777777777").number() == 7777777777777777777777.0);
}

TEST_CASE("booleans keep the text that they were written with") {
  for (const auto* text : {"true", "True", "TRUE", "false", "False", "FALSE"}) {
    CHECK(scalar(text).isBoolean());
    CHECK(scalar(text).scalarText() == text);
  }
}

TEST_CASE("numbers keep the text that they were written with") {
  for (const auto* text : {"012", "+5", "0x1F", "0o17", "-0", "00"}) {
    CHECK(scalar(text).isInteger());
    CHECK(scalar(text).scalarText() == text);
  }
  for (const auto* text : {"1.10", "1.0", "1e3", "+.5", ".inf"}) {
    CHECK(scalar(text).kind() == Value::Kind::number);
    CHECK(scalar(text).scalarText() == text);
  }
}

TEST_CASE("whole numbers beyond int64 are numbers with their text") {
  CHECK(scalar("9223372036854775807").integer() == std::numeric_limits<std::int64_t>::max());
  CHECK(scalar("-9223372036854775808").integer() == std::numeric_limits<std::int64_t>::min());
  for (const auto* text : {"9223372036854775808", "-9223372036854775809", "0xFFFFFFFFFFFFFFFF"}) {
    CHECK(scalar(text).kind() == Value::Kind::number);
    CHECK(scalar(text).scalarText() == text);
  }
  CHECK(scalar("0xFFFFFFFFFFFFFFFF").number() == 18446744073709551615.0);
  CHECK(scalar("1e999").number() == std::numeric_limits<double>::infinity());
  CHECK(scalar("-1e-999").number() == 0.0);
}

TEST_CASE("quoted and block scalars are strings") {
  CHECK(document("[\"1\", '2', \"true\", 'null', \"\"]") == Value::list({"1", "2", "true", "null", ""}));
  CHECK(document("|\n 1\n") == Value("1\n"));
  CHECK(document("a: |\n  x\n   y\n\n  z\nb: >-\n  x\n  y\n\n  z\n") ==
        Value::map({{"a", "x\n y\n\nz\n"}, {"b", "x y\nz"}}));
  CHECK(document("'it''s'") == Value("it's"));
  CHECK(document(R"("a\tb\x41\u00e9\U0001F600\N\_\L\
     c")") == Value("a\tbAé😀\u0085\u00A0\u2028c"));
}

TEST_CASE("a block text at the end of a text without a line end has none either") {
  CHECK(document("a: |\n  x") == Value::map({{"a", "x"}}));
  CHECK(document("a: |\n  x\n") == Value::map({{"a", "x\n"}}));
  CHECK(document("a: >\n  x\n  ") == Value::map({{"a", "x\n"}}));
}

TEST_CASE("every key and value has the place where it stands, in characters") {
  const Value value = document("é: [ä, \"ö\", ü]\nlist:\n- a\n-   b: 😀, 😀 # x\n    c: d\n");
  CHECK(value.origin() == Origin{1, 1, 1});
  CHECK(value.entries()[0].key.origin() == Origin{1, 1, 1});
  const Value& list = value.entries()[0].value;
  CHECK(list.origin() == Origin{1, 4, 1});
  CHECK(list[0].origin() == Origin{1, 5, 1});
  CHECK(list[1].origin() == Origin{1, 8, 1});
  CHECK(list[2].origin() == Origin{1, 13, 1});
  const Value& second = value.entries()[1].value;
  CHECK(second.origin() == Origin{3, 1, 1});
  CHECK(second[0].origin() == Origin{3, 3, 1});
  CHECK(second[1].origin() == Origin{4, 5, 1});
  CHECK(second[1].entries()[0].value.origin() == Origin{4, 8, 1});
  CHECK(second[1].entries()[1].key.origin() == Origin{5, 5, 1});
  CHECK(second[1].entries()[1].value.origin() == Origin{5, 8, 1});
}

TEST_CASE("places are right with line ends of Windows, and the line ends are read as one") {
  const Value value = document("a:\r\n  b: |\r\n    x\r\n    y\r\n  c: \"d\r\n    e\"\r\n");
  CHECK(value == Value::map({{"a", Value::map({{"b", "x\ny\n"}, {"c", "d e"}})}}));
  CHECK(value.find("a")->find("c")->origin() == Origin{5, 6, 1});
}

TEST_CASE("a null that is not written has the place of its key or dash") {
  const Value value = document("a:\n\n# comment\nb:\n-\n# comment\n- c\n-   # d\n");
  CHECK(value.find("a")->isNull());
  CHECK(value.find("a")->origin() == Origin{1, 1, 1});
  CHECK((*value.find("b"))[0].origin() == Origin{5, 1, 1});
  CHECK((*value.find("b"))[2].origin() == Origin{8, 1, 1});
  CHECK(document("- ~\n- null\n")[1].origin() == Origin{2, 3, 1});
  CHECK(document("- - a\n  -")[0][1].origin() == Origin{2, 3, 1});
}

TEST_CASE("a column beyond 65535 stays there") {
  CHECK(document("[" + std::string(70'000, ' ') + "a]")[0].origin() == Origin{1, 65535, 1});
  CHECK(document("[é" + std::string(70'000, 'x') + ", a]")[1].origin() == Origin{1, 65535, 1});
}

TEST_CASE("lists and maps that are written empty are marked") {
  const Value value = document("a: {}\nb: []\nc: {d: e}\n");
  CHECK(value.find("a")->writtenEmpty());
  CHECK(value.find("b")->writtenEmpty());
  CHECK_FALSE(value.find("c")->writtenEmpty());
}

TEST_CASE("keys keep their order, and keys that are no strings become their text") {
  const Value value = document("z: 1\n012: 2\ntrue: 3\n1.10: 4\nnull: 5\n\"q\": 6\n");
  std::string keys;
  for (const auto& entry : value.entries()) keys.append(entry.key.string()).append(" ");
  CHECK(keys == "z 012 true 1.10 null q ");
}

TEST_CASE("JSON is read as YAML, tabs between its tokens included") {
  CHECK(document("{\n\t\"a\":1,\n\t\"b\": [true, null, \"x\\/y\"],\n\t\"c\":\"d\"\n}\n") ==
        Value::map({{"a", 1}, {"b", Value::list({true, nullptr, "x/y"})}, {"c", "d"}}));
}

TEST_CASE("a text can have several documents, of which empty ones are null") {
  aictl::Findings findings;
  const auto documents =
      aictl::yaml::read("# first\na: 1\n---\n---\n- b\n...\n# next\nc\n---\n", 1, findings);
  CHECK(findings.empty());
  CHECK(documents == std::vector<Value>{Value::map({{"a", 1}}), nullptr, Value::list({"b"}), "c", nullptr});
  CHECK(documents[1].origin() == Origin{3, 1, 1});
}

TEST_CASE("a text of nothing, comments or an end mark has no document") {
  for (const auto* text : {"", "\n", "   ", "# only\n\n# comments", "...\n"}) {
    aictl::Findings findings;
    CHECK(aictl::yaml::read(text, 1, findings).empty());
    CHECK(findings.empty());
  }
}

TEST_CASE("where one document is expected, none is null and a second one is told") {
  CHECK(document("# nothing\n").isNull());
  aictl::Findings findings;
  CHECK(aictl::yaml::readDocument("a: 1\n---\nb: 2\n", 1, findings) == Value::map({{"a", 1}}));
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].message == "the text has 2 documents; expected one");
  CHECK(findings[0].origin == Origin{3, 1, 1});
}

TEST_CASE("an alias is the value of its anchor, at the alias's own place") {
  const Value value = document("a: &x {b: 1}\nc: *x\nd: &y text\n*y : e\n");
  CHECK(*value.find("c") == Value::map({{"b", 1}}));
  CHECK(value.find("c")->origin() == Origin{2, 4, 1});
  CHECK(value.find("c")->entries()[0].value.origin() == Origin{1, 11, 1});
  CHECK(*value.find("text") == Value("e"));
}

TEST_CASE("an anchor that is set a second time counts from there on") {
  CHECK(document("[&a 1, *a, &a 2, *a]") == Value::list({1, 1, 2, 2}));
}

TEST_CASE("a merge key takes in maps: own keys win, then the first map that has the key") {
  const Value value = document(
      "base: &base {image: a, workers: 1}\nmore: &more {workers: 2, gpus: 3}\n"
      "one:\n  <<: *base\n  workers: 9\n  name: x\n"
      "two:\n  <<: [*base, *more]\n"
      "three: {<<: {a: 1}, b: 2}\n"
      "four: {\"<<\": text}\n");
  CHECK(*value.find("one") == Value::map({{"image", "a"}, {"workers", 9}, {"name", "x"}}));
  CHECK(value.find("one")->entries()[0].key.string() == "image");
  CHECK(value.find("one")->find("workers")->origin() == Origin{5, 12, 1});
  CHECK(*value.find("two") == Value::map({{"image", "a"}, {"workers", 1}, {"gpus", 3}}));
  CHECK(*value.find("three") == Value::map({{"a", 1}, {"b", 2}}));
  CHECK(*value.find("four") == Value::map({{"<<", "text"}}));
}

TEST_CASE("tags of the core schema set the type") {
  const Value value = document(
      "[!!str 1, !!str , !!int \"12\", !!float 1, !!bool \"true\", !!null \"\", ! 1, !!map {}, !!seq [],"
      " !<tag:yaml.org,2002:str> true]");
  CHECK(value[0] == Value("1"));
  CHECK(value[1] == Value(""));
  CHECK(value[2] == Value(12));
  CHECK(value[3].kind() == Value::Kind::number);
  CHECK(value[4] == Value(true));
  CHECK(value[5].isNull());
  CHECK(value[6] == Value("1"));
  CHECK(value[7].isMap());
  CHECK(value[8].isList());
  CHECK(value[9] == Value("true"));
}

TEST_CASE("a text can declare itself YAML 1.2, and is warned when it declares 1.1") {
  CHECK(document("%YAML 1.2\n---\na: yes\n") == Value::map({{"a", "yes"}}));
  CHECK(fault("%YAML 1.1\n---\na: yes\n") ==
        "2:1: warning: '%YAML 1.1' is read as YAML 1.2, where yes, no, on and off are text; remove the "
        "directive");
}

TEST_CASE("a directive inside of a text is part of the text") {
  aictl::Findings findings;
  const auto documents = aictl::yaml::read("a: |\n  %YAML 1.1\n---\nb: >\n  ...\n---\nc\n", 1, findings);
  CHECK(findings.empty());
  CHECK(documents ==
        std::vector<Value>{Value::map({{"a", "%YAML 1.1\n"}}), Value::map({{"b", "...\n"}}), "c"});
}
