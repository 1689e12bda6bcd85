#include "core/kube/api/secret.h"

#include "catch.h"
#include "core/yaml/yaml.h"

using namespace aictl;
using aictl::kube::withTextsAsData;

namespace {

Value read(std::string_view text) {
  Findings findings;
  Value value = yaml::readDocument(text, 1, findings);
  REQUIRE(findings.empty());
  return value;
}

}  // namespace

TEST_CASE("the texts of a Secret become data, and win over data of the same name, as servers do it") {
  const Value object = withTextsAsData(read(
      "{apiVersion: v1, kind: Secret, metadata: {name: s}, data: {a: eA==, b: eQ==}, stringData: {a: hi}}"));
  CHECK(object == read("{apiVersion: v1, kind: Secret, metadata: {name: s}, data: {a: aGk=, b: eQ==}}"));
  CHECK(find(object, {"data", "a"})->origin().line == 1);
}

TEST_CASE("what is no text in stringData is left for the server to refuse") {
  const Value object = withTextsAsData(read("{apiVersion: v1, kind: Secret, stringData: {a: 5, b: hi}}"));
  CHECK(object == read("{apiVersion: v1, kind: Secret, data: {b: aGk=}, stringData: {a: 5}}"));
}

TEST_CASE("other kinds keep what they call stringData") {
  const Value object = read("{apiVersion: example.com/v1, kind: Secret, stringData: {a: hi}}");
  CHECK(withTextsAsData(object) == object);
}
