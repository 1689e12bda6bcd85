// All that is wrong, told to machines.

#include "catch.h"
#include "shell/fixture/workspace.h"

using namespace aictl;
using aictl::test::Outcome;
using aictl::test::Workspace;

namespace {

const std::string faulty = "stack: s\ntrain:\n  one: {image: x, gpu: 1}\n  two: {image: x}\n";

/// A git work tree whose stack is in a folder of it.
struct Repository {
  Workspace work;

  Repository() {
    work.write(".git/HEAD", "ref: refs/heads/main\n");
    work.write("deploy/aictl.yaml", faulty);
  }
  Outcome validate(std::vector<std::string> options) const {
    options.insert(options.begin(), "validate");
    auto command = work.command(options);
    command.folder = work.path("deploy");
    return test::run(command);
  }
};

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a report has paths from the top of the repository, and nothing else is on standard error") {
  const Repository repository;
  const Outcome github = repository.validate({"--error-format", "github"});
  CHECK(github.code == 2);
  CHECK(github.err ==
        "::error file=deploy/aictl.yaml,line=3,col=19,title=unknown-key::train/one: unknown key 'gpu'; did "
        "you mean "
        "'gpus'?\n");
  const Outcome json = repository.validate({"--error-format=json"});
  CHECK(json.err.starts_with("{\n  \"version\": 1,"));
  CHECK(has(json.err, "\"file\": \"deploy/aictl.yaml\""));
}

TEST_CASE("a report of a run without faults is whole") {
  const Repository repository;
  repository.work.write("deploy/aictl.yaml", "stack: s\ntrain: {two: {image: x}}\n");
  CHECK(repository.validate({"--error-format", "gitlab"}).err == "[]\n");
  const Outcome junit = repository.validate({"--error-format", "junit"});
  CHECK(junit.code == 0);
  CHECK(has(junit.err, "<testcase classname=\"aictl validate\" name=\"train/two\"/>"));
}

TEST_CASE("with --error-file the report is in the file, and a person reads the text") {
  const Repository repository;
  const Outcome run = repository.validate({"--error-format", "junit", "--error-file", "report.xml"});
  CHECK(run.code == 2);
  CHECK(run.err.starts_with("aictl.yaml:3:19: train/one: unknown key 'gpu'"));
  const std::string report = repository.work.read("deploy/report.xml");
  CHECK(has(report, "tests=\"2\" failures=\"1\""));
  CHECK(has(report, "deploy/aictl.yaml:3:19"));
}

TEST_CASE("validate's junit names every entry: those that are good, faulty, or held up by a faulty one") {
  const Workspace work;
  work.write("aictl.yaml",
             "stack: s\ncache:\n  data: {from: [oss://b/d], runtime: alluxio, quota: 1}\ntrain:\n"
             "  good: {image: x}\n  user: {image: x, caches: [data]}\n");
  const Outcome run = work.aictl({"validate", "--error-format", "junit"});
  CHECK(run.code == 2);
  CHECK(has(run.err, "tests=\"3\" failures=\"1\" errors=\"0\" skipped=\"1\">"));
  CHECK(has(run.err, "<testcase classname=\"aictl validate\" name=\"train/good\"/>"));
  CHECK(has(run.err,
            "name=\"train/user\">\n      <skipped message=\"it refers to cache/data, which is faulty\"/>"));
}

TEST_CASE("validate's junit counts no entry as good whose fault is told of its whole template") {
  const Workspace work;
  work.write("aictl.yaml", "stack: s\ntrain: {A_b: {image: x}}\n");
  const Outcome run = work.aictl({"validate", "--error-format", "junit"});
  CHECK(run.err.find("tests=\"2\" failures=\"1\" errors=\"0\" skipped=\"1\"") != std::string::npos);
  CHECK(run.err.find("name=\"train/A_b\">\n      <skipped message=\"it is faulty\"/>") != std::string::npos);
}

TEST_CASE("validate's junit of entries that were named has these, and what they refer to") {
  const Workspace work;
  work.write("aictl.yaml",
             "stack: s\ncache:\n  data: {from: [oss://b/d], runtime: alluxio}\ntrain:\n"
             "  other: {image: x}\n  user: {image: x, caches: [data]}\n");
  const Outcome run = work.aictl({"validate", "user", "--error-format", "junit"});
  INFO(run.err);
  CHECK(run.code == 0);
  CHECK(has(run.err, "tests=\"2\" failures=\"0\""));
  CHECK(has(run.err, "name=\"cache/data\""));
  CHECK(has(run.err, "name=\"train/user\"/>"));
}

TEST_CASE("a report goes to /dev/stderr as it does to a file, and takes nothing away there") {
  const Workspace work;
  work.write("aictl.yaml", "stack: s\ntrain: {a: {imag: x}}\n");
  const Outcome run = work.aictl({"validate", "--error-format", "github", "--error-file", "/dev/stderr"});
  CHECK(run.err ==
        "aictl.yaml:2:13: train/a: unknown key 'imag'; did you mean 'image'?\n"
        "::error file=aictl.yaml,line=2,col=13,title=unknown-key::train/a: unknown key 'imag'; did you mean "
        "'image'?\n");
}

TEST_CASE("a file that cannot be written is told, and ends with 2") {
  const Repository repository;
  repository.work.write("deploy/aictl.yaml", "stack: s\n");
  const Outcome run = repository.validate({"--error-format", "sarif", "--error-file", "nowhere/report"});
  CHECK(run.code == 2);
  CHECK(has(run.err, "nowhere/report: no such file"));
}

TEST_CASE("a format that there is not, or a file without one, is refused with what there is") {
  const Workspace work;
  CHECK(work.aictl({"validate", "--error-format", "xml"}).err ==
        "there is no --error-format 'xml'; it is one of text, json, github, gitlab, sarif, junit\n");
  CHECK(work.aictl({"validate", "--error-file", "a"}).code == 2);
  CHECK(work.aictl({"validate", "--error-file", "a", "--error-format", "text"}).code == 2);
}

TEST_CASE("what is wrong with the command line itself is in the report too") {
  const Workspace work;
  const Outcome run = work.aictl({"validate", "--sett", "x", "--error-format", "github"});
  CHECK(run.code == 2);
  CHECK(run.err == "::error title=usage::unknown option '--sett'; did you mean '--set'?\n");
}
