// The functions that templates have, over variables of file 2; expressions are file 1.
#include "core/pack/functions.h"

#include "packing.h"

using namespace aictl;
using packing::placeOf;
using packing::read;

namespace {

Value evaluate(std::string_view expression, std::string_view variables = "{}") {
  jsone::Scope functions;
  pack::addFunctions(functions);
  jsone::Scope scope(&functions);
  const Value values = read(variables, 2);
  for (const Entry& entry : values.entries()) scope.set(entry.key.string(), entry.value);
  return jsone::Evaluation().evaluate(jsone::Expression(Value(expression, Origin{1, 1, 1})), scope);
}

std::string shown(std::string_view expression, std::string_view variables = "{}") {
  return yaml::writeInline(evaluate(expression, variables));
}

std::string place(std::string_view expression, std::string_view variables) {
  return placeOf(evaluate(expression, variables));
}

std::string fault(std::string_view expression, std::string_view variables = "{}") {
  try {
    return "no fault but " + shown(expression, variables);
  } catch (const jsone::Error& error) {
    return error.message;
  }
}

}  // namespace

TEST_CASE("first gives the first that is not absent, with its place") {
  CHECK(shown("first(a, b, 3)", "{a: null, b: 2}") == "2");
  CHECK(place("first(a, b, 3)", "{a: null, b: 2}") == "2:1:14");
  CHECK(shown("first(a, b)", "{a: {x: null}, b: {x: 1}}") == "{x: 1}");
  CHECK(shown("first(a, 5)", "{a: 0}") == "0");
  CHECK(shown("first(a, 'x')", "{a: ''}") == R"("")");
}

TEST_CASE("first gives the last where all are absent") {
  CHECK(shown("first(null, a)", "{a: {x: null}}") == "{x: null}");
  CHECK(fault("first()") == "first takes at least one argument");
}

TEST_CASE("given and compact are as in absent.h, and keep places") {
  CHECK(shown("given(a)", "{a: {x: null, b: {z: null, w: 1}}}") == "{b: {z: null, w: 1}}");
  CHECK(shown("compact(a)", "{a: {x: null, b: {z: null, w: 1}}}") == "{b: {w: 1}}");
  CHECK(place("compact(a).y.w", "{a: {x: null, y: {w: 1}}}") == "2:1:22");
  CHECK(fault("given(a)", "{a: [1]}") == "given takes a map, not a list");
}

TEST_CASE("at follows a path, given as text or as a list of keys, and gives null where it ends") {
  const auto* variables = "{a: {b: [{'c.d': 5}]}, key: c.d}";
  CHECK(shown("at(a, 'b[0][\"c.d\"]')", variables) == "5");
  CHECK(shown("at(a, ['b', 0, key])", variables) == "5");
  CHECK(place("at(a, 'b[-1][\"c.d\"]')", variables) == "2:1:18");
  CHECK(shown("at(a, 'b[3].x')", variables) == "null");
  CHECK(shown("at(a, 'nothing.here')", variables) == "null");
  CHECK(place("at(a, 'nothing')", variables) == "2:1:5");
}

TEST_CASE("at refuses what is no path") {
  CHECK(fault("at(a, 'b[')", "{a: {}}") == "at: 'b[' is no path");
  CHECK(fault("at(a, 5)", "{a: {}}") == "at takes a path as a string or a list of keys");
  CHECK(fault("at(a, [true])", "{a: {}}") == "at: a path is made of keys and indices");
  CHECK(fault("at(a)", "{a: {}}") == "at takes 2 arguments, not 1");
}

TEST_CASE("text gives a scalar as a person wrote it, and null of null") {
  CHECK(shown("text(a)", "{a: 1.10}") == R"("1.10")");
  CHECK(shown("text(a)", "{a: 0x1F}") == R"("0x1F")");
  CHECK(shown("text(a)", "{a: true}") == R"("true")");
  CHECK(shown("text(a)", "{a: False}") == R"("False")");
  CHECK(shown("text(a)", "{a: word}") == "word");
  CHECK(shown("text(a)", "{a: null}") == "null");
  CHECK(place("text(a)", "{a: 1.10}") == "2:1:5");
  CHECK(fault("text(a)", "{a: [1]}") == "text takes a scalar, not a list");
}

TEST_CASE("items, keys and values are in the map's order and keep places") {
  const auto* variables = "{a: {z: 1, b: 2}}";
  CHECK(shown("items(a)", variables) == "[{key: z, value: 1}, {key: b, value: 2}]");
  CHECK(shown("keys(a)", variables) == "[z, b]");
  CHECK(shown("values(a)", variables) == "[1, 2]");
  CHECK(place("items(a)[1].key", variables) == "2:1:12");
  CHECK(place("items(a)[1].value", variables) == "2:1:15");
  CHECK(place("keys(a)[0]", variables) == "2:1:6");
  CHECK(place("values(a)[0]", variables) == "2:1:9");
  CHECK(fault("items(a)", "{a: null}") == "items takes a map, not null");
}

TEST_CASE("unique leaves out repetitions, deep ones too, and keeps the first with its place") {
  CHECK(shown("unique(a)", "{a: [b, a, b, 1, 1.0, {x: [1]}, {x: [1]}, '1']}") ==
        R"([b, a, 1, {x: [1]}, "1"])");
  CHECK(shown("unique(a)", "{a: [{x: 1, z: 2}, {z: 2, x: 1}]}") == "[{x: 1, z: 2}]");
  CHECK(place("unique(a)[0]", "{a: [b, b]}") == "2:1:6");
  CHECK(fault("unique(a)", "{a: b}") == "unique takes a list, not a string");
}

TEST_CASE("matches says whether a pattern is found, and of null that it is not") {
  CHECK(shown("matches(a, '^ib[0-9]+$')", "{a: ib0}") == "true");
  CHECK(shown("matches(a, '^ib[0-9]+$')", "{a: eth0}") == "false");
  CHECK(shown("matches(a, 'x')", "{a: null}") == "false");
  CHECK(fault("matches(a, '(')", "{a: x}").find("matches: ") == 0);
  CHECK(fault("matches(a, 'x')", "{a: 1}") == "matches takes a string, not an integer");
}

TEST_CASE("quantity and duration give numbers at the place of what they read, and null of null") {
  CHECK(shown("quantity(a)", "{a: 16Gi}") == "17179869184");
  CHECK(shown("quantity(a)", "{a: 500m}") == "0.5");
  CHECK(shown("quantity(a)", "{a: 2}") == "2");
  CHECK(shown("quantity(a)", "{a: null}") == "null");
  CHECK(place("quantity(a)", "{a: 16Gi}") == "2:1:5");
  CHECK(fault("quantity(a)", "{a: 16GB}") == "quantity takes a quantity such as 16Gi");
  CHECK(shown("duration(a)", "{a: 1h30m}") == "5400");
  CHECK(shown("duration(a)", "{a: 600}") == "600");
  CHECK(shown("duration(a)", "{a: null}") == "null");
  CHECK(place("duration(a)", "{a: 90s}") == "2:1:5");
  CHECK(fault("duration(a)", "{a: soon}") == "duration takes a duration such as 90s or 12h");
}

TEST_CASE("kube_name makes a DNS label, and sha256 the digest of FIPS 180-2's example") {
  CHECK(shown("kube_name(a)", "{a: resnet50}") == "resnet50");
  CHECK(shown("kube_name(a)", "{a: ResNet_50}").find("resnet-50-") == 0);
  CHECK(place("kube_name(a)", "{a: ResNet_50}") == "2:1:5");
  CHECK(shown("sha256(a)", "{a: abc}") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(place("sha256(a)", "{a: abc}") == "2:1:5");
  CHECK(fault("sha256(a)", "{a: 1}") == "sha256 takes a string, not an integer");
}
