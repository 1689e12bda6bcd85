// Where templates, parts and files are looked for.
#include <filesystem>

#include "core/jsone/identifier.h"
#include "core/jsone/syntax_trees.h"
#include "packing.h"

using namespace aictl;
using packing::dataOf;
using packing::Fixture;
using Lines = std::vector<std::string>;
namespace fs = std::filesystem;

TEST_CASE("the built-in pack has its templates, each without a fault") {
  Fixture fixture;
  CHECK(fixture.packs.templates() == Lines{"cache", "graph", "network", "serve", "train"});
  for (const auto& name : fixture.packs.templates()) {
    const auto found = fixture.packs.find(name);
    REQUIRE(found);
    REQUIRE(found->definition != nullptr);
    CHECK(found->definition->name == name);
    CHECK_FALSE(found->definition->description.empty());
    CHECK_FALSE(found->definition->examples.empty());
  }
}

TEST_CASE("a template that is nowhere is none, and no fault") {
  Fixture fixture;
  const auto found = fixture.packs.find("nothing");
  REQUIRE(found);
  CHECK(found->definition == nullptr);
}

TEST_CASE("a pack's template stands beside the built-in ones, and hides one of its name") {
  Fixture fixture;
  fixture.writeTemplate("description: mine\n");
  fixture.write("train/template.yaml",
                "description: my own training\nschema: {type: object}\nvariants: []\n");
  fixture.addPack();
  CHECK(fixture.packs.templates() == Lines{"cache", "graph", "network", "serve", "t", "train"});
  const auto found = fixture.packs.find("train");
  REQUIRE(found);
  CHECK(found->definition->description == "my own training");
  CHECK(found->pack->name() == "mine");
  CHECK(fixture.packs.find("serve")->pack->name() == "built-in");
}

TEST_CASE("the pack that was added last wins") {
  Fixture fixture;
  fixture.writeTemplate("description: first\n");
  fixture.addPack();
  const TemporaryFolder other;
  other.write("t/template.yaml", "description: second\nschema: {type: object}\nvariants: []\n");
  fixture.packs.add("other", pack::folderFiles(other.path(), fixture.sources));
  CHECK(fixture.packs.find("t")->definition->description == "second");
}

TEST_CASE("a pack has the parts and schemas of the built-in lib, and may have its own in their place") {
  Fixture fixture;
  fixture.write(
      "t/template.yaml",
      "schema:\n  type: object\n  x-extends: [lib/schemas/object.yaml]\nvariants: [{manifests: [m.yaml]}]\n");
  fixture.write("t/m.yaml",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {$eval: entry.metadata}\n"
                "data: {$eval: 'include(\"lib/texts\", {map: {a: 1}})'}\n");
  fixture.addPack();
  const auto found = fixture.packs.find("t");
  REQUIRE(found);
  CHECK(found->definition->schema->root().property("labels") != nullptr);

  Findings findings;
  CHECK(fixture.packs.last().read("lib/rules.yaml", findings)->front().find("pod") != nullptr);
  fixture.write("lib/rules.yaml", "mine: []\n");
  Fixture again;
  again.packs.add("mine", pack::folderFiles(fixture.folder.path(), again.sources));
  CHECK(again.packs.last().read("lib/rules.yaml", findings)->front().find("pod") == nullptr);
  CHECK(findings.empty());
}

TEST_CASE("the files of a folder are those of the pack and of the built-in one, sorted, each once") {
  Fixture fixture;
  fixture.write("network/types/aaa.yaml", "{}");
  fixture.write("network/types/macvlan.yaml", "{}");
  fixture.write("network/types/notes.txt", "");
  fixture.addPack();
  auto expected = fixture.packs.builtin().list("network/types");
  expected.insert(expected.begin(), "aaa");
  CHECK(fixture.packs.last().list("network/types") == expected);
  CHECK(std::ranges::is_sorted(expected));
}

TEST_CASE("a file is read once, however often it is asked for") {
  Fixture fixture;
  Findings findings;
  const auto first = fixture.packs.builtin().read("lib/rules.yaml", findings);
  const auto second = fixture.packs.builtin().read("lib/rules.yaml", findings);
  CHECK(first->front().identity() == second->front().identity());
}

TEST_CASE("links and paths that lead out of a pack's folder are not followed") {
  const TemporaryFolder outside;
  outside.write("secret.yaml", "a: 1\n");
  outside.write("away/template.yaml", "schema: {type: object}\nvariants: []\n");
  Fixture fixture;
  fixture.writeTemplate("");
  fs::create_symlink(outside.path("secret.yaml"), fixture.folder.path("t/linked.yaml"));
  fs::create_directory_symlink(outside.path("away"), fixture.folder.path("away"));
  const auto files = pack::folderFiles(fixture.folder.path(), fixture.sources);
  Findings findings;
  CHECK_FALSE(files->read("t/linked.yaml", findings));
  CHECK_FALSE(
      files->read("../" + outside.path().substr(outside.path().rfind('/') + 1) + "/secret.yaml", findings));
  CHECK_FALSE(files->read(outside.path("secret.yaml"), findings));
  CHECK(files->list("t") == Lines{"m", "template"});
  CHECK(files->list("../..").empty());
  CHECK(files->templates() == Lines{"t"});
  CHECK(findings.empty());
}

TEST_CASE("links inside of a pack are followed, and the pack's folder may be one itself") {
  Fixture fixture;
  fixture.writeTemplate("");
  fs::create_symlink("m.yaml", fixture.folder.path("t/same.yaml"));
  const TemporaryFolder elsewhere;
  fs::create_directory_symlink(fixture.folder.path(), elsewhere.path("pack"));
  const auto files = pack::folderFiles(elsewhere.path("pack"), fixture.sources);
  Findings findings;
  CHECK(files->read("t/same.yaml", findings));
  CHECK(files->templates() == Lines{"t"});
}

TEST_CASE("what is no file is not read: a folder, a pipe that nobody writes to") {
  Fixture fixture;
  fs::create_directories(fixture.folder.path("t/folder.yaml"));
  fixture.writeTemplate("");
  const auto files = pack::folderFiles(fixture.folder.path(), fixture.sources);
  Findings findings;
  CHECK_FALSE(files->read("t/folder.yaml", findings));
  CHECK(files->list("t") == Lines{"m", "template"});
}

TEST_CASE("a folder that is not there has nothing") {
  Fixture fixture;
  const auto files = pack::folderFiles(fixture.folder.path("none"), fixture.sources);
  Findings findings;
  CHECK(files->templates().empty());
  CHECK(files->list("t").empty());
  CHECK_FALSE(files->read("t/template.yaml", findings));
}

TEST_CASE("the expressions of the built-in pack are parsed by the build") {
  Sources sources;
  pack::Packs packs(sources);
  const auto files = pack::builtinFiles(sources);
  std::size_t count = 0;
  for (const std::string& name : packs.templates()) {
    for (const pack::Rule& rule : (*packs.find(name)).definition->rules) {
      for (const auto* expression : {&rule.when, &rule.each, &rule.assertion, &rule.at}) {
        if (!*expression) continue;
        const Value& source = (*expression)->source();
        INFO(source.string());
        const bool isName = jsone::isIdentifier(source.string());
        CHECK(files->trees()->find(source).has_value() == !isName);
        ++count;
      }
    }
  }
  CHECK(count > 100);
}
