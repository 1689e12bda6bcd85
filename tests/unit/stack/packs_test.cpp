// `packs:` of a stack, and `--pack`
#include "stacking.h"

using namespace aictl;
using namespace stacking;

namespace {

void writePack(const Fixture& fixture, const std::string& folder, const std::string& name = "job") {
  fixture.write(
      folder + "/" + name + "/template.yaml",
      "schema: {type: object, properties: {a: {type: string}}}\nvariants: [{manifests: [m.yaml]}]\n");
  fixture.write(
      folder + "/" + name + "/m.yaml",
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {$eval: entry.metadata}\ndata: {a: {$eval: spec.a}}\n");
}

}  // namespace

TEST_CASE(
    "a pack in a folder is looked for beside the stack, and its templates are used like the built-in ones") {
  Fixture fixture;
  writePack(fixture, "packs/mine");
  CHECK(objectsOf(
            fixture.render(stackOf("packs: [packs/mine]\njob:\n  x: {a: b}\ntrain:\n  y: {image: i}\n"))) ==
        Lines{"ConfigMap/x", "Job/y"});
  CHECK(fixture.lines().empty());
}

TEST_CASE("a pack of the command line comes after those of the stack") {
  Fixture fixture;
  writePack(fixture, "mine");
  fixture.options.packs = {fixture.folder.path("mine")};
  CHECK(objectsOf(fixture.render(stackOf("job:\n  x: {a: b}\n"))) == Lines{"ConfigMap/x"});
  CHECK(fixture.lines().empty());
}

TEST_CASE("a pack that is not there is told, and its templates are not told as unknown") {
  CHECK(said(stackOf("packs: [none]\njob:\n  x: {a: b}\n")) ==
        Lines{"aictl.yaml:2:9: there is no pack at 'none': no such folder"});
}

TEST_CASE("a folder without templates is no pack") {
  Fixture fixture;
  fixture.write("empty/lib/a.yaml", "{}");
  (void)fixture.load(stackOf("packs: [empty]\n"));
  CHECK(fixture.lines() == Lines{"aictl.yaml:2:9: 'empty' is no pack: no folder in it has a template.yaml"});
}

TEST_CASE("a template may bear neither a word of stacks nor the name of a command") {
  Fixture fixture;
  writePack(fixture, "mine", "vars");
  writePack(fixture, "mine", "apply");
  fixture.options.commands = {"apply"};
  (void)fixture.load(stackOf("packs: [mine]\n"));
  CHECK(fixture.lines() ==
        Lines{"aictl.yaml:2:9: the pack 'mine' has a template 'apply', which is the name of a command",
              "aictl.yaml:2:9: the pack 'mine' has a template 'vars', which is a word of stacks"});
}

TEST_CASE("a broken template of a pack is told with the pack's own line") {
  Fixture fixture;
  fixture.write("mine/job/template.yaml", "schema: {type: objekt}\nvariants: []\n");
  (void)fixture.load(stackOf("packs: [mine]\njob:\n  x: {a: b}\n"));
  REQUIRE_FALSE(fixture.lines().empty());
  CHECK(fixture.lines().front().find("mine/job/template.yaml:1:16: ") == 0);
}

TEST_CASE("the form of packs is checked") {
  CHECK(said(stackOf("packs: mine\n")) ==
        Lines{"aictl.yaml:2:8: packs are a list of folders, or of {git, ref}"});
  CHECK(said(stackOf("packs: [5]\n")) ==
        Lines{"aictl.yaml:2:9: a pack is a folder, or {git: URL, ref: REF}"});
  CHECK(said(stackOf("packs: [{git: 'https://example.com/p'}]\n")) ==
        Lines{"aictl.yaml:2:9: a pack from git needs a ref; add 'ref: TAG' (a branch, tag or commit)"});
}

TEST_CASE("a pack from git has to be in the lock, at its ref") {
  Fixture fixture;
  const auto text = stackOf("packs: [{git: 'https://example.com/p', ref: v2}]\n");
  const Lines expected{
      "aictl.yaml:2:9: aictl.lock does not hold 'example.com/p' at 'v2'; run 'aictl pack lock' to "
      "write it"};
  (void)fixture.load(text);
  CHECK(fixture.lines() == expected);
  fixture.findings.clear();
  fixture.write("aictl.lock",
                "packs: [{git: 'https://example.com/p', ref: v1, commit: "
                "'0123456789012345678901234567890123456789'}]\n");
  (void)fixture.load(text);
  CHECK(fixture.lines() == expected);
}
