// `aictl render`: to standard output, and to a folder that is kept in step.

#include <filesystem>

#include "catch.h"
#include "shell/fixture/lines.h"
#include "shell/fixture/workspace.h"

using aictl::test::linesWith;
using aictl::test::Outcome;
using aictl::test::Workspace;

namespace {

const std::string mission = AICTL_SOURCE "/tests/golden/mission/aictl.yaml";

/// A stack of four entries, of which one refers to another.
struct Stack {
  Stack() {
    work.write("aictl.yaml",
               "stack: s\n"
               "cache:\n"
               "  data: {from: [s3://a/b], runtime: jindo}\n"
               "train:\n"
               "  a: {image: x, workers: 2, caches: [data]}\n"
               "  b: {image: y}\n"
               "serve:\n"
               "  b: {image: z, port: 80}\n");
  }
  Workspace work;
};

}  // namespace

TEST_CASE("manifests come in the order of the file, separated as YAML documents") {
  const Workspace work;
  work.write("aictl.yaml", "stack: s\ntrain: {z: {image: x}, a: {image: y}}\n");
  const Outcome run = work.aictl({"render"});
  CHECK(run.code == 0);
  CHECK(run.err.empty());
  CHECK(linesWith("kind:", run.out) == "kind: Job\nkind: Job\n");
  CHECK(linesWith("---", run.out) == "---\n");
  CHECK(run.out.find("name: z\n") < run.out.find("name: a\n"));
  CHECK(run.out.starts_with("apiVersion: batch/v1\n"));
  CHECK(run.out.ends_with("image: \"y\"\n"));
}

TEST_CASE("one manifest as JSON is the object, several are a List, and both end with a line end") {
  const Workspace work;
  work.write("aictl.yaml", "stack: s\ntrain: {a: {image: x}}\n");
  const std::string one = work.aictl({"render", "-o", "json"}).out;
  CHECK(one.starts_with("{\n  \"apiVersion\": \"batch/v1\",\n  \"kind\": \"Job\",\n"));
  CHECK(one.ends_with("\n}\n"));
  work.write("aictl.yaml", "stack: s\ntrain: {a: {image: x}, b: {image: x}}\n");
  const std::string two = work.aictl({"render", "-o", "json"}).out;
  CHECK(two.starts_with("{\n  \"apiVersion\": \"v1\",\n  \"kind\": \"List\",\n  \"items\": [\n"));
  CHECK(two.ends_with("\n}\n"));
}

TEST_CASE("names are given as kubectl gives them") {
  const Workspace work;
  const Outcome run = work.aictl({"render", "-f", mission, "-o", "name"});
  CHECK(run.code == 0);
  CHECK(run.out ==
        "dataset.data.fluid.io/imagenet\n"
        "alluxioruntime.data.fluid.io/imagenet\n"
        "dataload.data.fluid.io/imagenet-preload\n"
        "networkattachmentdefinition.k8s.cni.cncf.io/rdma-net\n"
        "tfjob.kubeflow.org/resnet50\n"
        "service.serving.knative.dev/fraud-v1\n"
        "service.serving.knative.dev/fraud-v2\n"
        "inferencegraph.serving.kserve.io/model-router\n");
}

TEST_CASE("the same stack gives the same bytes, whatever the time zone, language and folder") {
  Workspace one;
  Workspace other;
  other.environment["TZ"] = "Asia/Tokyo";
  other.environment["LC_ALL"] = "de_DE.UTF-8";
  CHECK(one.aictl({"render", "-f", mission}).out == other.aictl({"render", "-f", mission}).out);
}

TEST_CASE("entries named are rendered with what they refer to") {
  const Stack stack;
  CHECK(stack.work.aictl({"render", "-o", "name", "train/b"}).out == "job.batch/b\n");
  CHECK(stack.work.aictl({"render", "-o", "name", "a"}).out ==
        "dataset.data.fluid.io/data\njindoruntime.data.fluid.io/data\njob.batch/a\nservice/a\n");
}

TEST_CASE("a name that is not clear, or that no entry has, is told") {
  const Stack stack;
  const Outcome unclear = stack.work.aictl({"render", "b"});
  CHECK(unclear.code == 2);
  CHECK(unclear.out.empty());
  CHECK(unclear.err == "'b' may be train/b or serve/b; say which\n");
  const Outcome unknown = stack.work.aictl({"render", "trian/a"});
  CHECK(unknown.code == 2);
  CHECK(unknown.err == "the stack 's' has no entry 'trian/a'; did you mean 'train/a'?\n");
  CHECK(stack.work.aictl({"render", "other.yaml"}).err ==
        "the stack 's' has no entry 'other.yaml'; a stack file is named with -f: -f other.yaml\n");
}

TEST_CASE("of a file that is not there, no entry is missed") {
  const Workspace work;
  CHECK(work.aictl({"render", "train/a"}).err ==
        "aictl.yaml: no such file; name a stack file with -f, or write one here\n");
}

TEST_CASE("--origin says of each line where it came from") {
  const Workspace work;
  work.write("aictl.yaml",
             "stack: s\nvars: {tag: v1}\ntrain:\n  a:\n    image: \"r/m:${tag}\"\n    env: {A: b}\n");
  const Outcome run = work.aictl({"render", "--origin", "--set", "train.a.workdir=/w"});
  CHECK(run.code == 0);
  CHECK(run.err.empty());
  CHECK(linesWith("| apiVersion: batch/v1", run.out).starts_with("templates/train/job.yaml:1:"));
  CHECK(linesWith("|   name: a", run.out).starts_with("aictl.yaml:4:3 "));
  CHECK(linesWith("image: r/m:v1", run.out).starts_with("aictl.yaml:5:"));
  CHECK(linesWith("value: b", run.out).starts_with("aictl.yaml:6:14 "));
  CHECK(linesWith("workingDir: /w", run.out).starts_with("--set train.a.workdir "));
}

TEST_CASE("--to with an empty name is refused and shows nothing") {
  const Stack stack;
  const Outcome run = stack.work.aictl({"render", "--to", ""});
  CHECK(run.code == 2);
  CHECK(run.out.empty());
  CHECK(run.err == "--to needs the name of a folder\n");
}

TEST_CASE("--to writes a file each manifest, with names that say entry and kind") {
  const Stack stack;
  const Outcome run = stack.work.aictl({"render", "--to", "out"});
  CHECK(run.code == 0);
  CHECK(run.err.empty());
  CHECK(run.out ==
        "out/cache-data-dataset.yaml\n"
        "out/cache-data-jindoruntime.yaml\n"
        "out/train-a-job.yaml\n"
        "out/train-a-service.yaml\n"
        "out/train-b-job.yaml\n"
        "out/serve-b-service.yaml\n");
  CHECK(stack.work.read("out/train-b-job.yaml") == stack.work.aictl({"render", "train/b"}).out);
}

TEST_CASE("a folder is kept in step: what is no longer made is removed, and what others wrote stays") {
  const Stack stack;
  stack.work.aictl({"render", "--to", "out"});
  stack.work.write("out/mine.yaml", "kind: Mine\n");
  stack.work.write("aictl.yaml", "stack: s\ntrain: {b: {image: y}}\n");
  CHECK(stack.work.aictl({"render", "--to", "out"}).out == "out/train-b-job.yaml\n");
  CHECK(stack.work.has("out/train-b-job.yaml"));
  CHECK(stack.work.has("out/mine.yaml"));
  CHECK_FALSE(stack.work.has("out/train-a-job.yaml"));
  CHECK_FALSE(stack.work.has("out/serve-b-service.yaml"));
}

TEST_CASE("a file of others that has the name of one to be written is not overwritten") {
  const Stack stack;
  stack.work.write("out/train-b-job.yaml", "kind: Mine\n");
  const Outcome run = stack.work.aictl({"render", "--to", "out"});
  CHECK(run.code == 2);
  CHECK(run.out.empty());
  CHECK(run.err ==
        "out/train-b-job.yaml is there and was not written by aictl; take it away, or name another folder\n");
  CHECK(stack.work.read("out/train-b-job.yaml") == "kind: Mine\n");
  CHECK_FALSE(stack.work.has("out/train-a-job.yaml"));
}

TEST_CASE("a file that is right already keeps its time") {
  const Stack stack;
  stack.work.aictl({"render", "--to", "out"});
  const auto file = std::filesystem::path(stack.work.path("out/train-b-job.yaml"));
  const auto before = std::filesystem::file_time_type::clock::now() - std::chrono::hours(1);
  std::filesystem::last_write_time(file, before);
  stack.work.aictl({"render", "--to", "out"});
  CHECK(std::filesystem::last_write_time(file) == before);
}

TEST_CASE("--check ends with 1 where the folder differs, says how, and writes nothing") {
  const Stack stack;
  stack.work.aictl({"render", "--to", "out"});
  const Outcome same = stack.work.aictl({"render", "--to", "out", "--check"});
  CHECK(same.code == 0);
  CHECK(same.out.empty());
  CHECK(same.err.empty());

  stack.work.write(
      "aictl.yaml",
      "stack: s\ntrain: {b: {image: changed}, c: {image: y}}\nserve: {b: {image: z, port: 80}}\n");
  const Outcome other = stack.work.aictl({"render", "--to", "out", "--check"});
  CHECK(other.code == 1);
  CHECK(other.out ==
        "differs train-b-job.yaml\n"
        "missing train-c-job.yaml\n"
        "stale   cache-data-dataset.yaml\n"
        "stale   cache-data-jindoruntime.yaml\n"
        "stale   train-a-job.yaml\n"
        "stale   train-a-service.yaml\n");
  CHECK(other.err.empty());
  CHECK_FALSE(stack.work.has("out/train-c-job.yaml"));
}

TEST_CASE("--check of a folder that is not there says what is missing") {
  const Workspace work;
  work.write("aictl.yaml", "stack: s\ntrain: {a: {image: x}}\n");
  const Outcome run = work.aictl({"render", "--to", "out", "--check"});
  CHECK(run.code == 1);
  CHECK(run.out == "missing train-a-job.yaml\n");
  CHECK_FALSE(work.has("out"));
}

TEST_CASE("with an error nothing is rendered, and the folder stays as it was") {
  const Stack stack;
  stack.work.aictl({"render", "--to", "out"});
  stack.work.write("aictl.yaml", "stack: s\ntrain: {b: {image: y}, c: {imag: y}}\n");
  const Outcome run = stack.work.aictl({"render", "--to", "out"});
  CHECK(run.code == 2);
  CHECK(run.out.empty());
  CHECK(stack.work.has("out/train-a-job.yaml"));
}

TEST_CASE("a warning is shown and does not hinder") {
  const Workspace work;
  work.write("aictl.yaml", "stack: s\ntrain: {a: {image: x, gpus: 1}}\n");
  const Outcome run = work.aictl({"render", "-o", "name"});
  CHECK(run.code == 0);
  CHECK(run.out == "job.batch/a\n");
  CHECK(run.err ==
        "aictl.yaml:2:12: info: train/a: /dev/shm has 64Mi, and loaders with several processes want more; "
        "say shm, as in "
        "shm: 8Gi\n");
}

TEST_CASE(
    "as a picture a stack has its waves, entries with their objects, and an arrow from what is needed") {
  const Workspace work;
  work.write("aictl.yaml",
             "stack: s\nmanifests: [extra.yaml]\ncache: {data: {from: ['s3://a/b'], runtime: jindo}}\n"
             "train:\n  a: {image: x, caches: [data]}\n  b: {image: x}\n");
  work.write("extra.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\n");
  CHECK(work.aictl({"render", "-o", "mermaid"}).out ==
        "flowchart LR\n"
        "  subgraph wave1[\"wave 1\"]\n"
        "    n0[\"<b>cache/data</b><br/>dataset.data.fluid.io/data<br/>jindoruntime.data.fluid.io/data\"]\n"
        "    n2[\"<b>train/b</b><br/>job.batch/b\"]\n"
        "    n3[\"configmap/settings\"]\n"
        "  end\n"
        "  subgraph wave2[\"wave 2\"]\n"
        "    n1[\"<b>train/a</b><br/>job.batch/a\"]\n"
        "  end\n"
        "  n0 --> n1\n");
  CHECK(work.aictl({"render", "b", "-o", "mermaid"}).out ==
        "flowchart LR\n  subgraph wave1[\"wave 1\"]\n    n0[\"<b>train/b</b><br/>job.batch/b\"]\n  end\n");
}

TEST_CASE("a folder that cannot be written is told") {
  const Workspace work;
  work.write("aictl.yaml", "stack: s\ntrain: {a: {image: x}}\n");
  work.write("file", "");
  const Outcome run = work.aictl({"render", "--to", "file/out"});
  CHECK(run.code == 2);
  CHECK(run.out.empty());
  CHECK(run.err == "file/out: a part of the path is no folder\n");
}

TEST_CASE("options of render that do not go together are told") {
  const Workspace work;
  CHECK(work.aictl({"render", "--check"}).err == "--check compares with a folder: name it with --to\n");
  CHECK(work.aictl({"render", "--to", "out", "-o", "name"}).err ==
        "--to writes manifests as yaml or json, without --origin\n");
  const Outcome run = work.aictl({"render", "-o", "xml"});
  CHECK(run.code == 2);
  CHECK(run.err == "--output: it is yaml, json, name, mermaid, not 'xml'; see 'aictl render --help'\n");
}
