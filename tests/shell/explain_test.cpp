// explain, schema and template: what there is to write.

#include "catch.h"
#include "shell/fixture/documents.h"
#include "shell/fixture/lines.h"
#include "shell/fixture/workspace.h"

using namespace aictl;
using aictl::test::linesWith;
using aictl::test::Outcome;
using aictl::test::Workspace;

TEST_CASE("explain tells type, bounds, default, condition and flag of a property") {
  const Workspace work;
  const Outcome run = work.aictl({"explain", "train.queue.by"});
  CHECK(run.code == 0);
  CHECK(run.out.starts_with("train.queue.by: string\n  Whose queue it is.\n"));
  CHECK(linesWith("allowed", run.out) == "allowed  one of kueue, volcano\n");
  CHECK(linesWith("default", run.out) == "default  kueue\n");
  CHECK(linesWith("flag", run.out) == "flag     aictl train NAME --queue.by\n");
  CHECK(linesWith("where", work.aictl({"explain", "train.elastic"}).out) == "where  framework is pytorch\n");
  CHECK(linesWith("allowed", work.aictl({"explain", "train.workers"}).out) == "allowed  at least 1\n");
}

TEST_CASE("explain finds the fields of manifests that a property reaches, computed ones too") {
  const Workspace work;
  CHECK(linesWith("min-scale", work.aictl({"explain", "serve.scale.min"}).out)
            .find("service.serving.knative.dev") != std::string::npos);
  const auto workers = work.aictl({"explain", "train.workers", "-o", "json"}).out;
  CHECK(workers.find("spec.pytorchReplicaSpecs.Worker.replicas") != std::string::npos);
  CHECK(workers.find("spec.tfReplicaSpecs.Worker.replicas") != std::string::npos);
}

TEST_CASE("explain lists what a template, an object or a list of objects is made of") {
  const Workspace work;
  const auto train = work.aictl({"explain", "train"}).out;
  CHECK(train.starts_with("train: object\n  A training job on one node or many.\n"));
  CHECK(linesWith("framework  ", train).find("What trains") != std::string::npos);
  CHECK(linesWith("mode", work.aictl({"explain", "train.caches"}).out).find("read only") !=
        std::string::npos);
  CHECK(work.aictl({"explain", "train.caches.mode"}).out.starts_with("train.caches.mode: string\n"));
  CHECK(work.aictl({"explain", "vars"}).out.starts_with("vars: map\n"));
}

TEST_CASE("explain of what is not there has the nearest word, and ends with 2") {
  const Workspace work;
  const Outcome run = work.aictl({"explain", "train.worker"});
  CHECK(run.code == 2);
  CHECK(run.err == "train.worker: there is no 'worker'; did you mean 'workers'?\n");
  CHECK(work.aictl({"explain", "trains"}).err == "trains: there is no 'trains'; did you mean 'train'?\n");
  CHECK(work.aictl({"explain", "a["}).code == 2);
}

TEST_CASE("explain knows the templates of the stack file's packs, and completes paths") {
  const Workspace work;
  work.write(
      "pack/wine/template.yaml",
      "description: Wine\nschema: {type: object, properties: {grape: {type: string, enum: [pinot, riesling], "
      "description: What it is made of.}}}\nvariants: []\n");
  work.write("aictl.yaml", "stack: s\npacks: [./pack]\n");
  CHECK(work.aictl({"explain", "wine.grape"}).out.find("one of pinot, riesling") != std::string::npos);
  CHECK(work.aictl({"__complete", "--", "explain", "wi"}).out == "wine\n");
  CHECK(work.aictl({"__complete", "--", "explain", "wine.g"}).out == "wine.grape\tWhat it is made of.\n");
  CHECK(linesWith("wine", work.aictl({"template", "list"}).out).find("./pack") != std::string::npos);
}

TEST_CASE("template show and eject give files that are the same template") {
  const Workspace work;
  CHECK(work.aictl({"template", "show", "network"}).out.starts_with("# network/"));
  const Outcome unknown = work.aictl({"template", "show", "netwrk"});
  CHECK(unknown.code == 2);
  CHECK(unknown.err == "there is no template 'netwrk'; did you mean 'network'?\n");
  for (const char* name : {"cache", "graph", "network", "serve", "train"})
    REQUIRE(work.aictl({"template", "eject", name, "pack"}).code == 0);
  const Outcome check = work.aictl({"pack", "check", "pack"});
  INFO(check.err);
  CHECK(check.code == 0);
  const std::string everything = AICTL_SOURCE "/tests/golden/everything/aictl.yaml";
  CHECK(work.aictl({"render", "-f", everything, "--pack", "pack"}).out ==
        work.aictl({"render", "-f", everything}).out);
}

TEST_CASE("eject overwrites nothing") {
  const Workspace work;
  work.write("pack/train/mine", "");
  const Outcome run = work.aictl({"template", "eject", "train", "pack"});
  CHECK(run.code == 2);
  CHECK(run.err == "pack/train is there already; choose another folder, or remove it\n");
}

TEST_CASE("the JSON of what needs no cluster is of the forms that aictl schema publishes") {
  const Workspace work;
  test::checkDocument(work, "version", work.aictl({"version", "-o", "json"}).out);
  test::checkDocument(work, "config", work.aictl({"config", "show", "-o", "json"}).out);
  test::checkDocument(work, "templates", work.aictl({"template", "list", "-o", "json"}).out);
  for (const char* path : {"train", "train.queue.by", "train.elastic", "vars"})
    test::checkDocument(work, "explain", work.aictl({"explain", path, "-o", "json"}).out);
  work.write("aictl.yaml", "stack: s\ntrain: {one: {image: x, gpu: 1}}\n");
  test::checkDocument(work, "findings", work.aictl({"validate", "--error-format", "json"}).err);
}

TEST_CASE("a schema of no document is told with those that there are") {
  const Workspace work;
  const Outcome run = work.aictl({"schema", "statsu"});
  CHECK(run.code == 2);
  CHECK(run.err.starts_with("DOCUMENT: it is output, apply, check, config, "));
}

TEST_CASE("on a terminal a table is no wider than that; elsewhere it is whole") {
  const Workspace work;
  const std::string description(100, 'x');
  work.write("pack/wine/template.yaml",
             "description: " + description + "\nschema: {type: object}\nvariants: []\n");
  auto command = work.command({"template", "list", "--pack", "pack"});
  CHECK(linesWith("wine", test::run(command).out).ends_with(description + "\n"));
  command.output = test::Output::terminal;
  const std::string line = linesWith("wine", test::run(command).out);
  CHECK(line.find("xx…") != std::string::npos);
  CHECK(line.find_last_not_of("\r\n") + 1 == 80 - 1 + std::string("…").size());
}
