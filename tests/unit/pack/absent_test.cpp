#include "core/pack/absent.h"

#include "packing.h"

using namespace aictl;
using pack::compact;
using pack::given;
using pack::isAbsent;
using packing::read;

namespace {

std::string shown(const Value& value) { return yaml::writeInline(value); }

/// A list or map that came out empty, as one does whose content went.
Value cameOut(Value value) {
  value.setWrittenEmpty(false);
  return value;
}

}  // namespace

TEST_CASE("null, and what is empty or has only absent things in it, is absent") {
  CHECK(isAbsent(Value()));
  CHECK(isAbsent(Value::list()));
  CHECK(isAbsent(Value::map()));
  CHECK(isAbsent(read("[null, null]")));
  CHECK(isAbsent(read("{a: null, b: {c: null, d: [null]}}")));
  CHECK(isAbsent(Value::map({{"a", Value::list()}})));
}

TEST_CASE("0, false and an empty text are values") {
  CHECK_FALSE(isAbsent(read("0")));
  CHECK_FALSE(isAbsent(read("false")));
  CHECK_FALSE(isAbsent(read("''")));
  CHECK_FALSE(isAbsent(read("[false]")));
  CHECK_FALSE(isAbsent(read("{a: ''}")));
}

TEST_CASE("what a person wrote empty is not absent, nor is what holds it") {
  CHECK_FALSE(isAbsent(read("{}")));
  CHECK_FALSE(isAbsent(read("[]")));
  CHECK_FALSE(isAbsent(read("{emptyDir: {}}")));
  CHECK(isAbsent(cameOut(read("{}"))));
}

TEST_CASE("given leaves out absent entries and keeps the full shape of the others") {
  CHECK(shown(given(read("{a: null, b: {c: null, d: 1}, e: {f: null}, g: 0}"))) ==
        "{b: {c: null, d: 1}, g: 0}");
}

TEST_CASE("compact drops what is absent from the inside out, in lists too") {
  CHECK(shown(compact(read("{a: {b: {c: null}}, d: [null, {e: null}, 1, [null]], f: [[null]], g: ''}"))) ==
        R"({d: [1], g: ""})");
}

TEST_CASE("compact keeps what was written empty, at any depth") {
  CHECK(shown(compact(read("{volumes: [{name: v, emptyDir: {}}], args: [], x: {y: null}}"))) ==
        "{volumes: [{name: v, emptyDir: {}}], args: []}");
}

TEST_CASE("compact keeps the order, the places and the texts of what stays") {
  const Value value = compact(read("z: 1.10\na: null\nm:\n  - 012\n"));
  CHECK(shown(value) == "{z: 1.10, m: [10]}");
  CHECK(packing::placeOf(value) == "1:1:1");
  CHECK(packing::placeOf(*value.find("z")) == "1:1:4");
  CHECK(packing::placeOf((*value.find("m"))[0]) == "1:4:5");
  CHECK(packing::placeOf(value.findEntry("m")->key) == "1:3:1");
}

TEST_CASE("a scalar is its own compact form") {
  CHECK(compact(read("5")) == read("5"));
  CHECK(compact(Value()).isNull());
}
