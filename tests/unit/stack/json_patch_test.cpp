#include "core/stack/json_patch.h"

#include "stacking.h"

using namespace aictl;
using stacking::read;

namespace {

/// The document with all operations applied, or what the first that fails says.
std::string patched(std::string_view document, std::string_view operations) {
  Value value = read(document);
  const Value list = read(operations, 2);
  for (const Value& operation : list.items()) {
    auto result = stack::patched(value, operation);
    if (!result) return result.failure().findings.front().message;
    value = std::move(*result);
  }
  return stacking::shown(value);
}

}  // namespace

TEST_CASE("the cases of RFC 6902, appendix A") {
  SECTION("A.1 adding an object member") {
    CHECK(patched(R"({"foo": "bar"})", R"([{"op": "add", "path": "/baz", "value": "qux"}])") ==
          "{foo: bar, baz: qux}");
  }
  SECTION("A.2 adding an array element") {
    CHECK(patched(R"({"foo": ["bar", "baz"]})", R"([{"op": "add", "path": "/foo/1", "value": "qux"}])") ==
          "{foo: [bar, qux, baz]}");
  }
  SECTION("A.3 removing an object member") {
    CHECK(patched(R"({"baz": "qux", "foo": "bar"})", R"([{"op": "remove", "path": "/baz"}])") ==
          "{foo: bar}");
  }
  SECTION("A.4 removing an array element") {
    CHECK(patched(R"({"foo": ["bar", "qux", "baz"]})", R"([{"op": "remove", "path": "/foo/1"}])") ==
          "{foo: [bar, baz]}");
  }
  SECTION("A.5 replacing a value") {
    CHECK(patched(R"({"baz": "qux", "foo": "bar"})",
                  R"([{"op": "replace", "path": "/baz", "value": "boo"}])") == "{baz: boo, foo: bar}");
  }
  SECTION("A.6 moving a value") {
    CHECK(patched(R"({"foo": {"bar": "baz", "waldo": "fred"}, "qux": {"corge": "grault"}})",
                  R"([{"op": "move", "from": "/foo/waldo", "path": "/qux/thud"}])") ==
          "{foo: {bar: baz}, qux: {corge: grault, thud: fred}}");
  }
  SECTION("A.7 moving an array element") {
    CHECK(patched(R"({"foo": ["all", "grass", "cows", "eat"]})",
                  R"([{"op": "move", "from": "/foo/1", "path": "/foo/3"}])") ==
          "{foo: [all, cows, eat, grass]}");
  }
  SECTION("A.8 testing a value: success") {
    CHECK(
        patched(
            R"({"baz": "qux", "foo": ["a", 2, "c"]})",
            R"([{"op": "test", "path": "/baz", "value": "qux"}, {"op": "test", "path": "/foo/1", "value": 2}])") ==
        "{baz: qux, foo: [a, 2, c]}");
  }
  SECTION("A.9 testing a value: error") {
    CHECK(patched(R"({"baz": "qux"})", R"([{"op": "test", "path": "/baz", "value": "bar"}])") ==
          "the test of '/baz' does not hold");
  }
  SECTION("A.10 adding a nested member object") {
    CHECK(patched(R"({"foo": "bar"})", R"([{"op": "add", "path": "/child", "value": {"grandchild": {}}}])") ==
          "{foo: bar, child: {grandchild: {}}}");
  }
  SECTION("A.11 ignoring unrecognized elements") {
    CHECK(patched(R"({"foo": "bar"})", R"([{"op": "add", "path": "/baz", "value": "qux", "xyz": 123}])") ==
          "{foo: bar, baz: qux}");
  }
  SECTION("A.12 adding to a nonexistent target") {
    CHECK(patched(R"({"foo": "bar"})", R"([{"op": "add", "path": "/baz/bat", "value": "qux"}])") ==
          "'/baz/bat' leads to nothing in the manifest");
  }
  SECTION("A.13 invalid JSON patch document: one key twice") {
    Findings findings;
    (void)yaml::readDocument(R"([{"op": "add", "path": "/baz", "value": "qux", "op": "remove"}])", 1,
                             findings);
    REQUIRE(findings.size() == 1);
    CHECK(findings.front().rule == "duplicate-key");
  }
  SECTION("A.14 escape ordering") {
    CHECK(patched(R"({"/": 9, "~1": 10})", R"([{"op": "test", "path": "/~01", "value": 10}])") ==
          "{/: 9, ~1: 10}");
  }
  SECTION("A.15 comparing strings and numbers") {
    CHECK(patched(R"({"/": 9, "~1": 10})", R"([{"op": "test", "path": "/~01", "value": "10"}])") ==
          "the test of '/~01' does not hold");
  }
  SECTION("A.16 adding an array value") {
    CHECK(patched(R"({"foo": ["bar"]})", R"([{"op": "add", "path": "/foo/-", "value": ["abc", "def"]}])") ==
          "{foo: [bar, [abc, def]]}");
  }
}

TEST_CASE("the whole document can be replaced and tested, and is not removed") {
  CHECK(patched("{a: 1}", "[{op: replace, path: '', value: {b: 2}}]") == "{b: 2}");
  CHECK(patched("{a: 1}", "[{op: add, path: '', value: [1]}]") == "[1]");
  CHECK(patched("{a: 1}", "[{op: test, path: '', value: {a: 1}}]") == "{a: 1}");
  CHECK(patched("{a: 1}", "[{op: remove, path: ''}]") == "'' leads to nothing in the manifest");
}

TEST_CASE("an empty step of a path is a key") {
  CHECK(patched("{'': {a: 1}}", "[{op: remove, path: '//a'}]") == R"({"": {}})");
}

TEST_CASE("add takes the place of a member that is there, and keeps its position") {
  CHECK(patched("{a: 1, b: 2}", "[{op: add, path: /a, value: 3}]") == "{a: 3, b: 2}");
}

TEST_CASE("an item of a list is replaced where it stands") {
  CHECK(patched("{a: [1, 2, 3]}", "[{op: replace, path: /a/1, value: x}]") == "{a: [1, x, 3]}");
  CHECK(patched("{a: [1]}", "[{op: add, path: /a/1, value: x}]") == "{a: [1, x]}");
  CHECK(patched("{a: []}", "[{op: add, path: /a/0, value: x}]") == "{a: [x]}");
}

TEST_CASE("an index is a plain number within the list") {
  for (const auto* path : {"/a/2", "/a/01", "/a/-1", "/a/x", "/a/1e0", "/a/99999999999999999999", "/a/ 1"}) {
    INFO(path);
    CHECK(patched("{a: [1, 2]}", "[{op: replace, path: '" + std::string(path) + "', value: 0}]") ==
          "'" + std::string(path) + "' leads to nothing in the manifest");
  }
  CHECK(patched("{a: [1, 2]}", "[{op: replace, path: '/a/-', value: 0}]") ==
        "'/a/-' leads to nothing in the manifest");
  CHECK(patched("{a: [1, 2]}", "[{op: add, path: /a/3, value: 0}]") ==
        "'/a/3' leads to nothing in the manifest");
}

TEST_CASE("what is to be replaced or removed must be there") {
  CHECK(patched("{a: 1}", "[{op: replace, path: /b, value: 0}]") == "'/b' leads to nothing in the manifest");
  CHECK(patched("{a: 1}", "[{op: remove, path: /b}]") == "'/b' leads to nothing in the manifest");
  CHECK(patched("{a: 1}", "[{op: remove, path: /a/b}]") == "'/a/b' leads to nothing in the manifest");
}

TEST_CASE("copy leaves the value where it was") {
  CHECK(patched("{a: {b: 1}, c: []}", "[{op: copy, from: /a, path: /c/0}]") == "{a: {b: 1}, c: [{b: 1}]}");
  CHECK(patched("{a: 1}", "[{op: copy, from: /b, path: /c}]") == "'/b' leads to nothing in the manifest");
}

TEST_CASE("a value is not moved into itself, and may be moved to where it is") {
  CHECK(patched("{a: {b: {c: 1}}}", "[{op: move, from: /a, path: /a/b/d}]") ==
        "a value cannot be moved into itself");
  CHECK(patched("{a: [[1], [2]]}", "[{op: move, from: /a/0, path: /a/0/0}]") ==
        "a value cannot be moved into itself");
  CHECK(patched("{a: 1, b: 2}", "[{op: move, from: /b, path: /b}]") == "{a: 1, b: 2}");
}

TEST_CASE("numbers are equal by value, maps in any order of their keys") {
  CHECK(patched("{a: 1.0}", "[{op: test, path: /a, value: 1}]") == "{a: 1.0}");
  CHECK(patched("{a: {b: 1, c: 2}}", "[{op: test, path: /a, value: {c: 2, b: 1}}]") == "{a: {b: 1, c: 2}}");
}

TEST_CASE("an operation that is none is told") {
  CHECK(patched("{}", "[{op: delete, path: /a}]") ==
        "an operation is add, remove, replace, move, copy or test, not 'delete'");
  CHECK(patched("{}", "[5]") == "an operation is add, remove, replace, move, copy or test, not ''");
  CHECK(patched("{}", "[{op: add, value: 1}]") == "an operation needs 'path'");
  CHECK(patched("{}", "[{op: move, path: /a}]") == "an operation needs 'from'");
  CHECK(patched("{}", "[{op: add, path: /a}]") == "the operation 'add' needs a value");
  CHECK(patched("{}", "[{op: add, path: a, value: 1}]") == "'a' is no JSON pointer such as /spec/replicas");
  CHECK(patched("{}", "[{op: add, path: '/a~2', value: 1}]") ==
        "'/a~2' is no JSON pointer such as /spec/replicas");
  CHECK(patched("{}", "[{op: add, path: '/a~', value: 1}]") ==
        "'/a~' is no JSON pointer such as /spec/replicas");
  CHECK(patched("{}", "[{op: add, path: [a], value: 1}]") ==
        "'list' is no JSON pointer such as /spec/replicas");
}

TEST_CASE("what is wrong with an operation is told at the operation") {
  const Value operation = read("{op: add, path: /x/y, value: 1}", 2);
  const auto result = stack::patched(read("{a: 1}"), operation);
  REQUIRE_FALSE(result);
  CHECK(result.failure().code == ExitCode::badInput);
  CHECK(result.failure().findings.front().origin == operation.find("path")->origin());
}

TEST_CASE("an added value keeps the place of the patch") {
  const auto result = stack::patched(read("{a: 1}"), read("{op: add, path: /b, value: 1}", 2));
  CHECK(result->find("b")->origin().file == 2);
  CHECK(result->find("a")->origin().file == 1);
  CHECK(result->findEntry("b")->key.origin().file == 2);
}
