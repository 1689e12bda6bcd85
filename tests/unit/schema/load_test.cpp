#include "trial.h"

using Lines = Trial::Lines;

TEST_CASE("a keyword that is not known is refused at its place, with the one that was meant") {
  CHECK(Trial("type: object\nproperties: {a: {type: string, maxLenght: 3}}\n").loading() ==
        Lines{"t:2:32: unknown schema keyword 'maxLenght'; did you mean 'maxLength'?"});
  CHECK(Trial("type: string\nx-kubernetes-list-type: set\n").loading() ==
        Lines{"t:2:1: unknown schema keyword 'x-kubernetes-list-type'"});
}

TEST_CASE("an unknown keyword is found wherever a schema can stand") {
  for (const auto* text :
       {"items: {bad: 1}", "additionalProperties: {bad: 1}", "patternProperties: {a: {bad: 1}}",
        "prefixItems: [{bad: 1}]", "oneOf: [{bad: 1}]", "anyOf: [{bad: 1}]", "allOf: [{bad: 1}]",
        "not: {bad: 1}", "if: {bad: 1}", "then: {bad: 1}", "else: {bad: 1}", "contains: {bad: 1}",
        "propertyNames: {bad: 1}", "dependentSchemas: {a: {bad: 1}}"}) {
    INFO(text);
    const auto found = Trial(text).loading();
    REQUIRE(found.size() == 1);
    CHECK(found.front().find("unknown schema keyword 'bad'") != std::string::npos);
  }
}

TEST_CASE("a keyword whose value is of a wrong kind is refused with what it must be") {
  CHECK(
      Trial("type: strin\n").loading() ==
      Lines{
          "t:1:7: must be string, integer, number, boolean, object, array or null, not the string 'strin'"});
  CHECK(Trial("type: string\nmaxLength: -1\n").loading() ==
        Lines{"t:2:12: must be a whole number of at least 0, not -1"});
  CHECK(Trial("required: name\n").loading() ==
        Lines{"t:1:11: must be a list of strings, not the string 'name'"});
  CHECK(Trial("properties: {a: 3}\n").loading() ==
        Lines{"t:1:17: must be a schema (a map, true or false), not 3"});
  CHECK(Trial("oneOf: {a: 3}\n").loading() == Lines{"t:1:8: must be a list of schemas, not a map"});
}

TEST_CASE("a format that is not known is refused in a template") {
  CHECK(Trial("type: string\nformat: quantitty\n").loading() ==
        Lines{"t:2:9: unknown format 'quantitty'; did you mean 'quantity'?"});
}

TEST_CASE("a reference leads into the document that it stands in, or into another file") {
  Trial trial(
      "schema: {type: object, properties: {a: {$ref: '#/$defs/small'}, b: {$ref: 'lib/x.yaml#/$defs/big'}}}\n"
      "$defs: {small: {maximum: 3}}\n",
      {{"lib/x.yaml", "$defs: {big: {$ref: '#/$defs/huge'}, huge: {minimum: 1000}}\n"}});
  CHECK(trial.loading() == Lines{});
  CHECK(trial.said("{a: 4, b: 2}") ==
        Lines{"1:5: a must be at most 3; found 4", "1:11: b must be at least 1000; found 2"});
}

TEST_CASE("a reference to a whole file is that file's schema") {
  Trial trial("type: object\nproperties: {ready: {$ref: lib/probe.yaml}}\n",
              {{"lib/probe.yaml", "type: object\nx-short: path\nproperties: {path: {type: string}}\n"}});
  CHECK(trial.said("ready: /healthz") == Lines{});
  CHECK(trial.fault("ready: 3") == "1:8: ready.path must be a string, not 3; write it in quotes: '3'");
}

TEST_CASE("words beside a reference stand in place of the target's, and those that allow less hold as well") {
  Trial trial(
      "type: object\nproperties:\n"
      "  kind: {type: string}\n"
      "  port: {$ref: '#/$defs/port', description: Another., maximum: 100, x-for: {kind: [tcp]}, default: "
      "5}\n"
      "$defs: {port: {type: integer, minimum: 1, description: A port.}}\n");
  CHECK(trial.loading() == Lines{});
  const auto* port = trial.schema().root().property("port")->schema;
  CHECK(port->description == "Another.");
  CHECK(port->defaultValue->integer() == 5);
  CHECK(port->types == 1U << static_cast<unsigned>(aictl::Value::Kind::integer));
  CHECK(trial.fault("{kind: tcp, port: 0}") == "1:19: port must be at least 1; found 0");
  CHECK(trial.fault("{kind: tcp, port: 101}") == "1:19: port must be at most 100; found 101");
  CHECK(trial.fault("{kind: udp, port: 7}").find("'port' is for kind tcp, not udp") != std::string::npos);
}

TEST_CASE("properties beside a reference would close two objects against each other, and are refused") {
  CHECK(Trial("type: object\nproperties: {a: {$ref: '#/$defs/o', properties: {b: {}}}}\n"
              "$defs: {o: {type: object, properties: {c: {}}}}\n")
            .loading() ==
        Lines{"t:2:37: 'properties' beside $ref would allow nothing: both objects are closed; take "
              "the properties in with x-extends"});
}

TEST_CASE("a reference that leads nowhere is told with what is there") {
  CHECK(Trial("properties: {a: {$ref: '#/$defs/stpe'}}\n$defs: {step: {}}\n").loading() ==
        Lines{"t:1:24: '#/$defs/stpe' leads nowhere: there is no 'stpe'; did you mean 'step'?"});
  CHECK(Trial("properties: {a: {$ref: 'lib/no.yaml'}}\n").loading() ==
        Lines{"t:1:24: there is no schema 'lib/no.yaml'"});
  CHECK(Trial("properties: {a: {$ref: '#step'}}\n").loading() ==
        Lines{"t:1:24: '#step' is no pointer; write '#/step'"});
  CHECK(Trial("properties: {a: {$ref: 3}}\n").loading() ==
        Lines{"t:1:24: a reference is 'file#/pointer' or '#/pointer'"});
}

TEST_CASE("a pointer names keys with slashes and tildes by their codes, and items by their index") {
  Trial trial(
      "properties: {a: {$ref: '#/$defs/x~1y~0z/oneOf/1'}}\n$defs: {x/y~z: {oneOf: [{}, {maximum: 1}]}}\n");
  CHECK(trial.loading() == Lines{});
  CHECK(trial.said("a: 2").size() == 1);
}

TEST_CASE("a schema may recur through lists and maps") {
  Trial trial(
      "$defs: {step: {type: object, properties: {to: {type: string}, "
      "split: {type: array, items: {$ref: '#/$defs/step'}}, by: {type: object, additionalProperties: {$ref: "
      "'#/$defs/step', description: Named.}}}}}\nschema: {$ref: '#/$defs/step'}\n");
  CHECK(trial.loading() == Lines{});
  CHECK(trial.said("split: [{to: a}, {split: [{by: {x: {to: 3}}}]}]") ==
        Lines{"1:41: split[1].split[0].by.x.to must be a string, not 3; write it in quotes: '3'"});
}

TEST_CASE("a schema that contains itself with no list or map between is refused") {
  CHECK(Trial("type: object\nproperties: {inner: {$ref: '#'}}\n").loading() ==
        Lines{"t:1:1: the schema contains itself, with no list or map between"});
  CHECK(Trial("schema: {$ref: '#/$defs/a'}\n$defs: {a: {$ref: '#/$defs/b'}, b: {$ref: '#/$defs/a'}}\n")
            .loading() == Lines{"t:2:43: the reference '#/$defs/a' leads back to itself"});
  CHECK(Trial("allOf: [{$ref: '#'}]\n").loading().size() == 1);
  CHECK(
      Trial(
          "schema: {$ref: '#/$defs/a'}\n$defs: {a: {anyOf: [{type: string}, {not: {$ref: '#/$defs/a'}}]}}\n")
          .loading()
          .size() == 1);
}

TEST_CASE("an object takes in the properties of others, and its own win") {
  Trial trial(
      "type: object\nx-extends: [lib/a.yaml, 'lib/b.yaml#/part']\nproperties: {own: {}, shared: {type: "
      "string}}\n",
      {{"lib/a.yaml", "x-extends: [lib/c.yaml]\nproperties: {shared: {type: integer}, fromA: {}}\n"},
       {"lib/b.yaml", "part: {properties: {fromB: {}, fromA: {type: string}}}\n"},
       {"lib/c.yaml", "properties: {fromC: {$ref: '#/$defs/c'}}\n$defs: {c: {type: boolean}}\n"}});
  std::string names;
  for (const auto& property : trial.schema().root().properties) names += property.name + " ";
  CHECK(names == "own shared fromA fromC fromB ");
  CHECK(trial.said("{own: 1, shared: a, fromA: 1, fromB: x}") == Lines{});
  CHECK(trial.fault("fromC: 1") == "1:8: fromC must be true or false, not 1");
  CHECK(trial.fault("other: 1").find("unknown key 'other'") != std::string::npos);
}

TEST_CASE("what is extended can give properties and nothing else") {
  CHECK(Trial("x-extends: [lib/a.yaml]\n",
              {{"lib/a.yaml", "type: object\nrequired: [a]\nproperties: {a: {}}\n"}})
            .loading() ==
        Lines{"lib/a.yaml:2:1: x-extends takes in properties only, and this schema has 'required'"});
}

TEST_CASE("files that extend each other in a circle give their properties once") {
  Trial trial("type: object\nx-extends: [lib/a.yaml]\n",
              {{"lib/a.yaml", "x-extends: [lib/b.yaml]\nproperties: {a: {}}\n"},
               {"lib/b.yaml", "x-extends: [lib/a.yaml]\nproperties: {b: {}}\n"}});
  CHECK(trial.schema().root().properties.size() == 2);
}

TEST_CASE("a part's values are the names of the files in its folder") {
  Trial trial("type: object\nproperties: {vendor: {type: string, x-part: lib/gpus}}\n",
              {{"lib/gpus/nvidia.yaml", ""}, {"lib/gpus/amd.yaml", ""}});
  CHECK(trial.said("vendor: amd") == Lines{});
  CHECK(trial.fault("vendor: nvidea") ==
        "1:9: vendor must be amd or nvidia, not 'nvidea'; did you mean 'nvidia'?");
  CHECK(trial.schema().root().property("vendor")->schema->part == "lib/gpus");
  CHECK(Trial("x-part: nowhere\n").loading() == Lines{"t:1:9: the folder 'nowhere' has no files"});
}

TEST_CASE("x-short, required and x-for must name properties that are there, x-for with values that can be") {
  CHECK(Trial("type: object\nx-short: nmae\nproperties: {name: {}}\n").loading() ==
        Lines{"t:2:10: x-short names 'nmae', and there is no such property; did you mean 'name'?"});
  CHECK(Trial("type: object\nrequired: [nme]\nproperties: {name: {}}\n").loading() ==
        Lines{"t:2:11: required names 'nme', and there is no such property; did you mean 'name'?"});
  CHECK(Trial("type: object\nproperties: {a: {x-for: {kid: [x]}}, kind: {}}\n").loading() ==
        Lines{"t:2:25: x-for names 'kid', and there is no such property; did you mean 'kind'?"});
  CHECK(Trial("type: object\nproperties: {a: {x-for: {kind: [x, z]}}, kind: {enum: [x, y]}}\n").loading() ==
        Lines{"t:2:36: x-for names the string 'z', which kind cannot be"});
  CHECK(Trial("type: object\nproperties: {a: {x-for: {b: [1]}}, b: {x-for: {a: [1]}}}\n").loading().size() ==
        2);
}

TEST_CASE("broken patterns and defaults that their schemas do not allow are found when a pack is checked") {
  Trial trial(
      "type: object\nproperties: {a: {pattern: 'a(b'}, n: {type: integer, minimum: 1, default: 0}}\n");
  CHECK(trial.loading() == Lines{});
  CHECK(trial.validation() ==
        Lines{"t:2:27: broken pattern 'a(b': missing closing parenthesis at character 4",
              "t:2:75: the default must be at least 1; found 0"});
}

TEST_CASE("the nodes tell commands what flags and help need") {
  Trial trial(
      "type: object\nproperties:\n  gpus: {type: object, x-short: count, description: How many., properties: "
      "{count: "
      "{type: [integer, string]}}}\n  cache: {type: string, x-entry: [cache, store]}\n  raw: true\n");
  const auto& root = trial.schema().root();
  CHECK(root.closed);
  CHECK(root.property("gpus")->schema->shortProperty == "count");
  CHECK(root.property("gpus")->schema->description == "How many.");
  CHECK(root.property("gpus")->key.origin().line == 3);
  CHECK(root.property("gpus")->schema->property("count")->schema->allows(aictl::Value::Kind::string));
  CHECK_FALSE(root.property("gpus")->schema->property("count")->schema->allows(aictl::Value::Kind::list));
  CHECK(root.property("cache")->schema->entryTemplates == Lines{"cache", "store"});
  CHECK(root.property("raw")->schema->any);
  CHECK(root.property("none") == nullptr);
}

TEST_CASE("a schema as deep as a reader lets pass is loaded") {
  std::string text;
  for (int i = 0; i < 60; ++i) text += "{properties: {a: ";
  text += "{type: string}";
  for (int i = 0; i < 60; ++i) text += "}}";
  CHECK(Trial(text).loading() == Lines{});
}

namespace {

/// Objects d0, d1, … each with properties that are the next one.
std::string chain(int length, std::string_view properties) {
  std::string text = "$defs:\n";
  for (int i = 0; i < length; ++i) {
    const auto next = "{$ref: '#/$defs/d" + std::to_string(i + 1) + "'}";
    text += "  d" + std::to_string(i) + ": {properties: {";
    for (const char name : properties) text += std::string(1, name) + ": " + next + ", ";
    text += "}}\n";
  }
  return text + "  d" + std::to_string(length) + ": {}\nschema: {$ref: '#/$defs/d0'}\n";
}

}  // namespace

TEST_CASE("a schema that references make deep without end is refused") {
  CHECK(Trial(chain(50, "a")).loading() == Lines{});
  const auto found = Trial(chain(5000, "a")).loading();
  REQUIRE_FALSE(found.empty());
  CHECK(found.front().find("is too deep or too large") != std::string::npos);
}

TEST_CASE("a small schema that would be filled in with millions of properties is refused") {
  CHECK(Trial(chain(10, "ab")).loading() == Lines{});
  const auto found = Trial(chain(40, "ab")).loading();
  REQUIRE_FALSE(found.empty());
  CHECK(found.front().find("is too deep or too large") != std::string::npos);
}

TEST_CASE("a small pack cannot make a large schema by taking in the same properties again and again") {
  std::string properties = "properties: {";
  for (int i = 0; i < 1000; ++i) properties += "p" + std::to_string(i) + ": {}, ";
  std::string items = "items: {anyOf: [";
  for (int i = 0; i < 1000; ++i) items += "{x-extends: [lib/a.yaml]}, ";
  const auto found = Trial(items + "]}\n", {{"lib/a.yaml", properties + "}\n"}}).loading();
  REQUIRE_FALSE(found.empty());
  CHECK(found.front().find("too many properties are taken in") != std::string::npos);
  std::string many = "properties: {";
  for (int i = 0; i < 2001; ++i) many += "p" + std::to_string(i) + ": {}, ";
  CHECK(Trial(many + "}\n").loading() == Lines{"t:1:13: must be at most 2000 properties, not a map"});
}
