#include "core/pack/check.h"

#include "packing.h"

using namespace aictl;
using packing::Fixture;
using Lines = std::vector<std::string>;

namespace {

Lines checked(Fixture& fixture) {
  pack::checkPack(fixture.folder.path(), fixture.sources, fixture.findings);
  return fixture.lines();
}

}  // namespace

TEST_CASE("the templates of this project are a pack without faults") {
  Sources sources;
  Findings findings;
  CHECK(pack::checkPack(std::string(AICTL_SOURCE) + "/templates", sources, findings) == 5);
  for (const auto& finding : findings) CHECK(text(finding, sources) == "");
}

TEST_CASE("a folder without templates is no pack") {
  Fixture fixture;
  CHECK(checked(fixture).front().find("is no pack: no folder in it has a template.yaml") !=
        std::string::npos);
}

TEST_CASE("a pack without faults says how many templates it has") {
  Fixture fixture;
  fixture.writeTemplate("examples: [{title: t, spec: {a: 1}}]\n");
  CHECK(pack::checkPack(fixture.folder.path(), fixture.sources, fixture.findings) == 1);
  CHECK(fixture.lines().empty());
}

TEST_CASE("each file of a pack is read, also one that no template takes in") {
  Fixture fixture;
  fixture.writeTemplate("");
  fixture.write("lib/forgotten.yaml", "a: [\n");
  fixture.write("t/deep/er.yaml", "a: 1\na: 2\n");
  const auto lines = checked(fixture);
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].find("lib/forgotten.yaml:") == 0);
  CHECK(lines[1].find("t/deep/er.yaml:2:1: ") == 0);
}

TEST_CASE("a manifest that is not there is told") {
  Fixture fixture;
  fixture.write("t/template.yaml", "schema: {type: object}\nvariants: [{manifests: [m.yaml]}]\n");
  CHECK(checked(fixture) == Lines{"t/template.yaml:1:1: there is no manifest 't/m.yaml'"});
}

TEST_CASE("a pattern that does not compile is told") {
  Fixture fixture;
  fixture.writeTemplate("");
  fixture.write("t/template.yaml",
                "schema: {type: object, properties: {a: {type: string, pattern: '('}}}\nvariants: "
                "[{manifests: [m.yaml]}]\n");
  const auto lines = checked(fixture);
  REQUIRE(lines.size() == 1);
  CHECK(lines.front().find("t/template.yaml:1:64: ") == 0);
}

TEST_CASE("an example that its schema refuses is told") {
  Fixture fixture;
  fixture.writeTemplate("");
  fixture.write(
      "t/template.yaml",
      "schema: {type: object, properties: {a: {type: integer}}}\nvariants: [{manifests: [m.yaml]}]\n"
      "examples: [{title: t, spec: {a: many}}]\n");
  const auto lines = checked(fixture);
  REQUIRE(lines.size() == 1);
  CHECK(lines.front().find("t/template.yaml:3:33: t: ") == 0);
}

TEST_CASE("an example is rendered, so that a fault of a manifest is told before anyone meets it") {
  Fixture fixture;
  fixture.writeTemplate("examples: [{title: t, spec: {a: 1}}]\n", "{a: {$eval: spec.b.c}}");
  const auto lines = checked(fixture);
  REQUIRE(lines.size() == 1);
  CHECK(lines.front().find("t/m.yaml:4:") == 0);
}

TEST_CASE("an example that breaks an own rule is told") {
  Fixture fixture;
  fixture.writeTemplate(
      "examples: [{title: t, spec: {a: 1}}]\nrules: [{id: r, assert: 'spec.a > 1', at: spec.a, message: more "
      "than one}]\n");
  CHECK(checked(fixture) == Lines{"t/template.yaml:3:33: t/example: more than one"});
}

TEST_CASE("all templates of a pack are checked, whatever is wrong with one") {
  Fixture fixture;
  fixture.writeTemplate("wrong: 1\n");
  fixture.write("u/template.yaml", "schema: {type: object}\nvariants: []\nrong: 1\n");
  CHECK(checked(fixture) == Lines{"t/template.yaml:3:1: template t: unknown key 'wrong'",
                                  "u/template.yaml:3:1: template u: unknown key 'rong'"});
}
