// Completion as a person has it: in the shell that AICTL_SHELL names (ctest runs all this in each of them).

#include <filesystem>

#include "catch.h"
#include "shell/fixture/terminal_shell.h"

using namespace aictl;
using aictl::test::shellName;
using aictl::test::TerminalShell;
using aictl::test::Workspace;

namespace {

/// `source <(aictl completion SHELL)`, as each shell has it.
std::string loading() {
  return shellName() == "fish" ? "aictl completion fish | source"
                               : "source <(aictl completion " + shellName() + ")";
}

/// A folder with a stack, files, a pack and a kubeconfig of a cluster that is not there.
struct Desk {
  Workspace work;

  Desk() {
    work.write("aictl.yaml",
               "stack: s\ntrain: {one: {image: x}, two: {image: x}}\nserve: {web: {image: x, port: 80}}\n");
    work.write("alpha beta.yaml", "stack: other\n");
    work.write("gamma.yaml", "stack: other\n");
    work.write("somewhere/file", "");
    work.write("pack/wine/template.yaml",
               "description: Wine\nschema: {type: object, properties: {grape: {type: string, enum: [pinot, "
               "riesling], "
               "description: What it is made of.}}}\nvariants: []\n");
    work.write("kube",
               "contexts: [{name: my context, context: {cluster: c, user: u}},\n"
               "  {name: 'arn:aws:eks:eu-1:7:cluster/x', context: {cluster: c, user: u}}]\n"
               "clusters: [{name: c, cluster: {server: 'https://127.0.0.1:1'}}]\nusers: [{name: u, user: "
               "{token: t}}]\n"
               "current-context: my context\n");
    work.environment["KUBECONFIG"] = work.path("kube");
  }
};

/// A shell that has read the script.
struct Prompt : Desk {
  TerminalShell shell{work, shellName()};
  Prompt() { shell.run(loading()); }

  /// Whether Tab behind what is typed makes this of the line.
  bool makes(const std::string& typed, const std::string& line) {
    shell.complete(typed);
    const bool made = shell.shows("$ " + line);
    UNSCOPED_INFO(shell.screen());
    return made;
  }
};

}  // namespace

TEST_CASE("commands, options and values are completed to their end") {
  Prompt at;
  CHECK(at.makes("aictl valid", "aictl validate "));
  CHECK(at.makes("aictl apply --dry", "aictl apply --dry-run "));
  CHECK(at.makes("aictl train --framework py", "aictl train --framework pytorch "));
  CHECK(at.makes("aictl train --framework=py", "aictl train --framework=pytorch "));
  CHECK(at.makes("aictl --col", "aictl --color "));
}

TEST_CASE("what several begin with is completed so far, and they are shown") {
  Prompt at;
  CHECK(at.makes("aictl apply tr", "aictl apply train/"));
  at.shell.complete("aictl apply train/");
  CHECK(at.shell.shows("train/one"));
  CHECK(at.shell.shows("train/two"));
  CHECK(at.shell.screen().find("serve/web") == std::string::npos);
}

TEST_CASE("what options are for is shown where the shell can") {
  Prompt at;
  at.shell.complete("aictl version --");
  CHECK(at.shell.shows("--quiet"));
  if (shellName() != "bash") CHECK(at.shell.shows("Say nothing but errors"));
}

TEST_CASE("a word with blanks keeps the quotes that it has, and gets what it needs") {
  Prompt at;
  CHECK(at.makes("aictl apply --context \"my", "aictl apply --context \"my context\" "));
  CHECK(at.makes("aictl apply --context 'my", "aictl apply --context 'my context' "));
  CHECK(at.makes("aictl apply --context my", "aictl apply --context my\\ context "));
  CHECK(at.makes("aictl apply --context=my\\ c", "aictl apply --context=my\\ context "));
  // zsh writes the word anew.
  const bool quoted = shellName() != "zsh";
  CHECK(at.makes("aictl apply --context=\"my",
                 quoted ? "aictl apply --context=\"my context\" " : "aictl apply --context=my\\ context "));
  CHECK(at.makes("aictl apply tr\"ain/o", quoted ? "aictl apply tr\"ain/one\" " : "aictl apply train/one "));
}

TEST_CASE("a word with colons and slashes is one word") {
  Prompt at;
  CHECK(at.makes("aictl apply --context arn:aws:e", "aictl apply --context arn:aws:eks:eu-1:7:cluster/x "));
  CHECK(at.makes("aictl apply --context=arn:", "aictl apply --context=arn:aws:eks:eu-1:7:cluster/x "));
}

TEST_CASE("files and folders are completed where they belong") {
  Prompt at;
  CHECK(at.makes("aictl validate -f gam", "aictl validate -f gamma.yaml "));
  CHECK(at.makes("aictl validate --file=gam", "aictl validate --file=gamma.yaml "));
  CHECK(at.makes("aictl validate -f \"alpha ", "aictl validate -f \"alpha beta.yaml\" "));
  CHECK(at.makes("aictl render --to some", "aictl render --to somewhere/"));
  CHECK(at.makes("aictl train a -- gam", "aictl train a -- gamma.yaml "));
}

TEST_CASE("files below the home folder are completed, and are stacks to complete from") {
  Prompt at;
  at.work.write("home/models/stack.yaml", "stack: other\ntrain: {only: {image: x}}\n");
  CHECK(at.makes("aictl validate -f ~/mod", "aictl validate -f ~/models/"));
  CHECK(at.makes("aictl render --to ~/mod", "aictl render --to ~/models/"));
  CHECK(at.makes("aictl plan -f ~/models/stack.yaml tr", "aictl plan -f ~/models/stack.yaml train/only "));
}

TEST_CASE("where output is sent, files are completed") {
  Prompt at;
  CHECK(at.makes("aictl render > gam", "aictl render > gamma.yaml "));
  CHECK(at.makes("aictl render >gam", "aictl render >gamma.yaml "));
  CHECK(at.makes("aictl render 2>> gam", "aictl render 2>> gamma.yaml "));
}

TEST_CASE("a stack from standard input takes none of what is typed") {
  Prompt at;
  at.shell.complete("aictl render -f - tr");
  at.shell.type("typed on");
  CHECK(at.shell.shows("$ aictl render -f - trtyped on"));
}

TEST_CASE("the stack that a quoted file name means is the one that is read") {
  Prompt at;
  at.work.write("alpha beta.yaml", "stack: other\ntrain: {only: {image: x}}\n");
  CHECK(at.makes("aictl apply -f 'alpha beta.yaml' tr", "aictl apply -f 'alpha beta.yaml' train/only "));
  CHECK(at.makes("aictl apply --file=alpha\\ beta.yaml tr",
                 "aictl apply --file=alpha\\ beta.yaml train/only "));
}

TEST_CASE("an alias completes as what it stands for") {
  Prompt at;
  at.shell.run("alias a=aictl; alias training='aictl train'");
  if (shellName() == "bash") at.shell.run("complete -F _aictl a training");
  CHECK(at.makes("a valid", "a validate "));
  CHECK(at.makes("training --framework py", "training --framework pytorch "));
  CHECK(at.makes("a status train/o", "a status train/one "));
}

TEST_CASE("an alias with a variable before the program completes, or says nothing") {
  Prompt at;
  at.shell.run("alias dev='KUBECONFIG=dev aictl'");
  if (shellName() == "bash") at.shell.run("complete -F _aictl dev");
  // fish knows such an alias as a function of its own, of which it completes the whole line.
  CHECK(at.makes("dev valid", "dev validate "));
}

TEST_CASE("a program that is named by its path completes with itself") {
  Prompt at;
  std::filesystem::create_symlink(at.work.command({}).words.front(), at.work.path("aictl"));
  CHECK(at.makes("./aictl valid", "./aictl validate "));
}

TEST_CASE("templates of a pack are completed like those of the built-in one") {
  Prompt at;
  CHECK(at.makes("aictl wine --pack pack --gr", "aictl wine --pack pack --grape "));
  CHECK(at.makes("aictl wine --pack=pack --grape=r", "aictl wine --pack=pack --grape=riesling "));
}

TEST_CASE("where the cluster is not there, what the files know is completed, and nothing is said") {
  Prompt at;
  CHECK(at.makes("aictl status train/o", "aictl status train/one "));
  at.shell.complete("aictl status cache/");
  at.shell.type("typed on");
  CHECK(at.shell.shows("$ aictl status cache/typed on"));
  CHECK(at.shell.below() == "$ aictl status cache/typed on");
}

TEST_CASE("nothing that begins so leaves the line as it is") {
  Prompt at;
  at.shell.complete("aictl apply --nothing");
  at.shell.type("-such");
  CHECK(at.shell.shows("$ aictl apply --nothing-such"));
}

TEST_CASE("zsh finds the script as a file of its function path") {
  if (shellName() != "zsh") return;
  Desk desk;
  desk.work.write("functions/_aictl", desk.work.aictl({"completion", "zsh"}).out);
  TerminalShell shell(desk.work, "zsh");
  shell.run("fpath=(functions $fpath); compinit -u -D");
  shell.complete("aictl valid");
  CHECK(shell.shows("$ aictl validate "));
}
