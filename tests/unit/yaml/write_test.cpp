#include <limits>

#include "reading.h"

using aictl::Origin;
using aictl::Value;
using aictl::yaml::write;
using aictl::yaml::writeInline;

TEST_CASE("values are written in block style, as a person would") {
  const Value value = document(
      "{apiVersion: v1, metadata: {name: a, labels: {}, annotations: {k: 'v'}}, spec: {command: [python, "
      "train.py, "
      "--epochs, \"10\"], containers: [{name: x, ports: [{port: 80}], args: []}, {name: z}], matrix: [[1, "
      "2], [3]], "
      "none: null, yes: true, f: 1.10}}");
  CHECK(write(value) == R"(apiVersion: v1
metadata:
  name: a
  labels: {}
  annotations:
    k: v
spec:
  command:
  - python
  - train.py
  - --epochs
  - "10"
  containers:
  - name: x
    ports:
    - port: 80
    args: []
  - name: z
  matrix:
  - - 1
    - 2
  - - 3
  none: null
  "yes": true
  f: 1.10
)");
}

TEST_CASE("documents are separated by three dashes") {
  const std::vector<Value> documents{Value::map({{"a", 1}}), nullptr, "text"};
  CHECK(write(documents) == "a: 1\n---\nnull\n---\ntext\n");
  CHECK(write(std::span<const Value>{}).empty());
}

TEST_CASE("strings that some reader takes for something else are quoted") {
  for (const auto* text : {"yes",
                           "No",
                           "ON",
                           "off",
                           "y",
                           "N",
                           "true",
                           "FALSE",
                           "null",
                           "Null",
                           "~",
                           "tRUE",
                           "12",
                           "-1",
                           "+1",
                           "012",
                           "0o7",
                           "0x1f",
                           "0b1",
                           "1_000",
                           "12:30:45",
                           "190:20:30.15",
                           "1e3",
                           "1e_3",
                           ".5",
                           "1.",
                           "-.5",
                           "+.inf",
                           ".nan",
                           ".INF",
                           "2001-01-01",
                           "2001-1-1 10:00:00",
                           "2001-12-14t21:59:43.10-05:00",
                           "=",
                           "<<",
                           "",
                           "._"}) {
    INFO(text);
    CHECK(write(Value(text)) == '"' + std::string(text) + "\"\n");
    CHECK(write(Value::map({{text, 1}})) == '"' + std::string(text) + "\": 1\n");
  }
}

TEST_CASE("strings that no reader takes for something else are not quoted") {
  for (const auto* text : {"a",
                           "tensorflow/tensorflow:2.8.0-gpu",
                           "1.2.3",
                           "2.8.0-gpu",
                           "--epochs",
                           "-v",
                           "/v1/models:predict",
                           "http://a.b/c?d=e&f#g",
                           "a b",
                           "100Gi",
                           "500m",
                           "1d2h",
                           "x,y",
                           "it's",
                           "say \"x\"",
                           "a{b}",
                           "${x}",
                           "é",
                           "漢字",
                           "a:b",
                           "a#b",
                           "nvidia.com/gpu",
                           "192.168.5.0/24",
                           "12ab",
                           "yesno",
                           ".gitignore",
                           "C:\\x"}) {
    INFO(text);
    CHECK(write(Value(text)) == std::string(text) + "\n");
    CHECK(document(text) == Value(text));
  }
}

TEST_CASE("strings with a meaning in YAML's syntax are quoted, in the quotes that need no escapes") {
  for (const auto* text :
       {"- a", "-", "? a", ": a", "a: b", "a:", "a #b", "#a",  " a",    "a ",  "[a]", "{a}", "&a", "*a",
        "!a",  "|", ">",   "'a'", "%a",   "@a", "`a`",  "---", "--- a", "...", ",a",  "]",   "}"}) {
    INFO(text);
    CHECK(write(Value(text)) == '"' + std::string(text) + "\"\n");
  }
  CHECK(write(Value("\"a\": b")) == "'\"a\": b'\n");
  CHECK(write(Value("\"it's\": \\")) == "'\"it''s\": \\'\n");
}

TEST_CASE(
    "what is not printable is written as an escape, and bytes that are not UTF-8 as the replacement "
    "character") {
  CHECK(write(Value("a\tb")) == "\"a\\tb\"\n");
  CHECK(write(Value("a\r\nb\x01\x7F")) == "\"a\\r\\nb\\x01\\x7f\"\n");
  CHECK(write(Value("\u0085\u2028\u2029\uFEFF\uFFFE")) == "\"\\x85\\u2028\\u2029\\ufeff\\ufffe\"\n");
  CHECK(write(Value(std::string_view("\0", 1))) == "\"\\x00\"\n");
  CHECK(write(Value("a\xFF")) == "\"a\uFFFD\"\n");
}

TEST_CASE("text of several lines is a block, with its line ends kept exactly") {
  CHECK(write(Value::map({{"a", "x\ny\n"}})) == "a: |\n  x\n  y\n");
  CHECK(write(Value::map({{"a", "x\n\ny"}})) == "a: |-\n  x\n\n  y\n");
  CHECK(write(Value::map({{"a", "x\n\n\n"}})) == "a: |+\n  x\n\n\n");
  CHECK(write(Value::map({{"a", "\n x\n"}})) == "a: |2\n\n   x\n");
  CHECK(write(Value::map({{"a", "\tx\n  y\n"}})) == "a: |2\n  \tx\n    y\n");
  CHECK(write(Value::map({{"a", Value::list({"x: 1\n# y\n"})}})) == "a:\n- |\n  x: 1\n  # y\n");
  CHECK(write(Value("x\n---\ny\n")) == "|\n  x\n  ---\n  y\n");
}

TEST_CASE("text of several lines that a block cannot hold is quoted") {
  for (const auto* text : {"\n", "\n\n", "a\n  ", "a\r\nb", " \n \n", "a\n\x01"}) {
    CHECK(write(Value(text)).starts_with('"'));
    CHECK(document(write(Value(text))) == Value(text));
  }
  CHECK(write(Value::map({{"a\nb", 1}})) == "\"a\\nb\": 1\n");
}

TEST_CASE("a key of more than 1000 bytes is written in the form that readers take") {
  const std::string key(1100, 'k');
  CHECK(write(Value::map({{key, Value::map({{"a", 1}, {"b", Value::list({2})}})}, {"z", 1}})) ==
        "? " + key + "\n: a: 1\n  b:\n  - 2\nz: 1\n");
  CHECK(write(Value::list({Value::map({{key, "x\ny\n"}})})) == "- ? " + key + "\n  : |\n    x\n    y\n");
}

TEST_CASE("a boolean is written in its plain form, whatever its text") {
  CHECK(write(Value::booleanWithText(false, "FALSE")) == "false\n");
}

TEST_CASE("numbers are written so that every reader reads the same number") {
  CHECK(write(Value::integerWithText(12, "012")) == "12\n");
  CHECK(write(Value::integerWithText(31, "0x1F")) == "31\n");
  for (const auto* text : {"1.10", "1.0", "-0.5", "1.5e+3", "18446744073709551616"}) {
    CHECK(write(document(text)) == std::string(text) + "\n");
  }
  CHECK(write(document("1e3")) == "1000.0\n");
  CHECK(write(document(".5")) == "0.5\n");
  CHECK(write(document("1.")) == "1.0\n");
  CHECK(write(document("+1.5")) == "1.5\n");
  CHECK(write(document("1e300")) == "1.0e+300\n");
  CHECK(write(document("0xFFFFFFFFFFFFFFFF")) == "18446744073709552000.0\n");
  CHECK(write(Value::numberWithText(0.5, "00.5")) == "0.5\n");
  CHECK(write(Value(std::numeric_limits<double>::infinity())) == ".inf\n");
  CHECK(write(Value(-std::numeric_limits<double>::infinity())) == "-.inf\n");
  CHECK(write(Value(std::numeric_limits<double>::quiet_NaN())) == ".nan\n");
}

TEST_CASE("each written line tells the place that its value came from") {
  const Value value =
      document("spec:\n  image: a\n  args: [x,\n    z]\n  text: |\n    l1\n    l2\n  empty: {}\n");
  const auto lines = aictl::yaml::writeLines(value);
  std::string told;
  for (const auto& line : lines)
    told +=
        std::to_string(line.origin.line) + ":" + std::to_string(line.origin.column) + " " + line.text + "\n";
  CHECK(told == R"(1:1 spec:
2:10   image: a
3:3   args:
3:10   - x
4:5   - z
5:9   text: |
5:9     l1
5:9     l2
8:10   empty: {}
)");
}

TEST_CASE("a line whose value has no place has that of its key") {
  Value map = Value::map();
  map.set(Value("a", Origin{3, 1, 1}), 1);
  map.set(Value("b", Origin{4, 1, 1}),
          Value::list({Value("x"), Value("y", Origin{9, 9, 1})}, Origin{5, 5, 1}));
  const auto lines = aictl::yaml::writeLines(map);
  REQUIRE(lines.size() == 4);
  CHECK(lines[0].origin.line == 3);
  CHECK(lines[1].origin.line == 4);
  CHECK(lines[2].origin.line == 5);
  CHECK(lines[3].origin.line == 9);
}

TEST_CASE("the lines together are what is written as a whole") {
  const Value value = document("a:\n- b\n- c: |\n    d\n\n    e\n");
  std::string text;
  for (const auto& line : aictl::yaml::writeLines(value)) text += line.text + "\n";
  CHECK(text == write(value));
}

TEST_CASE("a value on one line is in brackets, quoted where brackets need it") {
  CHECK(writeInline(document("{a: [1, x, 'a, b', '{c}', 'd?', --e, 'f:g', \"h: i\"], j: {}, k: null}")) ==
        R"({a: [1, x, "a, b", "{c}", "d?", --e, f:g, "h: i"], j: {}, k: null})");
  CHECK(writeInline(Value("a\nb")) == R"("a\nb")");
  CHECK(writeInline(Value("plain text")) == "plain text");
  CHECK(writeInline(Value::list({})) == "[]");
}

TEST_CASE("a large value is written in one go") {
  Value list = Value::list();
  for (int i = 0; i < 100'000; ++i) list.push(Value::map({{"name", "entry"}, {"text", "a\nb\n"}}));
  const std::string text = write(list);
  CHECK(text.size() == 100'000 * std::string_view("- name: entry\n  text: |\n    a\n    b\n").size());
}
