// What is wrong with a template.yaml is told at its own place.
#include "core/pack/template.h"

#include "packing.h"

using packing::Fixture;
using Lines = std::vector<std::string>;

namespace {

Lines faultsOf(std::string_view text) {
  Fixture fixture;
  fixture.write("t/template.yaml", text);
  fixture.addPack();
  return fixture.faultsOf("t");
}

/// A template that is right but for what is added.
Lines faultsWith(std::string_view more) {
  return faultsOf("schema: {type: object}\nvariants: [{manifests: [m.yaml]}]\n" + std::string(more));
}

}  // namespace

TEST_CASE("a template has a schema and variants") {
  CHECK(faultsOf("description: d\n") == Lines{"t/template.yaml:1:1: template t: a template needs a schema",
                                              "t/template.yaml:1:1: template t: a template needs variants"});
  CHECK(faultsOf("[1]\n") ==
        Lines{"t/template.yaml:1:1: template t: a template is a map with 'schema' and 'variants'"});
}

TEST_CASE("a template.yaml holds one document") {
  CHECK(faultsOf("") == Lines{"the pack 'mine': t/template.yaml has to hold one document"});
  CHECK(faultsOf("a: 1\n---\nb: 2\n") == Lines{"the pack 'mine': t/template.yaml has to hold one document"});
}

TEST_CASE("a template that is no YAML is told with its place") {
  const auto lines = faultsOf("schema: {type: object\nvariants: []\n");
  REQUIRE_FALSE(lines.empty());
  CHECK(lines.front().find("t/template.yaml:") == 0);
}

TEST_CASE("an unknown key is told, with the one that was meant") {
  CHECK(faultsWith("rulez: []\n") ==
        Lines{"t/template.yaml:3:1: template t: unknown key 'rulez'; did you mean 'rules'?"});
}

TEST_CASE("a schema's fault is told at its place") {
  const auto lines = faultsOf("schema: {type: object, propertys: {}}\nvariants: []\n");
  REQUIRE(lines.size() == 1);
  CHECK(lines.front().find("t/template.yaml:1:24: ") == 0);
}

TEST_CASE("a fault of a file that a schema takes in is told at that file") {
  Fixture fixture;
  fixture.write("t/template.yaml", "schema: {$ref: lib/broken.yaml}\nvariants: []\n");
  fixture.write("lib/broken.yaml", "type: object\n\tproperties: {}\n");
  fixture.addPack();
  const auto lines = fixture.faultsOf("t");
  CHECK(std::ranges::any_of(lines, [](const auto& line) { return line.find("lib/broken.yaml:2:1: ") == 0; }));
}

TEST_CASE("a variant is a map of manifests with the suffix .yaml") {
  CHECK(faultsOf("schema: {type: object}\nvariants: [m.yaml]\n") ==
        Lines{"t/template.yaml:2:12: template t: a variant is a map with 'manifests' and perhaps 'when'"});
  CHECK(faultsOf("schema: {type: object}\nvariants: {}\n") ==
        Lines{"t/template.yaml:2:11: template t: 'variants' must be a list"});
  CHECK(faultsOf("schema: {type: object}\nvariants: [{manifests: [m.json]}]\n") ==
        Lines{"t/template.yaml:2:25: template t: a manifest is a file with the suffix .yaml"});
  CHECK(faultsOf("schema: {type: object}\nvariants: [{manifests: [m.yaml], if: x}]\n") ==
        Lines{"t/template.yaml:2:34: template t: unknown key 'if'"});
}

TEST_CASE("an expression that does not parse is told when the template is loaded") {
  const auto lines =
      faultsOf("schema: {type: object}\nvariants: [{when: 'spec.a ==', manifests: [m.yaml]}]\n");
  REQUIRE(lines.size() == 1);
  CHECK(lines.front().find("t/template.yaml:2:19: template t: SyntaxError") == 0);
  CHECK(faultsOf("schema: {type: object}\nvariants: [{when: true, manifests: [m.yaml]}]\n") ==
        Lines{"t/template.yaml:2:19: template t: 'when' must be an expression, written as a string"});
}

TEST_CASE("a rule has an id, and assert, at and message or findings") {
  CHECK(faultsWith("rules: [{assert: 'true', at: spec, message: m}]\n") ==
        Lines{"t/template.yaml:3:9: template t: a rule needs an id"});
  CHECK(faultsWith("rules: [{id: r, assert: 'true', message: m}]\n") ==
        Lines{"t/template.yaml:3:9: template t: a rule has assert, at and message, or findings"});
  CHECK(faultsWith("rules: [{id: r}]\n") ==
        Lines{"t/template.yaml:3:9: template t: a rule has assert, at and message, or findings"});
  CHECK(faultsWith("rules: [{id: r, findings: [], assert: 'true', at: spec, message: m}]\n") ==
        Lines{"t/template.yaml:3:9: template t: a rule has assert, at and message, or findings"});
  CHECK(faultsWith("rules: [r]\n") == Lines{"t/template.yaml:3:9: template t: a rule is a map"});
  CHECK(faultsWith("rules: {}\n") == Lines{"t/template.yaml:3:8: template t: rules are a list"});
}

TEST_CASE("a rule over each of a list names the item") {
  const std::string expected =
      "t/template.yaml:3:9: template t: a rule with 'each' needs 'as', the name that expressions have for "
      "the item";
  CHECK(faultsWith("rules: [{id: r, each: spec.a, assert: 'true', at: spec, message: m}]\n") ==
        Lines{expected});
  CHECK(faultsWith("rules: [{id: r, each: spec.a, as: my-item, assert: 'true', at: spec, message: m}]\n") ==
        Lines{expected});
}

TEST_CASE("a severity is one of three") {
  CHECK(faultsWith("rules: [{id: r, severity: fatal, assert: 'true', at: spec, message: m}]\n") ==
        Lines{"t/template.yaml:3:27: template t: a severity is error, warning or info"});
}

TEST_CASE("rules of another file are taken in, and a reference to none is told") {
  CHECK(faultsWith("rules: [{$ref: 'lib/mine.yaml#/pod'}]\n") ==
        Lines{"t/template.yaml:3:16: template t: 'lib/mine.yaml#/pod' leads to no list of rules; write it as "
              "in lib/rules.yaml#/pod"});
  CHECK(faultsWith("rules: [{$ref: 5}]\n") == Lines{"t/template.yaml:3:16: template t: '' leads to no list "
                                                    "of rules; write it as in lib/rules.yaml#/pod"});
}

TEST_CASE("rules that take themselves in are told, and do not end the program") {
  Fixture fixture;
  fixture.write("t/template.yaml",
                "schema: {type: object}\nvariants: [{manifests: [m.yaml]}]\n"
                "rules: [{$ref: 'lib/mine.yaml#/a'}]\n");
  fixture.write("lib/mine.yaml", "a: [{$ref: 'lib/mine.yaml#/b'}]\nb: [{$ref: 'lib/mine.yaml#/a'}]\n");
  fixture.addPack();
  CHECK(fixture.faultsOf("t") == Lines{"lib/mine.yaml:2:12: template t: 'lib/mine.yaml#/a' takes itself in"});
}

TEST_CASE("offers have fixed keys") {
  CHECK(faultsWith("offers: [claim]\n") ==
        Lines{"t/template.yaml:3:9: template t: offers are a map with fixed keys"});
  CHECK(faultsWith("offers: {$if: spec.a, then: {b: 1}}\n") ==
        Lines{"t/template.yaml:3:10: template t: offers are a map with fixed keys, not '$if'"});
}

TEST_CASE("an example is a title and a spec") {
  CHECK(faultsWith("examples: [{title: t}]\n") ==
        Lines{"t/template.yaml:3:12: template t: an example is {title, spec}"});
  CHECK(faultsWith("examples: [5]\n") ==
        Lines{"t/template.yaml:3:12: template t: an example is {title, spec}"});
}

TEST_CASE("a description is a text") {
  CHECK(faultsWith("description: [d]\n") ==
        Lines{"t/template.yaml:3:14: template t: 'description' must be a text"});
}

TEST_CASE("all faults of a template are told at once") {
  CHECK(faultsOf("schema: {type: object}\nvariants: [{manifests: [m.json]}]\nrules: [{id: r}]\noffers: []\n")
            .size() == 3);
}
