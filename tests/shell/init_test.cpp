// A stack that begins with what is there.

#include "catch.h"
#include "shell/fixture/lines.h"
#include "shell/fixture/workspace.h"
#include "unit/kube/small_server.h"

using namespace aictl;
using aictl::test::linesWith;
using aictl::test::Outcome;
using aictl::test::SmallServer;
using aictl::test::Workspace;

namespace {

using Files = std::map<std::string, std::string>;  // texts by name

/// A folder with a program in it, called `my Model_2`.
struct Program {
  Workspace work;

  explicit Program(const Files& files) {
    work.write("my Model_2/.keep", "");
    for (const auto& [name, text] : files) work.write("my Model_2/" + name, text);
  }
  Outcome run(std::vector<std::string> arguments) const {
    auto command = work.command(std::move(arguments));
    command.folder = work.path("my Model_2");
    return test::run(command);
  }
  /// What `aictl init` writes, without its first line.
  std::string begun(std::vector<std::string> options = {}) const {
    options.insert(options.begin(), "init");
    const Outcome outcome = run(options);
    INFO(outcome.err);
    CHECK(outcome.code == 0);
    CHECK(outcome.out == "aictl.yaml\n");
    const std::string text = work.read("my Model_2/aictl.yaml");
    return text.substr(text.find('\n') + 1);
  }
};

const std::map<std::string, Files> programs{
    {"nothing", {}},
    {"a script", {{"train.py", ""}}},
    {"PyTorch by requirements", {{"requirements.txt", "torch==2.5.1  # pinned\nnumpy\n"}, {"main.py", ""}}},
    {"TensorFlow by a project",
     {{"pyproject.toml", "[project]\nname = \"x\"\ndependencies = [\n  \"tensorflow[and-cuda]>=2\",\n]\n"}}},
    {"PyTorch by Poetry",
     {{"pyproject.toml", "[tool.poetry.dependencies]\npython = \"^3.11\"\ntorch = \"2\"\n"}}},
    {"an image that listens", {{"Dockerfile", "FROM python:3.12\nEXPOSE 9000/tcp\nCMD [\"serve\"]\n"}}},
    {"an image that does not", {{"Dockerfile", "FROM python:3.12\nRUN pip install \\\n  torch\n"}}},
    {"both",
     {{"train.py", ""},
      {"app.py", ""},
      {"requirements.txt", "torch\nfastapi\n"},
      {"Dockerfile", "FROM x\n"}}},
};

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::string answer(const std::string& status, const std::string& body) {
  return "HTTP/1.1 " + status +
         "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\nConnection: close\r\n\r\n" + body;
}

/// A server with two nodes, Kubeflow's PyTorchJob, one queue of Kueue, and nothing else.
std::string clusterAnswer(int /*number*/, const std::string& request) {
  const auto asks = [&](const std::string& path) { return request.starts_with("GET " + path + " "); };
  const auto asksFor = [&](const std::string& path) { return request.starts_with("GET " + path + "?"); };
  if (asksFor("/api/v1/nodes"))
    return answer("200 OK", R"({"kind":"NodeList","apiVersion":"v1","items":[)"
                            R"({"status":{"allocatable":{"cpu":"8","memory":"64Gi"}}},)"
                            R"({"status":{"allocatable":{"cpu":"64","amd.com/gpu":"8","rdma/hca":"1k"}}}]})");
  if (asks("/apis/kubeflow.org/v1"))
    return answer("200 OK",
                  R"({"kind":"APIResourceList","groupVersion":"kubeflow.org/v1","resources":[)"
                  R"({"name":"pytorchjobs","kind":"PyTorchJob","namespaced":true,"verbs":["get"]}]})");
  if (asksFor("/apis/kueue.x-k8s.io/v1beta1/namespaces/ml/localqueues"))
    return answer("200 OK", R"({"kind":"LocalQueueList","apiVersion":"kueue.x-k8s.io/v1beta1","metadata":{},)"
                            R"("items":[{"metadata":{"name":"research","namespace":"ml"}}]})");
  return answer("404 Not Found", R"({"kind":"Status","apiVersion":"v1","status":"Failure","code":404})");
}

std::string kubeconfigOf(const std::string& url) {
  return "contexts: [{name: near, context: {cluster: c, namespace: ml}}]\nclusters: [{name: c, cluster: "
         "{server: '" +
         url + "'}}]\ncurrent-context: near\n";
}

}  // namespace

TEST_CASE("what init writes is good, whatever is there and whatever template is asked for") {
  for (const auto& [what, files] : programs) {
    for (const std::string name : {"", "cache", "graph", "network", "serve", "train"}) {
      INFO(what << ", --template " << name);
      const Program program(files);
      std::vector<std::string> words{"init"};
      if (!name.empty()) words.insert(words.end(), {"--template", name});
      const Outcome begun = program.run(words);
      INFO(begun.err);
      if (what == "nothing" && name.empty()) {
        CHECK(begun.code == 2);
        continue;
      }
      CHECK(begun.code == 0);
      const Outcome validated = program.run({"validate"});
      INFO(validated.err);
      CHECK(validated.code == 0);
      if (!name.empty()) CHECK(has(program.work.read("my Model_2/aictl.yaml"), "\n" + name + ":\n"));
    }
  }
}

TEST_CASE("a training script with PyTorch becomes a training job") {
  const Program program(Files{{"train.py", ""}, {"requirements.txt", "-r base.txt\n# torch\nTorch >= 2\n"}});
  CHECK(
      program.begun() ==
      "stack: my-model-2\ntrain:\n  my-model-2:\n    framework: pytorch\n"
      "    image: pytorch/pytorch:2.5.1-cuda12.4-cudnn9-runtime\n    workers: 1\n    gpus: 1\n    shm: 8Gi\n"
      "    command:\n    - python\n    - train.py\n");
}

TEST_CASE("of a Dockerfile the last stage counts: its port, and the command that it has") {
  const Program program(
      Files{{"Dockerfile",
             "FROM golang:1 AS build\nEXPOSE 1\nCMD x\nFROM --platform=linux/amd64 python:3.12 "
             "as base\nEXPOSE 9000\n"
             "FROM base\nEntryPoint [\"serve\"]\n"},
            {"serve.py", ""}});
  CHECK(program.begun() ==
        "stack: my-model-2\nserve:\n  my-model-2:\n    engine: deployment\n"
        "    image: registry.example.com/my-model-2:1\n    port: 9000\n");
}

TEST_CASE("init takes name, image and namespace, and says what is left to do") {
  const Program program(Files{{"train.py", ""}});
  const std::string text =
      program.begun({"--name", "fraud", "--image", "example/train:1", "-n", "ml", "--template", "train"});
  CHECK(text.starts_with("stack: fraud\nnamespace: ml\ntrain:\n  fraud:\n    image: example/train:1\n"));
  program.work.remove("my Model_2/aictl.yaml");
  CHECK(linesWith("train.my-model-2.image: it has to have train.py", program.run({"init"}).err) != "");
}

TEST_CASE("the first line names a schema for editors, which is beside the stack") {
  const Program program(Files{{"train.py", ""}});
  CHECK(program.run({"init"}).code == 0);
  CHECK(program.work.read("my Model_2/aictl.yaml")
            .starts_with("# yaml-language-server: $schema=.aictl.schema.json\nstack: "));
  CHECK(program.work.read("my Model_2/.aictl.schema.json") == program.run({"schema"}).out);
}

TEST_CASE("init writes over nothing") {
  const Program program(
      Files{{"train.py", ""}, {"aictl.yaml", "mine\n"}, {".aictl.schema.json", "mine too\n"}});
  const Outcome run = program.run({"init"});
  CHECK(run.code == 2);
  CHECK(run.err == "aictl.yaml is there already; choose another name with --file\n");
  CHECK(program.work.read("my Model_2/aictl.yaml") == "mine\n");
  CHECK(program.run({"init", "--file", "other.yaml"}).code == 0);
  CHECK(program.work.read("my Model_2/.aictl.schema.json") == "mine too\n");
}

TEST_CASE("where nothing says what the stack is to be, a pipe is told the choice") {
  const Program program(Files{{"readme.md", ""}});
  const Outcome run = program.run({"init"});
  CHECK(run.code == 2);
  CHECK(run.err ==
        "nothing here says what the stack is to be; add --template, one of cache, graph, network, serve, "
        "train\n");
  CHECK(program.run({"init", "--template", "trian"}).err ==
        "there is no template 'trian'; did you mean 'train'?\n");
  CHECK(!program.work.has("my Model_2/aictl.yaml"));
}

TEST_CASE("what a person gives that is not good is told, and nothing is written") {
  const Program program(Files{{"train.py", ""}});
  const Outcome run = program.run({"init", "--image", "not an image"});
  CHECK(run.code == 2);
  CHECK(has(run.err, "train/my-model-2: image"));
  CHECK(!program.work.has("my Model_2/aictl.yaml"));
  CHECK(!program.work.has("my Model_2/.aictl.schema.json"));
}

TEST_CASE("the template of a pack begins with its own init.yaml, else with its first example") {
  const Program program(Files{});
  program.work.write("packs/wine/template.yaml",
                     "description: Wine\nschema: {type: object, properties: {grape: {type: string}}}\n"
                     "variants: []\nexamples: [{title: Red, spec: {grape: pinot}}]\n");
  CHECK(program.begun({"--pack", "../packs", "--template", "wine"}) ==
        "stack: my-model-2\npacks:\n- ../packs\nwine:\n  my-model-2:\n    grape: pinot\n");
  program.work.remove("my Model_2/aictl.yaml");
  program.work.write("packs/wine/init.yaml", "entries: {wine: {'${found.name}': {grape: riesling}}}\n");
  CHECK(has(program.begun({"--pack", "../packs", "--template", "wine"}), "grape: riesling\n"));
  CHECK(program.run({"pack", "check", "../packs"}).code == 0);
  program.work.write("packs/wine/init.yaml", "entries: {$eval: nonsense}\n");
  CHECK(has(program.run({"pack", "check", "../packs"}).err, "wine/init.yaml:1:"));
}

TEST_CASE("what the cluster has counts: its accelerators, operators and queue") {
  SmallServer server(clusterAnswer);
  const Program program(Files{{"train.py", ""}, {"requirements.txt", "torch\n"}, {"app.py", ""}});
  program.work.write("my Model_2/kube", kubeconfigOf(server.url()));
  const Outcome run = program.run({"init", "--kubeconfig", "kube"});
  INFO(run.err);
  CHECK(run.code == 0);
  CHECK(has(run.err, "what the cluster of context 'near' has is taken into account\n"));
  CHECK(has(run.err, "the nodes have rdma/hca: "));
  const std::string text = program.work.read("my Model_2/aictl.yaml");
  CHECK(has(text, "    framework: pytorch\n"));
  CHECK(has(text, "    gpus:\n      count: 1\n      vendor: amd\n"));
  CHECK(has(text, "    queue: research\n"));
  CHECK(has(text, "    engine: deployment\n"));  // there is no Knative
}

TEST_CASE("where Kueue has no queue, the one of Volcano that is not its own counts") {
  for (const bool hasTwo : {false, true}) {
    const std::string more = hasTwo ? R"(,{"metadata":{"name":"other"}})" : "";
    SmallServer server([&](int number, const std::string& request) {
      if (request.starts_with("GET /apis/kueue")) return answer("404 Not Found", "{}");
      if (request.starts_with("GET /apis/scheduling.volcano.sh/v1beta1/queues?"))
        return answer("200 OK",
                      R"({"kind":"QueueList","apiVersion":"scheduling.volcano.sh/v1beta1","metadata":{},)"
                      R"("items":[{"metadata":{"name":"default"}},{"metadata":{"name":"research"}})" +
                          more + "]}");
      return clusterAnswer(number, request);
    });
    const Program program(Files{{"train.py", ""}, {"requirements.txt", "torch\n"}});
    program.work.write("my Model_2/kube", kubeconfigOf(server.url()));
    const Outcome run = program.run({"init", "--kubeconfig", "kube"});
    INFO(run.err);
    CHECK(run.code == 0);
    const std::string text = program.work.read("my Model_2/aictl.yaml");
    CHECK(has(text, "    queue:\n      name: research\n      by: volcano\n") == !hasTwo);
    CHECK(has(run.err, ".queue: Volcano has the queues other, research; one is named with by: volcano\n") ==
          hasTwo);
  }
}

TEST_CASE("a cluster without the operator of a framework gets a plain job") {
  SmallServer server(clusterAnswer);
  const Program program(Files{{"train.py", ""}, {"requirements.txt", "tensorflow\n"}});
  program.work.write("my Model_2/kube", kubeconfigOf(server.url()));
  const std::string text = program.begun({"--kubeconfig", "kube"});
  CHECK(!has(text, "framework:"));
  CHECK(has(text, "image: tensorflow/tensorflow:2.15.0-gpu\n"));
}

TEST_CASE("a cluster that does not answer, or is not to be looked at, is left out of account") {
  const Program program(Files{{"train.py", ""}});
  program.work.write("my Model_2/kube", kubeconfigOf("http://127.0.0.1:1"));
  const Outcome run = program.run({"init", "--kubeconfig", "kube"});
  CHECK(run.code == 0);
  CHECK(has(run.err, "the cluster of context 'near' cannot be asked, and is left out of account\n"));
  const Outcome alone = program.run({"init", "--kubeconfig", "kube", "--no-cluster", "--file", "b.yaml"});
  CHECK(alone.code == 0);
  CHECK(!has(alone.err, "near"));
}

TEST_CASE("a cluster that does not accept the credentials is left out of account") {
  SmallServer server([](int, const std::string&) { return answer("401 Unauthorized", "{}"); });
  const Program program(Files{{"train.py", ""}});
  program.work.write("my Model_2/kube", kubeconfigOf(server.url()));
  const Outcome run = program.run({"init", "--kubeconfig", "kube"});
  CHECK(run.code == 0);
  CHECK(has(run.err, "the cluster of context 'near' cannot be asked, and is left out of account\n"));
}

TEST_CASE("any bytes may stand in the files that init looks at") {
  const std::string bytes("\xff\0 = [\"\n'[FROM \\\n\xc3", 18);
  const Program program(Files{
      {"train.py", bytes}, {"Dockerfile", bytes}, {"requirements.txt", bytes}, {"pyproject.toml", bytes}});
  CHECK(program.run({"init"}).code == 0);
}
