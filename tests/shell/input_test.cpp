// Where a stack's values come from: several files, --set, variables, the environment, git.

#include "catch.h"
#include "shell/fixture/lines.h"
#include "shell/fixture/workspace.h"
#include "shell/refused.h"

using aictl::test::checkRefused;
using aictl::test::Command;
using aictl::test::linesWith;
using aictl::test::Outcome;
using aictl::test::Workspace;

TEST_CASE("several files are merged, later ones over earlier ones") {
  const Workspace work;
  work.write("base.yaml", "stack: s\nnamespace: one\ntrain: {a: {image: x, workers: 2}}\n");
  work.write("over.yaml", "namespace: two\ntrain: {a: {image: y}, b: {image: z}}\n");
  const Outcome run = work.aictl({"render", "-f", "base.yaml", "-f", "over.yaml"});
  CHECK(run.code == 0);
  CHECK(linesWith("image:", run.out) == "image: \"y\"\nimage: z\n");
  CHECK(linesWith("completions:", run.out) == "completions: 2\n");
  CHECK(linesWith("namespace:", run.out) == "namespace: two\nnamespace: two\nnamespace: two\n");
}

TEST_CASE("a stack is read from standard input") {
  const Workspace work;
  Command command = work.command({"render", "-f", "-", "-o", "name"});
  command.input = "stack: s\ntrain: {a: {image: x}}\n";
  CHECK(run(command).out == "job.batch/a\n");
  command.input = "stack: s\ntrain: {a: {imag: x}}\n";
  CHECK(run(command).err == "standard input:2:13: train/a: unknown key 'imag'; did you mean 'image'?\n");
}

TEST_CASE("the namespace of the command line goes over the stack's") {
  const Workspace work;
  work.write("aictl.yaml", "stack: s\nnamespace: one\ntrain: {a: {image: x}}\n");
  CHECK(linesWith("namespace:", work.aictl({"render", "-n", "three"}).out) == "namespace: three\n");
  const Outcome wrong = work.aictl({"render", "-n", "Not_One"});
  CHECK(wrong.code == 2);
  CHECK(wrong.err ==
        "--namespace: 'Not_One' is no DNS label (lower case letters, digits and hyphens, at most 63 "
        "characters); see "
        "'aictl render --help'\n");
}

TEST_CASE("--set is typed by the schema: a number, a string that looks like one, a list, a variable") {
  const Workspace work;
  work.write("aictl.yaml", "stack: s\nvars: {tag: v1}\ntrain: {a: {image: 'r/m:${tag}'}}\n");
  const Outcome run = work.aictl({"render", "--set", "train.a.workers=8", "--set", "train.a.labels.build=12",
                                  "--set", "train.a.args=[x, y]", "--set", "vars.tag=1.10"});
  CHECK(run.code == 0);
  CHECK(run.err.empty());
  CHECK(linesWith("completions:", run.out) == "completions: 8\n");
  CHECK(linesWith("build:", run.out) == "build: \"12\"\nbuild: \"12\"\nbuild: \"12\"\n");
  CHECK(linesWith("image:", run.out) == "image: r/m:1.10\n");
  CHECK(run.out.find("args:\n        - x\n        - \"y\"\n") != std::string::npos);
}

TEST_CASE("what --set says wrong is told at the option") {
  const Workspace work;
  work.write("aictl.yaml", "stack: s\ntrain: {a: {image: x}}\n");
  const Outcome run = work.aictl({"render", "--set", "train.a.workers=abc", "--set", "train.c.image=x",
                                  "--set", "novalue", "--set", "train.a.args[3]=x"});
  CHECK(run.code == 2);
  CHECK(run.out.empty());
  CHECK(run.err ==
        "--set train.a.workers: train/a: workers must be an integer, not the string 'abc'; it is: How many "
        "pods train, whatever the framework calls them.\n"
        "--set train.c.image: the path leads to nothing in the stack; did you mean 'train.a'?\n"
        "--set novalue: 'novalue' is no PATH=VALUE; write it as in --set train.resnet50.workers=8\n"
        "--set train.a.args[3]: the path leads to nothing in the stack; name an entry of the stack, as in "
        "train.resnet50.workers=8\n");
}

TEST_CASE("variables see those before them, and env and environment are in scope") {
  Workspace work;
  work.environment["TEAM"] = "vision";
  work.write("aictl.yaml",
             "stack: s\n"
             "vars: {registry: r.example.com, image: '${registry}/m'}\n"
             "train:\n"
             "  a: {image: '${image}:${env.TEAM}', labels: {$if: 'environment == null', then: {x: none}, "
             "else: {x: some}}}\n");
  const Outcome run = work.aictl({"render"});
  CHECK(linesWith("image:", run.out) == "image: r.example.com/m:vision\n");
  CHECK(linesWith("x:", run.out) == "x: none\nx: none\n");
}

TEST_CASE("a version without quotes keeps all of its digits in a text") {
  const Workspace work;
  work.write("aictl.yaml",
             "stack: s\nvars: {tag: 1.10, build: 007}\ntrain: {a: {image: 'm:${tag}-${build}'}}\n");
  CHECK(linesWith("image:", work.aictl({"render"}).out) == "image: m:1.10-007\n");
  CHECK(linesWith("image:", work.aictl({"render", "--set", "vars.tag=2.0"}).out) == "image: m:2.0-007\n");
}

TEST_CASE(
    "git says the commit, branch, tag, changes and remote of the stack's repository, without credentials") {
  const Workspace work;
  const auto git = [&](std::vector<std::string> words) {
    words.insert(words.begin(), {"git", "-c", "user.name=t", "-c", "user.email=t@example.com", "-c",
                                 "init.defaultBranch=main"});
    const Outcome run = work.program(words);
    REQUIRE(run.code == 0);
    return run.out;
  };
  work.write("aictl.yaml",
             "stack: s\n"
             "train:\n"
             "  a:\n"
             "    image: x\n"
             "    env: {C: '${git.commit}', B: '${git.branch}', T: '${git.tag}', R: '${git.remote}', D: "
             "{$eval: 'str(git.dirty)'}}\n");
  git({"init", "-q", "."});
  git({"add", "aictl.yaml"});
  git({"commit", "-q", "-m", "one"});
  git({"tag", "v1.2"});
  git({"remote", "add", "origin", "https://user:secret@git.example.com/team/models.git"});
  const std::string commit = git({"rev-parse", "HEAD"});

  const std::string out = work.aictl({"render"}).out;
  CHECK(linesWith("value:", out) ==
        "value: " + commit +
            "value: main\nvalue: v1.2\nvalue: git.example.com/team/models\nvalue: \"false\"\n");

  work.write("aictl.yaml", work.read("aictl.yaml") + "# changed\n");
  CHECK(linesWith("\"true\"", work.aictl({"render"}).out) == "value: \"true\"\n");
}

TEST_CASE("a variable of the environment that is not set, or is no text, is told as not set") {
  Workspace work;
  work.write("aictl.yaml", "stack: s\ntrain: {a: {image: 'x:${env.TEAM}'}}\n");
  checkRefused(work, "aictl.yaml:2:28: the environment variable 'TEAM' is not set\n");
  work.environment["TEAM"] = "\xff";
  checkRefused(work, "aictl.yaml:2:28: the environment variable 'TEAM' is not set\n");
}

TEST_CASE("a variable of the shell in a command is told, with how it is written") {
  checkRefused("stack: s\ntrain: {a: {image: x, command: [sh, -c, 'ls ${HOME}']}}\n",
               "aictl.yaml:2:47: there is no variable 'HOME'; add it to vars; a variable of the shell in the "
               "container "
               "is written $${HOME}\n");
}

TEST_CASE("a variable of the shell that is written with two dollars reaches the container") {
  const Workspace work;
  work.write("aictl.yaml", "stack: s\ntrain: {a: {image: x, command: [sh, -c, 'ls $${HOME}']}}\n");
  CHECK(linesWith("- ls", work.aictl({"render"}).out) == "- ls ${HOME}\n");
}

TEST_CASE("an expression that never closes is told with how to close it or to mean it literally") {
  checkRefused(
      "stack: s\ntrain: {a: {image: 'r/${tag'}}\n",
      "aictl.yaml:2:28: unterminated ${..} expression; close it with '}', or write '$${' for the characters "
      "themselves\n");
}

TEST_CASE("a variable cannot have a name that expressions have already") {
  checkRefused("stack: s\nvars: {env: 1, min: 2, git: a}\n",
               "aictl.yaml:2:8: a variable cannot be called 'env': expressions have that name already\n"
               "aictl.yaml:2:16: a variable cannot be called 'min': expressions have that name already\n"
               "aictl.yaml:2:24: a variable cannot be called 'git': expressions have that name already\n");
}

TEST_CASE("a name that no expression could use cannot be a variable's") {
  checkRefused(
      "stack: s\nvars: {my-tag: v1}\n",
      "aictl.yaml:2:8: 'my-tag' cannot be a variable: letters, digits and '_', not beginning with a digit\n");
}
