// `patches:` of a stack
#include "core/stack/patches.h"

#include "stacking.h"

using namespace aictl;
using namespace stacking;

namespace {

const std::string entries =
    "train:\n  a: {image: i}\n  b: {image: i}\nserve:\n  w: {image: i, port: 80, engine: deployment}\n";

std::vector<stack::Rendered> patched(Fixture& fixture, std::string_view patches,
                                     const std::vector<std::string>& names = {}) {
  return fixture.render(stackOf("patches:\n" + std::string(patches) + entries), names);
}

/// Which objects have the annotation `p`.
Lines marked(std::string_view patch) {
  Fixture fixture;
  const auto manifests =
      patched(fixture, "- {" + std::string(patch) + ", merge: {metadata: {annotations: {p: x}}}}\n");
  CHECK(fixture.lines() == Lines{});
  Lines result;
  for (const auto& manifest : manifests) {
    if (!findString(manifest.object, {"metadata", "annotations", "p"}).empty()) {
      result.push_back(manifest.entry + " " + std::string(findString(manifest.object, {"kind"})));
    }
  }
  return result;
}

Lines faultsOf(std::string_view patches, const std::vector<std::string>& names = {}) {
  Fixture fixture;
  (void)patched(fixture, patches, names);
  return fixture.lines();
}

}  // namespace

TEST_CASE("a patch is for the manifests of an entry, of a kind, of a name, or of all of these") {
  CHECK(marked("entry: train/a") == Lines{"train/a Job"});
  CHECK(marked("kind: Job") == Lines{"train/a Job", "train/b Job"});
  CHECK(marked("name: w") == Lines{"serve/w Deployment", "serve/w Service"});
  CHECK(marked("entry: serve/w, kind: Service") == Lines{"serve/w Service"});
  CHECK(marked("entry: train/b, kind: Job, name: b") == Lines{"train/b Job"});
}

TEST_CASE("merge patches are RFC 7396's, and keep the place of the patch") {
  Fixture fixture;
  const auto manifests = patched(
      fixture,
      "- {entry: train/a, merge: {spec: {backoffLimit: 3, template: {spec: {restartPolicy: null}}}}}\n");
  const Value& job = manifests.at(0).object;
  CHECK(fixture.placeOf(*find(job, {"spec", "backoffLimit"})) == "aictl.yaml:3:49");
  CHECK(find(job, {"spec", "template", "spec", "restartPolicy"}) == nullptr);
  CHECK(find(job, {"spec", "template", "spec", "containers"}) != nullptr);
}

TEST_CASE("JSON patches apply their operations in order, to manifests that earlier patches changed") {
  Fixture fixture;
  const auto manifests = patched(fixture,
                                 "- {entry: train/a, merge: {spec: {x: [1]}}}\n"
                                 "- {entry: train/a, json: [{op: add, path: /spec/x/-, value: 2}, {op: test, "
                                 "path: /spec/x/1, value: 2}]}\n");
  CHECK(fixture.lines().empty());
  CHECK(shown(*find(manifests.at(0).object, {"spec", "x"})) == "[1, 2]");
}

TEST_CASE("a patch that matches nothing is told") {
  CHECK(faultsOf("- {entry: train/c, merge: {}}\n") ==
        Lines{"aictl.yaml:3:3: this patch matches nothing; name an entry as template/name, or a kind that "
              "the entry makes"});
  CHECK(faultsOf("- {entry: train/a, kind: Deployment, merge: {}}\n").size() == 1);
}

TEST_CASE("where entries are chosen, patches for the others match nothing without a word") {
  CHECK(faultsOf("- {entry: train/b, merge: {}}\n- {kind: Deployment, merge: {}}\n", {"train/a"}).empty());
  CHECK(faultsOf("- {entry: train/a, kind: Deployment, merge: {}}\n", {"train/a"}).size() == 1);
}

TEST_CASE("a patch for a plain manifest is no fault where entries are chosen") {
  Fixture fixture;
  fixture.write("m.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n");
  (void)fixture.render(stackOf("manifests: [m.yaml]\npatches: [{kind: ConfigMap, merge: {data: {a: "
                               "b}}}]\ntrain:\n  a: {image: i}\n"),
                       {"a"});
  CHECK(fixture.lines().empty());
}

TEST_CASE(
    "a path that leads nowhere is told at the operation, with the entry, and leaves the manifest as it was") {
  Fixture fixture;
  const auto manifests = patched(
      fixture,
      "- {entry: train/a, json: [{op: add, path: /spec/x, value: 1}, {op: remove, path: /spec/none}]}\n");
  CHECK(fixture.lines() == Lines{"aictl.yaml:3:82: train/a: '/spec/none' leads to nothing in the manifest"});
  CHECK(find(manifests.at(0).object, {"spec", "x"}) == nullptr);
}

TEST_CASE("a patch cannot take away what makes a manifest an object of the stack") {
  for (const auto* patch : {"merge: {metadata: null}", "merge: {kind: null}",
                            "merge: {metadata: {name: null}}", "json: [{op: replace, path: '', value: 5}]"}) {
    INFO(patch);
    CHECK(faultsOf("- {entry: train/a, " + std::string(patch) + "}\n") ==
          Lines{"aictl.yaml:3:3: train/a: the patch leaves a manifest without apiVersion, kind or "
                "metadata.name"});
  }
  CHECK(faultsOf("- {entry: train/a, merge: {metadata: {labels: null}}}\n")
            .front()
            .find("train/a: the patch changes the label app.kubernetes.io/managed-by, by which the stack "
                  "knows what is its own") != std::string::npos);
  CHECK(faultsOf("- {entry: train/a, merge: {metadata: {labels: {aictl.dev/stack: other}}}}\n").size() == 1);
}

TEST_CASE("the form of patches is checked") {
  CHECK(faultsOf("- 5\n") ==
        Lines{"aictl.yaml:3:3: a patch is a map with 'entry', 'kind' or 'name', and 'merge' or 'json'"});
  CHECK(faultsOf("- {entry: train/a}\n") == Lines{"aictl.yaml:3:3: a patch has either 'merge' or 'json'"});
  CHECK(faultsOf("- {entry: train/a, merge: {}, json: []}\n") ==
        Lines{"aictl.yaml:3:3: a patch has either 'merge' or 'json'"});
  CHECK(faultsOf("- {merge: {}}\n") ==
        Lines{"aictl.yaml:3:3: a patch says which manifests it is for: entry, kind or name"});
  CHECK(faultsOf("- {entry: train/a, merge: 5}\n") ==
        Lines{"aictl.yaml:3:27: 'merge' is a map of what to change"});
  CHECK(faultsOf("- {entry: train/a, json: {}}\n") ==
        Lines{"aictl.yaml:3:26: 'json' is a list of operations"});
  CHECK(faultsOf("- {entry: [a], merge: {}}\n") == Lines{"aictl.yaml:3:11: 'entry' must be a text"});
  CHECK(faultsOf("- {entri: train/a, merge: {}}\n").front() ==
        "aictl.yaml:3:3: a patch says which manifests it is for: entry, kind or name");
  CHECK(faultsOf("- {kind: Job, nam: a, merge: {}}\n") ==
        Lines{"aictl.yaml:3:15: unknown key 'nam' in a patch; did you mean 'name'?"});
  CHECK(said(stackOf("patches: {}\n")) == Lines{"aictl.yaml:2:10: patches are a list"});
}
