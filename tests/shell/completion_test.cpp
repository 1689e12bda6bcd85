// What a shell is told of what may come next.

#include <chrono>

#include "catch.h"
#include "shell/fixture/lines.h"
#include "shell/fixture/silent_server.h"
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

TEST_CASE("each word is offered once, and for its own place among the words") {
  const Workspace work;
  work.write("aictl.yaml", stack);
  work.write("kube",
             "contexts: [{name: one, context: {namespace: ml}}, {name: two, context: {namespace: ml}}]\n");
  CHECK(candidates(work, {"plan", "--kubeconfig", "kube", "-n", ""}) == "ml\n");
  CHECK(candidates(work, {"completion", "z"}) == "zsh\n");
  CHECK(candidates(work, {"completion", "zsh", "z"}).empty());
  CHECK(candidates(work, {"plan", "train/one", "train/t"}) == "train/two\n");
}

TEST_CASE("options that every command has are offered before and after it") {
  const Workspace work;
  CHECK(candidates(work, {"--q"}) == "--quiet\n");
  CHECK(candidates(work, {"version", "--col"}) == "--color\n");
  CHECK(candidates(work, {"--color", "n"}) == "never\n");
  CHECK(candidates(work, {"plan", "--color=al"}) == "--color=always\n");
  CHECK(candidates(work, {"-q", "--color", "never", "ren"}) == "render\n");
}

TEST_CASE("verbs are offered, and what belongs behind each") {
  const Workspace work;
  CHECK(candidates(work, {"pack", ""}) == "check\nlock\n");
  CHECK(candidates(work, {"pack", "check", ""}) == ":folders\n");
  CHECK(candidates(work, {"pack", "lock", "--fi"}) == "--file\n");
  CHECK(candidates(work, {"help", "pack", "ch"}) == "check\n");
}

TEST_CASE("what begins a stack, and what a person prefers, complete too") {
  const Workspace work;
  CHECK(candidates(work, {"config", ""}) == "show\n");
  CHECK(candidates(work, {"config", "show", "-o", ""}) == "table\njson\nyaml\n");
  CHECK(candidates(work, {"init", "--template", ""}) == "cache\ngraph\nnetwork\nserve\ntrain\n");
  CHECK(candidates(work, {"init", "--no"}) == "--no-cluster\n");
  CHECK(candidates(work, {"init", "-f", ""}) == ":files\n");
}

TEST_CASE("entries that a property refers to are offered, of the right template and behind commas") {
  const Workspace work;
  work.write("aictl.yaml", stack);
  CHECK(candidates(work, {"train", "a", "--caches", ""}) == "data\n");
  CHECK(candidates(work, {"train", "a", "--caches=x,"}) == "--caches=x,data\n");
}

TEST_CASE("of words behind commas the last one is completed") {
  const Workspace work;
  CHECK(candidates(work, {"rdma", "bench", "--operation", "read,fet"}) == "read,fetch-add\n");
  CHECK(candidates(work, {"rdma", "bench", "--measure=lat"}) == "--measure=latency\n");
  CHECK(candidates(work, {"rdma", "bench", "--measure=latency,b"}) == "--measure=latency,bandwidth\n");
}

TEST_CASE("-f of logs follows, and names no stack") {
  const Workspace work;
  work.write("aictl.yaml", stack);
  CHECK(candidates(work, {"logs", "-f", "train/o"}) == "train/one\n");
  CHECK(candidates(work, {"logs", "-f", "train/one", "train/t"}) == "train/two\n");
}

TEST_CASE("a file below ~ is the one that the shell would name") {
  const Workspace work;
  work.write("home/ml/aictl.yaml", stack);
  CHECK(candidates(work, {"apply", "-f", "~/ml/aictl.yaml", "train/o"}) == "train/one\n");
}

TEST_CASE("paths and templates are offered behind options too, of the stack and packs that these name") {
  const Workspace work;
  work.write(
      "pack/wine/template.yaml",
      "description: Wine\nschema: {type: object, properties: {grape: {type: string}}}\nvariants: []\n");
  work.write("other.yaml", "stack: s\npacks: [pack]\n");
  CHECK(candidates(work, {"explain", "-o", "json", "train.frame"}) == "train.framework\n");
  CHECK(candidates(work, {"explain", "-f", "other.yaml", "wine.gr"}) == "wine.grape\n");
  CHECK(candidates(work, {"explain", "--pack=pack", "wi"}) == "wine\n");
  CHECK(candidates(work, {"template", "show", "--pack", "pack", "wi"}) == "wine\n");
  CHECK(candidates(work, {"template", "eject", "-f", "other.yaml", "wi"}) == "wine\n");
  CHECK(candidates(work, {"template", "eject", "train", "--pack", "p"}) == ":folders\n");
  CHECK(candidates(work, {"explain", "train", "tr"}).empty());
}

TEST_CASE("packs of the command line complete like the built-in one") {
  const Workspace work;
  work.write(
      "pack/wine/template.yaml",
      "description: Wine\nschema: {type: object, properties: {grape: {type: string, enum: [pinot, riesling]},"
      " sweet: {type: boolean, description: Whether it is sweet.}}}\nvariants: []\n");
  CHECK(candidates(work, {"wine", "--pack", "pack", "--gr"}) == "--grape\n");
  CHECK(candidates(work, {"wine", "--grape", "p", "--pack", "pack"}) == ":folders\n");
  CHECK(candidates(work, {"wine", "--grape", "p", "--pack=pa"}) == ":folders\n");
  CHECK(candidates(work, {"wine", "--pack", "pack", "--grape", "p"}) == "pinot\n");
  CHECK(linesWith("sweet", work.aictl({"__complete", "--", "wine", "--pack", "pack", "--sw"}).out) ==
        "--sweet\tWhether it is sweet.\n");
}

TEST_CASE("a cluster that does not answer is not waited for, and nothing is said") {
  Workspace work;
  const test::SilentServer server;
  work.write("kube",
             "contexts: [{name: one, context: {cluster: c, user: u}}]\ncurrent-context: one\n"
             "clusters: [{name: c, cluster: {server: 'http://127.0.0.1:" +
                 std::to_string(server.port()) +
                 "'}}]\n"
                 "users: [{name: u, user: {token: t}}]\n");
  work.environment["KUBECONFIG"] = work.path("kube");
  work.write("aictl.yaml", stack);
  const auto begin = std::chrono::steady_clock::now();
  CHECK(candidates(work, {"status", "train/o"}) == "train/one\n");
  // 0.3 seconds, with room for a busy machine; the request itself would go on for four.
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(2));
}

TEST_CASE("a file that never comes is not waited for, and nobody's input is read") {
  const Workspace work;
  work.write("aictl.yaml", stack);
  REQUIRE(work.program({"mkfifo", "pipe"}).code == 0);
  const auto begin = std::chrono::steady_clock::now();
  CHECK(candidates(work, {"apply", "-f", "pipe", "train/"}).empty());
  CHECK(candidates(work, {"apply", "--kubeconfig", "pipe", "--context", ""}).empty());
  CHECK(candidates(work, {"status", "--kubeconfig", "pipe", "train/o"}) == "train/one\n");
  // 0.3 seconds each, with room for a busy machine; the pipe would be waited for without an end.
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(10));

  auto typed = work.command({"__complete", "--", "apply", "-f", "-", "train/"});
  typed.input = stack;
  CHECK(test::run(typed).out.empty());
}

TEST_CASE("no pack is fetched while a line is typed; what is there is offered") {
  const Workspace work;
  const test::SilentServer server;
  const std::string url = "http://127.0.0.1:" + std::to_string(server.port()) + "/pack.git";
  work.write("aictl.yaml", "stack: s\npacks: [{git: '" + url + "', ref: v1}]\n");
  work.write("aictl.lock",
             "packs: [{git: '" + url + "', ref: v1, commit: '0123456789012345678901234567890123456789'}]\n");
  CHECK(candidates(work, {"explain", "train.frame"}) == "train.framework\n");
  CHECK(candidates(work, {"template", "show", "tr"}) == "train\n");
  CHECK_FALSE(server.wasCalled());
}

TEST_CASE("the scripts are those of completions/") {
  const Workspace work;
  for (const char* shell : {"bash", "zsh", "fish"}) {
    const Outcome file = work.program({"cat", std::string(AICTL_SOURCE "/completions/aictl.") + shell});
    CHECK(work.aictl({"completion", shell}).out == file.out);
  }
  CHECK(work.aictl({"completion", "tcsh"}).code == 2);
}
