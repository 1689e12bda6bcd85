// Plain manifests of a stack, and what is checked of all manifests.
#include "core/stack/manifest_checks.h"
#include "core/stack/plain_manifests.h"

#include "stacking.h"

using namespace aictl;
using namespace stacking;

namespace {

const std::string configMap = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n";

/// What is said of a plain manifest.
Lines saidOf(std::string_view manifest) {
  Fixture fixture;
  fixture.write("m.yaml", manifest);
  (void)fixture.render(stackOf("manifests: [m.yaml]\n"));
  return fixture.lines();
}

}  // namespace

TEST_CASE("a plain manifest belongs to its stack, by labels, and keeps its own") {
  Fixture fixture;
  fixture.write("m.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, labels: {own: label}}\n");
  const auto manifests = fixture.render(stackOf("manifests: [m.yaml]\n"));
  CHECK(fixture.lines().empty());
  REQUIRE(manifests.size() == 1);
  CHECK(manifests[0].entry.empty());
  CHECK(shown(*find(manifests[0].object, {"metadata", "labels"})) ==
        "{own: label, app.kubernetes.io/managed-by: aictl, aictl.dev/stack: s}");
  CHECK(fixture.placeOf(*find(manifests[0].object, {"metadata", "name"})) == "m.yaml:3:18");
}

TEST_CASE("files have several documents, lists are taken apart, empty documents are passed over") {
  Fixture fixture;
  fixture.write("m.yaml", "---\n---\n" + configMap +
                              "---\napiVersion: v1\nkind: List\nitems:\n"
                              "- {apiVersion: v1, kind: Secret, metadata: {name: a}}\n"
                              "- {apiVersion: v1, kind: SecretList, items: [{apiVersion: v1, kind: Secret, "
                              "metadata: {name: b}}]}\n");
  CHECK(objectsOf(fixture.render(stackOf("manifests: [m.yaml]\n"))) ==
        Lines{"ConfigMap/c", "Secret/a", "Secret/b"});
  CHECK(fixture.lines().empty());
}

TEST_CASE("a folder gives its .yaml, .yml and .json files in the order of their names") {
  Fixture fixture;
  const auto named = [](const std::string& name) {
    return "{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"metadata\": {\"name\": \"" + name + "\"}}";
  };
  fixture.write("all/2.yaml", named("b"));
  fixture.write("all/1.json", named("a"));
  fixture.write("all/3.yml", named("c"));
  fixture.write("all/0.txt", "no manifest");
  fixture.write("all/deeper/0.yaml", named("d"));
  CHECK(objectsOf(fixture.render(stackOf("manifests: [all]\n"))) ==
        Lines{"ConfigMap/a", "ConfigMap/b", "ConfigMap/c"});
  CHECK(fixture.lines().empty());
}

TEST_CASE("a file is looked for beside the file that names it") {
  Fixture fixture;
  fixture.write("aictl.yaml", stackOf(""));
  fixture.write("deep/more.yaml", "manifests: [m.yaml]\n");
  fixture.write("deep/m.yaml", configMap);
  fixture.options.files.push_back(fixture.folder.path("deep/more.yaml"));
  CHECK(fixture.load().plain.size() == 1);
  CHECK(fixture.lines().empty());
}

TEST_CASE("what is not there, or has nothing in it, is told where the stack names it") {
  Fixture fixture;
  std::filesystem::create_directories(fixture.folder.path("empty"));
  (void)fixture.render(stackOf("manifests:\n- none.yaml\n- empty\n- 5\n"));
  CHECK(fixture.lines() == Lines{"aictl.yaml:3:3: none.yaml: no such file",
                                 "aictl.yaml:4:3: the folder 'empty' has no .yaml, .yml or .json file",
                                 "aictl.yaml:5:3: manifests are a list of files"});
  CHECK(said(stackOf("manifests: m.yaml\n")) == Lines{"aictl.yaml:2:12: manifests are a list of files"});
}

TEST_CASE("what is no Kubernetes object is told at its place") {
  CHECK(saidOf("a: 1\n") == Lines{"m.yaml:1:1: this is no Kubernetes object: it needs apiVersion and kind"});
  CHECK(saidOf("text\n") == Lines{"m.yaml:1:1: this is no Kubernetes object: it needs apiVersion and kind"});
  CHECK(saidOf("[1]\n") == Lines{"m.yaml:1:1: this is no Kubernetes object: it needs apiVersion and kind"});
  CHECK(saidOf("apiVersion: v1\nkind: ConfigMap\nmetadata: {generateName: c-}\n") ==
        Lines{"m.yaml:1:1: a manifest of a stack needs metadata.name"});
  CHECK(saidOf("apiVersion: v1\nkind: ConfigMap\nmetadata: c\n") ==
        Lines{"m.yaml:1:1: a manifest of a stack needs metadata.name"});
  CHECK(saidOf("apiVersion: [\n").size() == 1);
}

TEST_CASE("a name is one that the API server takes for the kind") {
  CHECK(saidOf("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: Config}\n")
            .front()
            .find("m.yaml:3:18: the ConfigMap's name 'Config' is none that Kubernetes takes") == 0);
  CHECK(saidOf("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: 1.config.map}\n").empty());
  CHECK(saidOf("apiVersion: v1\nkind: Service\nmetadata: {name: 1st}\n")
            .front()
            .find("beginning with a letter") != std::string::npos);
  CHECK(saidOf("apiVersion: v1\nkind: Service\nmetadata: {name: a.b}\n").size() == 1);
  CHECK(saidOf("apiVersion: v1\nkind: Namespace\nmetadata: {name: a.b}\n").size() == 1);
  CHECK(saidOf("apiVersion: v1\nkind: Namespace\nmetadata: {name: 1st}\n").empty());
}

TEST_CASE("a kind and an apiVersion are words, since they become names of files and parts of URLs") {
  CHECK(saidOf("apiVersion: v1\nkind: ../../evil\nmetadata: {name: c}\n") ==
        Lines{"m.yaml:2:7: '../../evil' cannot be a kind: letters and digits"});
  CHECK(saidOf("apiVersion: a/b/c\nkind: C\nmetadata: {name: c}\n")
            .front()
            .find("m.yaml:1:13: 'a/b/c' cannot be an apiVersion") == 0);
  CHECK(saidOf("apiVersion: ../v1\nkind: C\nmetadata: {name: c}\n").size() == 1);
  CHECK(saidOf("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: c}\n").empty());
}

TEST_CASE("labels and annotations have keys that Kubernetes takes, and values that are strings") {
  const auto with = [](std::string_view what) {
    return saidOf("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\n  " + std::string(what) + "\n");
  };
  CHECK(with("labels: {a/b/c: d}").front().find("m.yaml:5:12: 'a/b/c' cannot be a key of metadata.labels") ==
        0);
  CHECK(with("labels: {a: 1}") == Lines{"m.yaml:5:15: the label 'a' must be a string, not an integer"});
  CHECK(with("labels: {a: 'b c'}").front().find("m.yaml:5:15: 'b c' cannot be the value of the label 'a'") ==
        0);
  CHECK(with("labels: {a: ''}").empty());
  CHECK(with("labels: [a]") == Lines{"m.yaml:5:11: metadata.labels must be a map, not a list"});
  CHECK(with("annotations: {a: 'any text, of any length'}").empty());
  CHECK(with("annotations: {'a b': c}")
            .front()
            .find("m.yaml:5:17: 'a b' cannot be a key of metadata.annotations") == 0);
  CHECK(with("annotations: {a: true}") ==
        Lines{"m.yaml:5:20: the annotation 'a' must be a string, not a boolean"});
  CHECK(with("annotations: 5") == Lines{"m.yaml:5:16: metadata.annotations must be a map, not an integer"});
}

TEST_CASE("one object made twice is told where the second is, with who made the first") {
  Fixture fixture;
  fixture.write("m.yaml", "apiVersion: batch/v1\nkind: Job\nmetadata: {name: job}\n");
  (void)fixture.render(stackOf("manifests: [m.yaml]\ntrain:\n  job: {image: i}\n"));
  CHECK(fixture.lines() == Lines{"m.yaml:3:18: train/job makes the same Job job already"});
}

TEST_CASE("one name in two namespaces, of two kinds or in two groups is no object twice") {
  CHECK(saidOf("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: a}\n---\n"
               "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: b}\n---\n"
               "apiVersion: v1\nkind: Secret\nmetadata: {name: c, namespace: a}\n---\n"
               "apiVersion: example.com/v1\nkind: ConfigMap\nmetadata: {name: c, namespace: a}\n")
            .empty());
  CHECK(saidOf("apiVersion: example.com/v1\nkind: C\nmetadata: {name: c}\n---\napiVersion: "
               "example.com/v2\nkind: C\nmetadata: {name: c, namespace: default}\n")
            .size() == 1);
}
