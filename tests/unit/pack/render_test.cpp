// What a template makes of an entry: variants, parts with their arguments, offers, and what vanishes.
#include "core/pack/render.h"

#include "packing.h"

using namespace aictl;
using packing::dataOf;
using packing::Fixture;
using packing::Subject;
using Lines = std::vector<std::string>;

namespace {

std::vector<std::string> namesOf(const std::vector<Value>& manifests) {
  std::vector<std::string> names;
  for (const Value& manifest : manifests) names.emplace_back(findString(manifest, {"metadata", "name"}));
  return names;
}

void writeManifest(const Fixture& fixture, std::string_view file, std::string_view name) {
  fixture.write(file, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + std::string(name) + "}\n");
}

/// A template whose manifest takes in the part lib/p.
void usePart(Fixture& fixture, std::string_view part, std::string_view call) {
  fixture.writeTemplate("", "{a: {$eval: '" + std::string(call) + "'}}");
  fixture.write("lib/p.yaml", part);
  fixture.addPack();
}

Lines faultsOfPart(std::string_view part, std::string_view call) {
  Fixture fixture;
  usePart(fixture, part, call);
  CHECK(Subject(fixture, "t", "").manifests(fixture).empty());
  return fixture.lines();
}

}  // namespace

TEST_CASE("all variants whose condition holds give their manifests, in order") {
  Fixture fixture;
  fixture.write("t/template.yaml",
                "schema: {type: object, additionalProperties: true}\nvariants:\n"
                "  - {when: spec.a, manifests: [a.yaml]}\n"
                "  - {manifests: [b.yaml, c.yaml]}\n"
                "  - {when: '!(spec.a)', manifests: [d.yaml]}\n");
  for (const auto* name : {"a", "b", "c", "d"})
    writeManifest(fixture, "t/" + std::string(name) + ".yaml", name);
  fixture.addPack();
  CHECK(namesOf(Subject(fixture, "t", "a: 1").manifests(fixture)) == Lines{"a", "b", "c"});
  CHECK(namesOf(Subject(fixture, "t", "a: 0").manifests(fixture)) == Lines{"b", "c", "d"});
}

TEST_CASE("a manifest that comes to nothing is none, and one that is a list is several") {
  Fixture fixture;
  fixture.write("t/template.yaml",
                "schema: {type: object, additionalProperties: true}\nvariants: [{manifests: [m.yaml]}]\n");
  fixture.write(
      "t/m.yaml",
      "$map: {$eval: spec.names}\neach(n): {apiVersion: v1, kind: ConfigMap, metadata: {name: '${n}'}}\n");
  fixture.addPack();
  CHECK(namesOf(Subject(fixture, "t", "names: [a, b]").manifests(fixture)) == Lines{"a", "b"});
  CHECK(Subject(fixture, "t", "names: []").manifests(fixture).empty());
  CHECK(fixture.lines().empty());
}

TEST_CASE("a manifest without kind, apiVersion or name is a fault of the template at its place") {
  Fixture fixture;
  fixture.write("t/template.yaml", "schema: {type: object}\nvariants: [{manifests: [m.yaml]}]\n");
  fixture.write("t/m.yaml", "kind: ConfigMap\nmetadata: {name: x}\n");
  fixture.addPack();
  CHECK(Subject(fixture, "t", "").manifests(fixture).empty());
  CHECK(fixture.lines() ==
        Lines{"t/m.yaml:1:1: t/x: TemplateError: a manifest needs apiVersion, kind and metadata.name; "
              "this is a fault of the template, not of the stack"});
}

TEST_CASE("a variant that names a file which is not there is told at the template") {
  Fixture fixture;
  fixture.write("t/template.yaml", "schema: {type: object}\nvariants: [{manifests: [m.yaml]}]\n");
  fixture.addPack();
  CHECK(Subject(fixture, "t", "").manifests(fixture).empty());
  CHECK(fixture.lines() == Lines{"t/template.yaml:1:1: t/x: TemplateError: there is no manifest 't/m.yaml'; "
                                 "this is a fault of the template, not of the stack"});
}

TEST_CASE("templates see the entry with its labels, the stack and the environment") {
  Fixture fixture;
  fixture.writeTemplate("",
                        "{a: {$eval: '[entry.template, entry.name, entry.namespace, stack.name, "
                        "stack.namespace, environment]'}}");
  fixture.addPack();
  CHECK(dataOf(fixture) == "{a: [t, x, ml, s, ml]}");
  Subject subject(fixture, "t", "");
  subject.subject.environment = "prod";
  const auto manifests = subject.manifests(fixture);
  CHECK(find(manifests.at(0), {"data", "a"})->items().back() == Value("prod"));
  CHECK(yaml::writeInline(*find(manifests.at(0), {"metadata"})) ==
        "{name: x, namespace: ml, labels: {app.kubernetes.io/name: x, app.kubernetes.io/managed-by: aictl, "
        "aictl.dev/stack: s, aictl.dev/template: t, aictl.dev/name: x}}");
}

TEST_CASE("a value that a manifest takes from the spec keeps its place, and a literal has the template's") {
  Fixture fixture;
  fixture.writeTemplate("", "{a: {$eval: spec.a}, b: literal}");
  fixture.addPack();
  const auto manifests = Subject(fixture, "t", "a: [1]").manifests(fixture);
  CHECK(fixture.sources.place((*find(manifests.at(0), {"data", "a"}))[0].origin()) == "aictl.yaml:1:5");
  CHECK(fixture.sources.place(find(manifests.at(0), {"data", "b"})->origin()) ==
        fixture.folder.path("t/m.yaml:4:31"));
}

TEST_CASE("what is absent vanishes from a manifest, unless the template or a raw value wrote it empty") {
  Fixture fixture;
  fixture.write("t/template.yaml",
                "variants: [{manifests: [m.yaml]}]\nschema:\n  type: object\n  properties:\n"
                "    limits: {type: object, properties: {cpu: {type: string}, memory: {type: string}}}\n"
                "    list: {type: array, items: {type: string}}\n"
                "    raw: {}\n    count: {type: integer}\n");
  fixture.write("t/m.yaml",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {$eval: entry.metadata}\ndata:\n"
                "  limits: {$eval: spec.limits}\n  list: {$eval: spec.list}\n  raw: {$eval: spec.raw}\n"
                "  count: {$eval: spec.count}\n  deep: {er: {still: {$eval: spec.count}}}\n  emptyDir: {}\n"
                "  choice: {$if: spec.count, then: {a: 1}}\n");
  fixture.addPack();
  CHECK(dataOf(fixture) == "{emptyDir: {}}");
  CHECK(dataOf(fixture, "{limits: {cpu: null}, list: [], raw: {}, count: 0}") ==
        "{raw: {}, count: 0, deep: {er: {still: 0}}, emptyDir: {}}");
  CHECK(dataOf(fixture, "{limits: {memory: 1Gi}, list: [a]}") ==
        "{limits: {memory: 1Gi}, list: [a], emptyDir: {}}");
}

TEST_CASE("a part takes arguments, with defaults, and sees the root scope") {
  Fixture fixture;
  usePart(fixture, "args: [a, {b: 2}]\n---\n[{$eval: a}, {$eval: b}, {$eval: entry.name}]\n",
          "include(\"lib/p\", {a: 1})");
  CHECK(dataOf(fixture) == "{a: [1, 2, x]}");
}

TEST_CASE("a part's default can be replaced") {
  Fixture fixture;
  usePart(fixture, "args: [{b: 2}]\n---\n{$eval: b}\n", "include(\"lib/p\", {b: 3})");
  CHECK(dataOf(fixture) == "{a: 3}");
}

TEST_CASE("a part without a document of arguments takes none") {
  Fixture fixture;
  usePart(fixture, "{$eval: entry.name}\n", "include(\"lib/p\")");
  CHECK(dataOf(fixture) == "{a: x}");
}

TEST_CASE("a part does not see its caller's variables") {
  Fixture fixture;
  fixture.writeTemplate("", "{a: {$let: {v: 1}, in: {$eval: 'include(\"lib/p\")'}}}");
  fixture.write("lib/p.yaml", "{$eval: v}\n");
  fixture.addPack();
  CHECK(Subject(fixture, "t", "").manifests(fixture).empty());
  REQUIRE(fixture.lines().size() == 1);
  CHECK(fixture.lines().front().find("lib/p.yaml:1:9: t/x: InterpreterError: unknown context value v") == 0);
}

TEST_CASE("an argument that is missing, or that a part does not take, is told by name") {
  const auto missing = faultsOfPart("args: [a]\n---\n{$eval: a}\n", "include(\"lib/p\", {})");
  REQUIRE(missing.size() == 1);
  CHECK(missing.front().find("part 'lib/p' needs the argument 'a'") != std::string::npos);
  const auto tooMany = faultsOfPart("args: [a]\n---\n{$eval: a}\n", "include(\"lib/p\", {a: 1, b: 2})");
  REQUIRE(tooMany.size() == 1);
  CHECK(tooMany.front().find("part 'lib/p' takes no argument 'b'") != std::string::npos);
  CHECK(tooMany.front().find("t/m.yaml:4:") == 0);
}

TEST_CASE("a part that is not there, and a call that is none, are told") {
  CHECK(faultsOfPart("5\n", "include(\"lib/none\")").front().find("there is no part 'lib/none'") !=
        std::string::npos);
  CHECK(faultsOfPart("5\n", "include(5)").front().find("include takes the path of a part") !=
        std::string::npos);
  CHECK(faultsOfPart("5\n", "include(\"lib/p\", 5)").front().find("as a map") != std::string::npos);
}

TEST_CASE("a part of a wrong form is told at the part") {
  CHECK(faultsOfPart("1\n---\n2\n---\n3\n", "include(\"lib/p\")")
            .front()
            .find("lib/p.yaml:1:1: t/x: TemplateError: a part is one document") == 0);
  CHECK(faultsOfPart("arguments: [a]\n---\n2\n", "include(\"lib/p\")")
            .front()
            .find("lib/p.yaml:1:1: t/x: TemplateError: a part's first document is") == 0);
  CHECK(faultsOfPart("{a: [}\n", "include(\"lib/p\")").front().find("lib/p.yaml:1:") == 0);
}

TEST_CASE("a part that takes itself in ends with a fault and not with the program") {
  const auto lines = faultsOfPart("{$eval: 'include(\"lib/p\")'}\n", "include(\"lib/p\")");
  REQUIRE(lines.size() == 1);
  CHECK(lines.front().find("this is a fault of the template") != std::string::npos);
}

TEST_CASE("an entry offers a map with all keys of the template, null where there is nothing") {
  Fixture fixture;
  fixture.writeTemplate(
      "offers:\n  claim: {$eval: entry.name}\n  url: {$if: '\"port\" in spec', then: "
      "'http://${entry.name}'}\n");
  fixture.addPack();
  CHECK(yaml::writeInline(Subject(fixture, "t", "").offers(fixture)) == "{claim: x, url: null}");
  CHECK(yaml::writeInline(Subject(fixture, "t", "port: 1").offers(fixture)) == "{claim: x, url: http://x}");
}

TEST_CASE("offers with a fault are told at the template and are none") {
  Fixture fixture;
  fixture.writeTemplate("offers:\n  claim: {$eval: nothing}\n");
  fixture.addPack();
  CHECK(Subject(fixture, "t", "").offers(fixture).empty());
  REQUIRE(fixture.lines().size() == 1);
  CHECK(fixture.lines().front().find("t/template.yaml:4:18: t/x: ") == 0);
}

TEST_CASE("ref gives what another entry offers, and asks for it by templates and name") {
  Fixture fixture;
  fixture.writeTemplate("",
                        "{one: {$eval: 'ref(\"cache\", \"c\").claim'}, two: {$eval: 'ref([\"graph\", "
                        "\"serve\"], \"s\").claim'}}");
  fixture.addPack();
  Subject subject(fixture, "t", "");
  Lines asked;
  subject.reference = [&](const std::vector<std::string>& templates, std::string_view name) {
    for (const auto& wanted : templates) asked.push_back(wanted + "/" + std::string(name));
    return Value::map({{"claim", name}});
  };
  const auto manifests = subject.manifests(fixture);
  CHECK(yaml::writeInline(*manifests.at(0).find("data")) == "{one: c, two: s}");
  CHECK(asked == Lines{"cache/c", "graph/s", "serve/s"});
}

TEST_CASE("ref to an entry that is not there is a fault") {
  Fixture fixture;
  fixture.writeTemplate("", "{one: {$eval: 'ref(\"cache\", \"c\").claim'}}");
  fixture.addPack();
  CHECK(Subject(fixture, "t", "").manifests(fixture).empty());
  CHECK(fixture.lines().front().find("there is no entry 'c' to refer to") != std::string::npos);
}
