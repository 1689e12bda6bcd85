// `patches:` change what was rendered; `manifests:` are plain files that belong to the stack.

#include "catch.h"
#include "shell/fixture/lines.h"
#include "shell/fixture/workspace.h"
#include "shell/refused.h"

using aictl::test::checkRefused;
using aictl::test::linesWith;
using aictl::test::Outcome;
using aictl::test::Workspace;

namespace {

const std::string twoEntries =
    "stack: s\n"
    "train:\n"
    "  a: {image: x, workers: 2}\n"
    "  b: {image: y}\n";

Outcome renderedWith(const std::string& patches) {
  const Workspace work;
  work.write("aictl.yaml", twoEntries + patches);
  return work.aictl({"render"});
}

}  // namespace

TEST_CASE("a merge patch changes the manifests of an entry and kind, and no others") {
  const Outcome run = renderedWith(
      "patches:\n"
      "- entry: train/a\n"
      "  kind: Job\n"
      "  merge: {spec: {backoffLimit: 7, completionMode: null}}\n");
  CHECK(run.code == 0);
  CHECK(run.err.empty());
  CHECK(linesWith("backoffLimit:", run.out) == "backoffLimit: 7\n");
  CHECK(linesWith("completionMode:", run.out).empty());
}

TEST_CASE("a patch by kind alone changes all of the kind, one by name the object of the name") {
  CHECK(linesWith("backoffLimit:",
                  renderedWith("patches: [{kind: Job, merge: {spec: {backoffLimit: 7}}}]\n").out) ==
        "backoffLimit: 7\nbackoffLimit: 7\n");
  CHECK(linesWith("backoffLimit:",
                  renderedWith("patches: [{kind: Job, name: b, merge: {spec: {backoffLimit: 7}}}]\n").out) ==
        "backoffLimit: 7\n");
}

TEST_CASE("a JSON patch adds, replaces, removes, moves, copies and tests") {
  const Outcome run = renderedWith(
      "patches:\n"
      "- entry: train/b\n"
      "  json:\n"
      "  - {op: test, path: /spec/template/spec/containers/0/name, value: main}\n"
      "  - {op: add, path: /spec/template/spec/containers/-, value: {name: side, image: z}}\n"
      "  - {op: add, path: /spec/template/spec/containers/0, value: {name: first, image: w}}\n"
      "  - {op: replace, path: /spec/template/spec/restartPolicy, value: Never}\n"
      "  - {op: copy, from: /metadata/labels/app.kubernetes.io~1name, path: /metadata/labels/copy}\n"
      "  - {op: move, from: /metadata/labels/copy, path: /metadata/labels/moved}\n"
      "  - {op: remove, path: /spec/template/metadata}\n");
  CHECK(run.code == 0);
  CHECK(run.err.empty());
  CHECK(run.out.substr(run.out.rfind("---\n")) ==
        "---\n"
        "apiVersion: batch/v1\n"
        "kind: Job\n"
        "metadata:\n"
        "  name: b\n"
        "  namespace: default\n"
        "  labels:\n"
        "    app.kubernetes.io/name: b\n"
        "    app.kubernetes.io/managed-by: aictl\n"
        "    aictl.dev/stack: s\n"
        "    aictl.dev/template: train\n"
        "    aictl.dev/name: b\n"
        "    moved: b\n"
        "spec:\n"
        "  template:\n"
        "    spec:\n"
        "      restartPolicy: Never\n"
        "      containers:\n"
        "      - name: first\n"
        "        image: w\n"
        "      - name: main\n"
        "        image: \"y\"\n"
        "      - name: side\n"
        "        image: z\n");
}

TEST_CASE("a patch that matches nothing is an error at the patch") {
  const std::string rest =
      "this patch matches nothing; name an entry as template/name, or a kind that the entry makes\n";
  checkRefused(twoEntries + "patches:\n- {entry: train/c, merge: {}}\n- {kind: TFJob, merge: {}}\n",
               "aictl.yaml:6:3: " + rest + "aictl.yaml:7:3: " + rest);
}

TEST_CASE("a patch of an entry that was not asked for is no error") {
  const Workspace work;
  work.write("aictl.yaml", twoEntries + "patches: [{entry: train/a, merge: {spec: {backoffLimit: 7}}}]\n");
  const Outcome run = work.aictl({"render", "train/b"});
  CHECK(run.code == 0);
  CHECK(run.err.empty());
}

TEST_CASE(
    "an operation whose path leads nowhere, whose test fails, or that is none, is an error at the "
    "operation") {
  checkRefused(
      twoEntries +
          "patches:\n"
          "- entry: train/b\n"
          "  json:\n"
          "  - {op: replace, path: /spec/nothing, value: 1}\n"
          "- {entry: train/b, json: [{op: test, path: /kind, value: Jub}]}\n"
          "- {entry: train/b, json: [{op: delete, path: /kind}]}\n"
          "- {entry: train/b, json: [{op: add, path: kind, value: 1}]}\n",
      "aictl.yaml:8:25: train/b: '/spec/nothing' leads to nothing in the manifest\n"
      "aictl.yaml:9:27: train/b: the test of '/kind' does not hold\n"
      "aictl.yaml:10:27: train/b: an operation is add, remove, replace, move, copy or test, not 'delete'\n"
      "aictl.yaml:11:43: train/b: 'kind' is no JSON pointer such as /spec/replicas\n");
}

TEST_CASE("a patch of a wrong shape is told") {
  checkRefused(twoEntries +
                   "patches:\n"
                   "- {merge: {}}\n"
                   "- {kind: Job}\n"
                   "- {kind: Job, merge: {}, jsn: []}\n"
                   "- {kind: Job, json: {}}\n",
               "aictl.yaml:6:3: a patch says which manifests it is for: entry, kind or name\n"
               "aictl.yaml:7:3: a patch has either 'merge' or 'json'\n"
               "aictl.yaml:8:26: unknown key 'jsn' in a patch; did you mean 'json'?\n"
               "aictl.yaml:9:21: 'json' is a list of operations\n");
  checkRefused(twoEntries + "patches: {kind: Job}\n", "aictl.yaml:5:10: patches are a list\n");
}

TEST_CASE("a patch cannot take away what makes a manifest an object, or its stack's labels") {
  checkRefused(
      twoEntries + "patches:\n- {entry: train/b, json: [{op: remove, path: /metadata/name}]}\n",
      "aictl.yaml:6:3: train/b: the patch leaves a manifest without apiVersion, kind or metadata.name\n");
  checkRefused(
      twoEntries + "patches:\n- {entry: train/b, merge: {metadata: {labels: {aictl.dev/stack: t}}}}\n",
      "aictl.yaml:6:3: train/b: the patch changes the label aictl.dev/stack, by which the stack knows what "
      "is its "
      "own\n");
}

TEST_CASE("plain manifests belong to the stack: files, and folders in the order of their names") {
  const Workspace work;
  work.write("aictl.yaml", "stack: s\nnamespace: ml\nmanifests: [one.yaml, more]\ntrain: {a: {image: x}}\n");
  work.write(
      "one.yaml",
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\ndata: {k: v}\n---\n---\napiVersion: v1\n"
      "kind: List\nitems: [{apiVersion: v1, kind: ConfigMap, metadata: {name: two}}]\n");
  work.write("more/b.yml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b, labels: {mine: yes}}\n");
  work.write("more/a.json", R"({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}})");
  work.write("more/notes.txt", "no manifest");
  CHECK(work.aictl({"render", "-o", "name"}).out ==
        "job.batch/a\nconfigmap/one\nconfigmap/two\nconfigmap/a\nconfigmap/b\n");

  const std::string out = work.aictl({"render"}).out;
  CHECK(out.substr(out.rfind("---\n")) ==
        "---\n"
        "apiVersion: v1\n"
        "kind: ConfigMap\n"
        "metadata:\n"
        "  name: b\n"
        "  labels:\n"
        "    mine: \"yes\"\n"
        "    app.kubernetes.io/managed-by: aictl\n"
        "    aictl.dev/stack: s\n");
}

TEST_CASE("plain manifests are left out where entries are named") {
  const Workspace work;
  work.write("aictl.yaml", "stack: s\nmanifests: [one.yaml]\ntrain: {a: {image: x}}\n");
  work.write("one.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\n");
  CHECK(work.aictl({"render", "-o", "name", "a"}).out == "job.batch/a\n");
}

TEST_CASE("patches change plain manifests too") {
  const Workspace work;
  work.write("aictl.yaml",
             "stack: s\nmanifests: [one.yaml]\npatches: [{kind: ConfigMap, merge: {data: {k: w}}}]\n");
  work.write("one.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\ndata: {k: v}\n");
  CHECK(linesWith("  k:", work.aictl({"render"}).out) == "k: w\n");
}

TEST_CASE("a plain manifest that is not there, or no object, is told") {
  const Workspace work;
  work.write("aictl.yaml", "stack: s\nmanifests: [nothing.yaml, bad.yaml]\n");
  work.write("bad.yaml", "kind: ConfigMap\n---\napiVersion: v1\nkind: ConfigMap\n---\n[a]\n");
  checkRefused(work,
               "aictl.yaml:2:13: nothing.yaml: no such file\n"
               "bad.yaml:1:1: this is no Kubernetes object: it needs apiVersion and kind\n"
               "bad.yaml:3:1: a manifest of a stack needs metadata.name\n"
               "bad.yaml:6:1: this is no Kubernetes object: it needs apiVersion and kind\n");
}

TEST_CASE("an object that two make is told") {
  const Workspace work;
  work.write("aictl.yaml", "stack: s\nmanifests: [job.yaml]\ntrain: {a: {image: x}}\n");
  work.write("job.yaml", "apiVersion: batch/v1\nkind: Job\nmetadata: {name: a}\n");
  checkRefused(work, "job.yaml:3:18: train/a makes the same Job a already\n");
}
