// Every template is a command, with flags made from its schema; --print-spec gives the same in a stack's
// words.

#include <algorithm>

#include "catch.h"
#include "shell/fixture/lines.h"
#include "shell/fixture/workspace.h"

using aictl::test::linesWith;
using aictl::test::Outcome;
using aictl::test::Workspace;

namespace {

/// What `aictl WORDS… --print-spec` prints; it must not complain.
std::string printedSpec(std::vector<std::string> words) {
  const Workspace work;
  const auto dashes = std::ranges::find(words, "--");
  words.insert(dashes, "--print-spec");
  const Outcome run = work.aictl(words);
  CHECK(run.err.empty());
  CHECK(run.code == 0);
  return run.out;
}

/// What `aictl WORDS… --print-spec` complains of.
std::string complaint(std::vector<std::string> words) {
  const Workspace work;
  words.emplace_back("--print-spec");
  const Outcome run = work.aictl(words);
  CHECK(run.out.empty());
  CHECK(run.code == 2);
  return run.err;
}

}  // namespace

TEST_CASE("flags become a spec: scalars, nested ones, lists, maps, booleans, and the command after --") {
  CHECK(printedSpec({"train",
                     "a",
                     "--image",
                     "r/m:v1",
                     "--workers",
                     "4",
                     "--framework=pytorch",
                     "--env",
                     "A=1",
                     "--env",
                     "B=two words",
                     "--suspend",
                     "--no-host-network",
                     "--tolerations",
                     "gpu,spot",
                     "--tolerations",
                     "infra",
                     "--elastic.max",
                     "8",
                     "--elastic.max-restarts",
                     "2",
                     "--",
                     "python",
                     "train.py",
                     "--lr=0.1",
                     "--image",
                     "7"}) ==
        "train:\n"
        "  a:\n"
        "    framework: pytorch\n"
        "    workers: 4\n"
        "    elastic:\n"
        "      max: 8\n"
        "      maxRestarts: 2\n"
        "    suspend: true\n"
        "    image: r/m:v1\n"
        "    env:\n"
        "      A: 1\n"
        "      B: two words\n"
        "    tolerations:\n"
        "    - gpu\n"
        "    - spot\n"
        "    - infra\n"
        "    hostNetwork: false\n"
        "    command:\n"
        "    - python\n"
        "    - train.py\n"
        "    - --lr=0.1\n"
        "    - --image\n"
        "    - \"7\"\n");
}

TEST_CASE("a short form may have further parts beside it, in either order") {
  const std::string spec = "train:\n  a:\n    image: x\n    gpus:\n      count: 2\n      vendor: amd\n";
  CHECK(printedSpec({"train", "a", "--image", "x", "--gpus", "2", "--gpus.vendor", "amd"}) == spec);
  CHECK(printedSpec({"train", "a", "--image", "x", "--gpus.vendor", "amd", "--gpus", "2"}) == spec);
  CHECK(printedSpec({"train", "a", "--image", "x", "--gpus.count", "2", "--gpus.vendor", "amd"}) == spec);
  CHECK(printedSpec({"train", "a", "--image", "x", "--gpus", "2"}) ==
        "train:\n  a:\n    image: x\n    gpus: 2\n");
}

TEST_CASE("what the schema wants as a map or list may be written as YAML") {
  CHECK(printedSpec({"train", "a", "--image", "x", "--gpus", "{count: 1, slice: 1g.5gb}", "--args",
                     "[one, 'two, three']", "--env", "{A: {secret: s, key: k}}", "--mounts", "/data=claim",
                     "--mounts", "/out={empty: {}}"}) ==
        "train:\n"
        "  a:\n"
        "    image: x\n"
        "    args:\n"
        "    - one\n"
        "    - two, three\n"
        "    env:\n"
        "      A:\n"
        "        secret: s\n"
        "        key: k\n"
        "    gpus:\n"
        "      count: 1\n"
        "      slice: 1g.5gb\n"
        "    mounts:\n"
        "      /data: claim\n"
        "      /out:\n"
        "        empty: {}\n");
}

TEST_CASE("flags are literal: no expressions in them") {
  CHECK(printedSpec({"train", "a", "--image", "x", "--", "sh", "-c", "echo ${HOME}"}) ==
        "train:\n  a:\n    image: x\n    command:\n    - sh\n    - -c\n    - echo $${HOME}\n");
}

TEST_CASE("a flag given twice counts the last time, but for lists and maps") {
  CHECK(printedSpec({"train", "a", "--image", "x", "--image", "y", "--workers", "1", "--workers", "2"}) ==
        "train:\n  a:\n    workers: 2\n    image: \"y\"\n");
}

TEST_CASE("a text that looks like a number stays a text where the schema wants one") {
  CHECK(printedSpec(
            {"train", "a", "--image", "x", "--workdir", "0123", "--labels", "build=1.10", "--memory", "2"}) ==
        "train:\n  a:\n    image: x\n    workdir: \"0123\"\n    memory: 2\n    labels:\n      build: 1.10\n");
  CHECK(printedSpec({"train", "a", "--image", "x", "--env", "A=010", "--env", "B=TRUE", "--env", "C=10"}) ==
        "train:\n  a:\n    image: x\n    env:\n      A: \"010\"\n      B: \"TRUE\"\n      C: 10\n");
}

TEST_CASE("the printed spec is a stack's section, and no fault is found in it") {
  const std::vector<std::vector<std::string>> commands{
      {"train",       "a",           "--image",    "r/m:v1", "--workers",
       "3",           "--framework", "tensorflow", "--gpus", "2",
       "--chief",     "--ps",        "2",          "--shm",  "8Gi",
       "--env",       "A=1",         "--env",      "B=${X}", "--mounts",
       "/data=claim", "--",          "sh",         "-c",     "echo ${HOME} $${X}"},
      {"serve", "a", "--image", "r/m:v1", "--port", "8080", "--scale.min", "1", "--scale.max", "4",
       "--scale.metric", "rps", "--scale.target", "20"},
      {"cache", "a", "--from", "s3://bucket/x", "--runtime", "jindo", "--replicas", "2", "--preload"},
      {"network", "a", "--type", "ipoib", "--master", "ib0", "--resource", "rdma/hca", "--ipam",
       "whereabouts", "--ipam.range", "10.0.0.0/24"},
      {"graph", "a", "--sequence", "{service: one}", "--sequence", "{service: two, data: response}"}};
  for (const auto& words : commands) {
    INFO(words.front());
    const Workspace work;
    work.write("aictl.yaml", "stack: s\n" + printedSpec(words));
    const Outcome run = work.aictl({"validate", "-q"});
    CHECK(run.err.empty());
    CHECK(run.code == 0);
  }
}

TEST_CASE("an example that help shows runs as it is written") {
  const Workspace work;
  for (const char* name : {"train", "serve", "cache", "network", "graph"}) {
    const std::string help = work.aictl({name, "--help"}).out;
    const std::string examples = linesWith("  aictl " + std::string(name) + " NAME ", help);
    CHECK_FALSE(examples.empty());
    std::string script = "set -e\naictl() { " + work.command({}).words.front() + " \"$@\"; }\n";
    std::size_t at = 0;
    while (at < examples.size()) {
      const auto end = examples.find('\n', at);
      std::string line = examples.substr(at, end - at);
      line.replace(0, std::string("aictl ").size() + std::string(name).size() + std::string(" NAME").size(),
                   "aictl " + std::string(name) + " example --print-spec");
      script += line + "\n";
      at = end + 1;
    }
    work.write("script", script);
    const Outcome run = work.program({"sh", "script"});
    INFO(script);
    CHECK(run.err.empty());
    CHECK(run.code == 0);
  }
}

TEST_CASE("what flags say wrong is told at the flag, as a stack would") {
  CHECK(complaint({"train", "a", "--workers", "four"}) ==
        "--workers: train/a: workers must be an integer, not the string 'four'; it is: How many pods train, "
        "whatever the framework calls them.\n"
        "aictl train: train/a: image is missing; give it: The container image.\n");
  CHECK(complaint({"train", "a", "--image", "x", "--framework", "pytroch"}) ==
        "--framework: train/a: framework must be none, pytorch or tensorflow, not 'pytroch'; did you mean "
        "'pytorch'?\n");
  CHECK(complaint({"train", "a", "--image", "x", "--env", "NOVALUE"}) ==
        "--env: 'NOVALUE' is no KEY=VALUE; write it as in --env KEY=VALUE\n");
  CHECK(complaint({"train", "a", "--image", "x", "--gpus", "{count: "}) ==
        "--gpus: '{' is never closed; close it with '}'; the text may be cut off\n");
  CHECK(complaint({"train", "A_b", "--image", "x"}) ==
        "aictl train: train: 'A_b' cannot be a name: lower case letters, digits and hyphens, beginning and "
        "ending with a letter or "
        "digit, at most 63 characters; 'a-b-08eb65ad' would be one\n");
}

TEST_CASE("what follows -- belongs to templates that have a command") {
  const Workspace work;
  CHECK(work.aictl({"train", "--help"}).out.find("Usage: aictl train NAME [OPTIONS] [-- COMMAND...]\n") !=
        std::string::npos);
  CHECK(work.aictl({"cache", "--help"}).out.find("Usage: aictl cache NAME [OPTIONS]\n") != std::string::npos);
  const Outcome run = work.aictl(
      {"cache", "a", "--from", "s3://b", "--runtime", "jindo", "--print-spec", "--", "python", "train.py"});
  CHECK(run.code == 2);
  CHECK(run.err == "-- python: cache/a: unknown key 'command'\n");
}

TEST_CASE("an unknown flag is told with the nearest one") {
  const Workspace work;
  const Outcome run = work.aictl({"train", "a", "--image", "x", "--wrkers", "4"});
  CHECK(run.code == 2);
  CHECK(run.out.empty());
  CHECK(run.err == "unknown option '--wrkers'; did you mean '--workers'?\n");
  CHECK(work.aictl({"train", "a", "--scale.min", "4"}).err ==
        "unknown option '--scale.min'; see 'aictl train --help'\n");
}

TEST_CASE("a template command needs a name, and takes one word") {
  const Workspace work;
  const Outcome none = work.aictl({"train", "--image", "x"});
  CHECK(none.code == 2);
  CHECK(none.err == "NAME is required; see 'aictl train --help'\n");
  CHECK(work.aictl({"train", "a", "b", "--image", "x"}).err ==
        "'b' is one word too many; see 'aictl train --help'\n");
}

TEST_CASE("a template command is refused where the stack file at hand has the entry") {
  const Workspace work;
  work.write("aictl.yaml", "stack: s\ntrain: {a: {image: x}}\n");
  const Outcome run = work.aictl({"train", "a", "--image", "y"});
  CHECK(run.code == 2);
  CHECK(run.out.empty());
  CHECK(run.err ==
        "aictl.yaml:2:9: the stack file has the entry train/a already; change it there, or run 'aictl apply "
        "train/a --set "
        "train.a.KEY=VALUE'\n");
  CHECK(work.aictl({"train", "a", "--image", "y", "--print-spec"}).code == 0);
}

TEST_CASE("a stack file at hand that is broken hinders no template command") {
  const Workspace work;
  work.write("aictl.yaml", "stack: [\n");
  CHECK(work.aictl({"train", "a", "--image", "y"}).err.starts_with("there is no kubeconfig: "));
}

TEST_CASE("a reference of a template command says that there is no other entry") {
  const Workspace work;
  const Outcome run = work.aictl({"train", "a", "--image", "x", "--caches", "data"});
  CHECK(run.code == 2);
  CHECK(run.out.empty());
  CHECK(run.err == "--caches: train/a: there is no cache entry 'data' in this stack; it has none\n");
}
