// Commands with no cluster at hand: what they write, say and end with.
#include "recording.h"

#include "core/base/version.h"

using namespace aictl;
using namespace aictl::commands;
using Lines = std::vector<std::string>;

namespace {

const std::string stackText =
    "stack: s\nnamespace: ml\ntrain:\n  job: {image: 'i:1', command: [a]}\nserve:\n  web: {image: 'i:1', "
    "port: 80, engine: deployment}\n";

/// Commands in a folder with a stack.
struct WithStack : Recording {
  explicit WithStack(std::string_view text = stackText) { folder.write("aictl.yaml", text); }
};

}  // namespace

TEST_CASE("render writes all manifests, or those of the entries named") {
  WithStack recording;
  CHECK(recording.run(runRender, {"-o", "name"}) == ExitCode::done);
  CHECK(recording.terminal.written == "job.batch/job\ndeployment.apps/web\nservice/web\n");
  recording.terminal.written.clear();
  CHECK(recording.run(runRender, {"web", "-o", "name"}) == ExitCode::done);
  CHECK(recording.terminal.written == "deployment.apps/web\nservice/web\n");
  CHECK(recording.terminal.findings.empty());
}

TEST_CASE("render of a stack with errors writes nothing and is bad input") {
  WithStack recording("stack: s\ntrain:\n  job: {image: i, wrong: 1}\n  good: {image: i}\n");
  CHECK(recording.run(runRender, {}) == ExitCode::badInput);
  CHECK(recording.terminal.written.empty());
  REQUIRE(recording.terminal.findings.size() == 1);
  CHECK(recording.terminal.findings.front().find("aictl.yaml:3:19: train/job: unknown key 'wrong'") == 0);
}

TEST_CASE("render into a folder says which files it is") {
  WithStack recording;
  CHECK(recording.run(runRender, {"--to", "out"}) == ExitCode::done);
  CHECK(recording.terminal.written ==
        "out/train-job-job.yaml\nout/serve-web-deployment.yaml\nout/serve-web-service.yaml\n");
  recording.terminal.written.clear();
  CHECK(recording.run(runRender, {"--to", "out", "--check"}) == ExitCode::done);
  CHECK(recording.terminal.written.empty());
  recording.folder.write("out/serve-web-service.yaml", "changed\n");
  CHECK(recording.run(runRender, {"--to", "out", "--check"}) == ExitCode::no);
  CHECK(recording.terminal.written == "differs serve-web-service.yaml\n");
}

TEST_CASE("options of render that do not go together are told") {
  for (const Lines& arguments : {Lines{"--check"}, Lines{"--to", "out", "--origin"},
                                 Lines{"--to", "out", "-o", "name"}, Lines{"-o", "xml"}}) {
    WithStack recording;
    CHECK(recording.run(runRender, arguments) == ExitCode::badInput);
    CHECK(recording.terminal.findings.size() == 1);
    CHECK(recording.terminal.written.empty());
  }
}

TEST_CASE("validate counts what it found good") {
  WithStack recording;
  CHECK(recording.run(runValidate, {}) == ExitCode::done);
  CHECK(recording.terminal.messages == Lines{"aictl.yaml: 2 entries, 3 manifests, no errors"});
}

TEST_CASE("validate looks at each environment, and tells what they have in common once") {
  WithStack recording("stack: s\ntrain:\n  job: {image: i, wrong: 1}\n");
  recording.folder.write("aictl.dev.yaml", "{}");
  recording.folder.write("aictl.prod.yaml", "train: {job: {workers: many}}\n");
  CHECK(recording.run(runValidate, {}) == ExitCode::badInput);
  REQUIRE(recording.terminal.findings.size() == 2);
  CHECK(recording.terminal.findings[0].find("unknown key 'wrong'") != std::string::npos);
  CHECK(recording.terminal.findings[1].find("aictl.prod.yaml:1:") == 0);
}

TEST_CASE("validate of one environment looks at that one alone") {
  WithStack recording;
  recording.folder.write("aictl.dev.yaml", "{}");
  recording.folder.write("aictl.prod.yaml", "train: {job: {workers: many}}\n");
  CHECK(recording.run(runValidate, {"--environment", "dev"}) == ExitCode::done);
  CHECK(recording.terminal.messages ==
        Lines{"aictl.yaml in environment dev: 2 entries, 3 manifests, no errors"});
}

TEST_CASE("a template's command shows the lines for a stack file, in which its flags stay literal") {
  Recording recording;
  CHECK(recording.runTemplate("train", {"job", "--image", "i:1", "--workers", "2", "--env", "A=${HOME}",
                                        "--print-spec", "--", "sh", "-c", "echo ${B}"}) == ExitCode::done);
  CHECK(recording.terminal.findings.empty());
  CHECK(recording.terminal.written.find("train:\n  job:\n") == 0);
  recording.folder.write("aictl.yaml", "stack: s\n" + recording.terminal.written);
  recording.terminal.written.clear();
  CHECK(recording.run(runRender, {}) == ExitCode::done);
  CHECK(recording.terminal.findings.empty());
  CHECK(recording.terminal.written.find("echo ${B}") != std::string::npos);
  CHECK(recording.terminal.written.find("${HOME}") != std::string::npos);
}

TEST_CASE("a template's command is refused where the stack file has the entry") {
  WithStack recording;
  CHECK(recording.runTemplate("train", {"job", "--image", "i"}) == ExitCode::badInput);
  REQUIRE(recording.terminal.findings.size() == 1);
  CHECK(recording.terminal.findings.front() ==
        "aictl.yaml:4:3: the stack file has the entry train/job already; change it there, or run 'aictl "
        "apply train/job --set train.job.KEY=VALUE'");
}

TEST_CASE(
    "a wrong flag of a template's command is told with the one that was meant, and its value is no word too "
    "many") {
  Recording recording;
  CHECK(recording.runTemplate("train", {"job", "--wokers", "2"}) == ExitCode::badInput);
  CHECK(recording.terminal.findings == Lines{"unknown option '--wokers'; did you mean '--workers'?"});
}

TEST_CASE("a wrong value of a flag is told at the flag") {
  Recording recording;
  CHECK(recording.runTemplate("train", {"job", "--image", "i", "--workers", "two", "--print-spec"}) ==
        ExitCode::badInput);
  REQUIRE(recording.terminal.findings.size() == 1);
  CHECK(recording.terminal.findings.front().find("--workers: train/job: workers must be an integer") == 0);
}

TEST_CASE("help of a template's command has its flags, and examples that can be copied") {
  Recording recording;
  CHECK(recording.runTemplate("train", {"--help"}) == ExitCode::done);
  CHECK(recording.terminal.written.find("Usage: aictl train NAME [OPTIONS] [-- COMMAND...]") !=
        std::string::npos);
  CHECK(recording.terminal.written.find("--workers") != std::string::npos);
  CHECK(recording.terminal.written.find("--gpus.vendor") == std::string::npos);
  CHECK(recording.terminal.written.find("Examples:\n") != std::string::npos);
  recording.terminal.written.clear();
  CHECK(recording.runTemplate("train", {"--help-all"}) == ExitCode::done);
  CHECK(recording.terminal.written.find("--gpus.vendor") != std::string::npos);
}

TEST_CASE("templates of a pack are commands too, and one that cannot be is told") {
  Recording recording;
  recording.folder.write("pack/job/template.yaml",
                         "description: d\nschema: {type: object, properties: {size: {type: "
                         "integer}}}\nvariants: [{manifests: [m.yaml]}]\n");
  recording.folder.write("pack/job/m.yaml",
                         "apiVersion: v1\nkind: ConfigMap\nmetadata: {$eval: entry.metadata}\n");
  recording.folder.write(
      "pack/bad/template.yaml",
      "schema: {type: object, properties: {namespace: {type: string}}}\nvariants: [{manifests: []}]\n");
  CHECK(recording.runTemplate("job", {"x", "--pack", "pack", "--size", "3", "--print-spec"}) ==
        ExitCode::done);
  CHECK(recording.terminal.written == "job:\n  x:\n    size: 3\n");
  CHECK(recording.runTemplate("bad", {"x", "--pack=pack"}) == ExitCode::badInput);
  CHECK(
      recording.terminal.findings.back().find(
          "pack/bad/template.yaml:1:1: template bad cannot be a command: two of its options have one name") ==
      0);
  CHECK(recording.run(runPack, {"check", "pack"}) == ExitCode::badInput);
  CHECK(recording.runTemplate("train", {"x", "--pack", "none"}) == ExitCode::badInput);
  CHECK(recording.terminal.findings.back().find("--pack none: there is no pack at 'none'") == 0);
}

TEST_CASE("what follows -- is no option") {
  Recording recording;
  CHECK(recording.runTemplate("train", {"x", "--image", "i", "--print-spec", "--", "run", "--pack", "none",
                                        "--help"}) == ExitCode::done);
  CHECK(recording.terminal.written.find("- run\n    - --pack\n    - none\n    - --help\n") !=
        std::string::npos);
}

TEST_CASE("pack check says how many templates are good, or what is wrong") {
  Recording recording;
  CHECK(recording.run(runPack, {"check", std::string(AICTL_SOURCE) + "/templates"}) == ExitCode::done);
  CHECK(recording.terminal.messages.back().find("5 templates, no errors") != std::string::npos);
  recording.folder.write("pack/apply/template.yaml", "schema: {type: object}\nvariants: []\nwrong: 1\n");
  CHECK(recording.run(runPack, {"check", "pack"}) == ExitCode::badInput);
  CHECK(recording.terminal.findings.size() == 2);
}

TEST_CASE("pack lock of a stack without packs from git writes a lock with none") {
  WithStack recording;
  CHECK(recording.run(runPack, {"lock"}) == ExitCode::done);
  CHECK(recording.folder.read("aictl.lock").find("packs: []") != std::string::npos);
}

TEST_CASE("pack lock tells a pack without a ref at its place, in an environment too, and writes nothing") {
  WithStack recording;
  recording.folder.write("aictl.prod.yaml", "packs:\n- {git: 'https://example.com/p'}\n");
  CHECK(recording.run(runPack, {"lock"}) == ExitCode::badInput);
  CHECK(
      recording.terminal.findings ==
      Lines{"aictl.prod.yaml:2:3: a pack from git needs a URL and a ref; write it as {git: URL, ref: REF}"});
  CHECK_FALSE(recording.folder.has("aictl.lock"));
}

TEST_CASE("pack needs one of its verbs") {
  Recording recording;
  CHECK(recording.run(runPack, {}) == ExitCode::badInput);
  CHECK(recording.run(runPack, {"chek"}) == ExitCode::badInput);
  CHECK(recording.terminal.findings == Lines{"'pack' needs a verb; it is check or lock",
                                             "unknown verb 'chek' of pack; did you mean 'check'?"});
}

TEST_CASE("version says the version") {
  Recording recording;
  CHECK(recording.run(runVersion, {}) == ExitCode::done);
  CHECK(recording.terminal.written == "aictl " + std::string(version) + "\n");
  CHECK(recording.run(runVersion, {"please"}) == ExitCode::badInput);
}

TEST_CASE("apply and delete of a bad stack are bad input before any cluster is looked for") {
  for (const auto command : {runApply, runDelete}) {
    WithStack recording("stack: s\ntrain:\n  job: {image: i, wrong: 1}\n");
    CHECK(recording.run(command, {"--kubeconfig", "none"}) == ExitCode::badInput);
    REQUIRE(recording.terminal.findings.size() == 1);
    CHECK(recording.terminal.findings.front().find("unknown key 'wrong'") != std::string::npos);
  }
}

TEST_CASE("each command has a group and a line of its own, and a name that no template has") {
  Recording recording;
  std::atomic<bool> stop{false};
  Context context{recording.terminal, recording.sources, stop};
  const auto known = templates(context);
  for (const Command& command : all()) {
    CHECK_FALSE(command.group.empty());
    CHECK_FALSE(command.summary.empty());
    CHECK(std::ranges::none_of(known, [&](const auto& one) { return one.first == command.name; }));
  }
}
