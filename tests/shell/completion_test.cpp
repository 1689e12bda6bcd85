// What a shell is told of what may come next.

#include "catch.h"
#include "shell/fixture/lines.h"
#include "shell/fixture/workspace.h"

using namespace aictl;
using aictl::test::linesWith;
using aictl::test::Outcome;
using aictl::test::Workspace;

namespace {

const std::string stack =
    "stack: s\ncache: {data: {from: [s3://a/b], runtime: jindo}}\ntrain: {one: {image: x}, two: {imag: }}\n";

/// The candidates' words, for the words typed; the last is the one under the cursor.
std::string candidates(const Workspace& work, std::vector<std::string> words) {
  words.insert(words.begin(), {"__complete", "--"});
  const Outcome run = work.aictl(words);
  CHECK(run.code == 0);
  CHECK(run.err.empty());
  std::string result;
  for (std::size_t at = 0; at < run.out.size();) {
    const auto end = run.out.find('\n', at);
    const std::string line = run.out.substr(at, end - at);
    result += line.substr(0, line.find('\t')) + "\n";
    at = end + 1;
  }
  return result;
}

/// What bash would offer, by the script that `aictl completion bash` prints: the line is typed up to its end.
std::string inBash(const Workspace& work, const std::string& line) {
  const Outcome aictl = work.program({"bash", "-c", R"(
source <("$0" completion bash)
PATH=${0%/*}:$PATH
compopt() { printf 'compopt %s\n' "$*"; }
COMP_LINE=$1 COMP_POINT=${#1}
# As readline breaks the line into words: at blanks, `=` and `:`.
COMP_WORDS=() piece=
for ((i = 0; i < ${#1}; i++)); do
  c=${1:i:1}
  case $c in
    ' ') [[ $piece ]] && COMP_WORDS+=("$piece"); piece= ;;
    [=:]) [[ $piece ]] && COMP_WORDS+=("$piece"); COMP_WORDS+=("$c"); piece= ;;
    *) piece+=$c ;;
  esac
done
[[ $piece || $c == ' ' ]] && COMP_WORDS+=("$piece")
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_aictl
printf '%s\n' "${COMPREPLY[@]}"
)",
                                      work.command({}).words.front(), line});
  INFO(aictl.err);
  CHECK(aictl.code == 0);
  return aictl.out;
}

}  // namespace

TEST_CASE("commands and templates are offered with what they do") {
  const Workspace work;
  CHECK(candidates(work, {"tr"}) == "train\n");
  CHECK(candidates(work, {"ren"}) == "render\n");
  CHECK(linesWith("train", work.aictl({"__complete", "--", "train"}).out) ==
        "train\tA training job on one node or many.\n");
}

TEST_CASE("options come from the schema of a template, values from its enumerations") {
  const Workspace work;
  CHECK(candidates(work, {"train", "--frame"}) == "--framework\n");
  CHECK(candidates(work, {"train", "--framework", ""}) == "none\npytorch\ntensorflow\n");
  CHECK(candidates(work, {"train", "--framework=p"}) == "--framework=pytorch\n");
  CHECK(candidates(work, {"serve", "--scale.m"}) == "--scale.min\n--scale.max\n--scale.metric\n");
}

TEST_CASE("entries of the stack at hand are offered, also of one that has faults") {
  const Workspace work;
  work.write("aictl.yaml", stack);
  CHECK(candidates(work, {"apply", ""}) == "cache/data\ntrain/one\ntrain/two\n");
  CHECK(candidates(work, {"plan", "train/t"}) == "train/two\n");
  for (const char* command : {"suspend", "resume", "scale", "restart"})
    CHECK(candidates(work, {command, "train/t"}) == "train/two\n");
  work.write("other.yaml", "stack: s\nserve: {a: {image: x, port: 80}}\n");
  CHECK(candidates(work, {"render", "-f", "other.yaml", ""}) == "serve/a\n");
  CHECK(candidates(work, {"apply", "--rerun", "train/o"}) == "train/one\n");
}

TEST_CASE("environments lie beside the stack, contexts and namespaces in the kubeconfig") {
  Workspace work;
  work.write("aictl.yaml", stack);
  work.write("aictl.prod.yaml", "vars: {}\n");
  work.write(
      "kube",
      "contexts: [{name: one, context: {cluster: c, user: u, namespace: ml}}, {name: two, context: {}}]\n"
      "clusters: [{name: c, cluster: {server: 'https://a'}}]\nusers: [{name: u, user: {token: t}}]\n");
  work.environment["KUBECONFIG"] = work.path("kube");
  CHECK(candidates(work, {"apply", "--environment", ""}) == "prod\n");
  CHECK(candidates(work, {"apply", "--context", ""}) == "one\ntwo\n");
  CHECK(candidates(work, {"apply", "--context=t"}) == "--context=two\n");
  CHECK(candidates(work, {"apply", "-n", ""}) == "ml\n");
}

TEST_CASE("files and folders are left to the shell") {
  const Workspace work;
  CHECK(candidates(work, {"apply", "-f", ""}) == ":files\n");
  CHECK(candidates(work, {"render", "--to", ""}) == ":folders\n");
  CHECK(candidates(work, {"train", "a", "--", "pyth"}) == ":files\n");
}

TEST_CASE("a completion of anything is silent and good") {
  const Workspace work;
  work.write("aictl.yaml", "{ [ broken");
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{},
                                             {"nothing", "x"},
                                             {"apply", ""},
                                             {"apply", "--context", ""},
                                             {"__complete", "x"},
                                             {"pack", "nothing", ""},
                                             {"help", ""}}) {
    (void)candidates(work, words);
  }
}

TEST_CASE("bash completes with the script: words, values behind '=', and entries") {
  const Workspace work;
  work.write("aictl.yaml", stack);
  CHECK(inBash(work, "aictl tra") == "train\n");
  CHECK(inBash(work, "aictl train --framework=p") == "pytorch\n");
  CHECK(inBash(work, "aictl train --framework=") == "none\npytorch\ntensorflow\n");
  CHECK(inBash(work, "aictl apply train/") == "train/one\ntrain/two\n");
  CHECK(inBash(work, "aictl apply -f ") == "compopt -o default\n\n");
}

TEST_CASE("the scripts are those of completions/") {
  const Workspace work;
  for (const char* shell : {"bash", "zsh", "fish"}) {
    const Outcome file = work.program({"cat", std::string(AICTL_SOURCE "/completions/aictl.") + shell});
    CHECK(work.aictl({"completion", shell}).out == file.out);
  }
  CHECK(work.aictl({"completion", "tcsh"}).code == 2);
}
