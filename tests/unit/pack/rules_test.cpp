// Rules say what a schema cannot, each at the place of the value that it is about.
#include "packing.h"

using packing::Fixture;
using packing::Subject;
using Lines = std::vector<std::string>;

namespace {

/// What the rules say of a spec, in the order in which they are checked.
Lines said(std::string_view rules, std::string_view spec,
           std::string_view schema = "{type: object, additionalProperties: true}") {
  Fixture fixture;
  fixture.writeTemplate("");
  fixture.write("t/template.yaml", "variants: [{manifests: [m.yaml]}]\nschema: " + std::string(schema) +
                                       "\nrules:\n" + std::string(rules));
  fixture.addPack();
  Subject(fixture, "t", spec).checkRules(fixture);
  Lines lines;
  for (const auto& finding : fixture.findings) lines.push_back(aictl::text(finding, fixture.sources));
  return lines;
}

}  // namespace

TEST_CASE("an assertion that holds says nothing, and one that does not stands where its value comes from") {
  const auto* rules =
      "  - {id: r, assert: 'spec.a <= spec.b', at: spec.a, message: '${spec.a} is more than ${spec.b}'}\n";
  CHECK(said(rules, "{a: 1, b: 2}").empty());
  CHECK(said(rules, "{a: 3, b: 2}") == Lines{"aictl.yaml:1:5: t/x: 3 is more than 2"});
}

TEST_CASE("a rule whose condition does not hold is not asked") {
  const auto* rules = "  - {id: r, when: spec.a, assert: 'false', at: spec, message: m}\n";
  CHECK(said(rules, "{a: 0}").empty());
  CHECK(said(rules, "{a: 1}") == Lines{"aictl.yaml:1:1: t/x: m"});
}

TEST_CASE("a rule about a value that was not given stands at the object that lacks it") {
  const auto* schema =
      "{type: object, properties: {share: {type: object, properties: {memory: {type: string}, by: {type: "
      "string}}}}}";
  const auto* rules = "  - {id: r, assert: 'spec.share.memory != null', at: spec.share.memory, message: m}\n";
  CHECK(said(rules, "a: 1\nshare:\n  by: hami\n", schema).size() == 2);  // beside it, that `a` is unknown
  CHECK(said(rules, "share:\n  by: hami\n", schema) == Lines{"aictl.yaml:2:3: t/x: m"});
  CHECK(said(rules, "", schema) == Lines{"aictl.yaml:1:1: t/x: m"});
}

TEST_CASE("a rule is held against each item of a list, which it names, with the item's index") {
  const auto* rules =
      "  - {id: r, each: spec.tiers, as: tier, assert: 'tier.low < tier.high', at: tier.low, message: 'tier "
      "${key} has ${tier.low}'}\n";
  CHECK(said(rules, "tiers: [{low: 1, high: 2}, {low: 5, high: 4}, {low: 7, high: 6}]") ==
        Lines{"aictl.yaml:1:34: t/x: tier 1 has 5", "aictl.yaml:1:53: t/x: tier 2 has 7"});
  CHECK(said(rules, "tiers: []").empty());
}

TEST_CASE("a rule is held against each value of a map, with its key") {
  const auto* rules =
      "  - {id: r, each: spec.env, as: value, when: 'key != \"OK\"', assert: 'false', at: value, message: "
      "'not ${key}'}\n";
  CHECK(said(rules, "env: {OK: 1, NO: 2}") == Lines{"aictl.yaml:1:18: t/x: not NO"});
}

TEST_CASE("each over nothing asks nothing") {
  CHECK(said("  - {id: r, each: 'first(null, null)', as: v, assert: 'false', at: spec, message: m}\n", "")
            .empty());
}

TEST_CASE("a rule may be a warning or an information") {
  CHECK(said("  - {id: r, severity: warning, assert: 'false', at: spec.a, message: m}\n"
             "  - {id: s, severity: info, assert: 'false', at: spec.a, message: n}\n",
             "a: 1") == Lines{"aictl.yaml:1:4: warning: t/x: m", "aictl.yaml:1:4: info: t/x: n"});
}

TEST_CASE("a rule may make its findings itself, each with its own place") {
  const auto* rules =
      "  - id: r\n    findings:\n      - {at: {$eval: spec.a}, message: of a}\n"
      "      - {at: {$eval: spec}, key: b, message: of the key}\n"
      "      - {at: {$eval: spec.b}, severity: warning, message: of b}\n"
      "      - {message: of all}\n      - {$if: 'false', then: {message: never}}\n";
  CHECK(said(rules, "{a: 1, b: 2}") == Lines{"aictl.yaml:1:5: t/x: of a", "aictl.yaml:1:8: t/x: of the key",
                                             "aictl.yaml:1:11: warning: t/x: of b",
                                             "aictl.yaml:1:1: t/x: of all"});
}

TEST_CASE("findings about a value that was not given stand at the object that lacks it") {
  const auto* schema =
      "{type: object, properties: {share: {type: object, properties: {memory: {type: string}, by: {type: "
      "string}}}}}";
  CHECK(said("  - {id: r, findings: [{at: {$eval: spec.share.memory}, message: m}]}\n", "share: {by: hami}",
             schema) == Lines{"aictl.yaml:1:8: t/x: m"});
}

TEST_CASE("a rule may make findings for each item of a list") {
  CHECK(said("  - {id: r, each: spec.a, as: one, findings: [{at: {$eval: one}, message: 'no ${one}'}]}\n",
             "a: [x, y]") == Lines{"aictl.yaml:1:5: t/x: no x", "aictl.yaml:1:8: t/x: no y"});
}

TEST_CASE(
    "a rule that cannot be evaluated is a fault of the template, and the other rules are asked all the "
    "same") {
  const auto lines = said(
      "  - {id: r, assert: nothing.here, at: spec, message: m}\n  - {id: s, assert: 'false', at: spec, "
      "message: n}\n",
      "");
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].find("template.yaml:4:21: t/x: InterpreterError: unknown context value nothing") !=
        std::string::npos);
  CHECK(lines[0].find("this is a fault of the template, not of the stack") != std::string::npos);
  CHECK(lines[1] == "aictl.yaml:1:1: t/x: n");
}

TEST_CASE("findings that are no list, or have no message, are a fault of the template") {
  CHECK(said("  - {id: r, findings: {message: m}}\n", "")
            .front()
            .find("the findings of rule 'r' are no list") != std::string::npos);
  CHECK(said("  - {id: r, findings: [{at: {$eval: spec}}]}\n", "a: 1")
            .front()
            .find("a finding of rule 'r' has no message") != std::string::npos);
}
