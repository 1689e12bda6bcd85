#include "commands/cluster/cluster.h"

#include "core/kube/apply/apply_set.h"
#include "core/yaml/yaml.h"
#include "recording.h"

using namespace aictl;

namespace {

stack::Rendered object(const std::string& kind, const std::string& name, std::size_t wave) {
  return {Value::map({{"apiVersion", "v1"}, {"kind", kind}, {"metadata", Value::map({{"name", name}})}}), "",
          wave};
}

}  // namespace

TEST_CASE(
    "namespaces and definitions of kinds go first, then entries by their waves, plain manifests with the "
    "first") {
  commands::StackInput input;
  input.stack.name = "fraud";
  input.nameSpace = "ml";
  input.manifests = {object("Job", "late", 5), object("ConfigMap", "plain", 0),
                     object("CustomResourceDefinition", "crd", 0), object("Service", "early", 0),
                     object("Namespace", "ns", 0)};
  std::vector<std::vector<std::string>> waves;
  for (const auto& wave : commands::wavesOf(input)) {
    waves.emplace_back();
    for (const auto& manifest : wave)
      waves.back().emplace_back(findString(manifest.object, {"metadata", "name"}));
  }
  CHECK(waves == std::vector<std::vector<std::string>>{{"crd", "ns"}, {"plain", "early"}, {"late"}});
}

TEST_CASE("what is sent carries the label of its ApplySet, beside its own") {
  commands::StackInput input;
  input.stack.name = "fraud";
  input.nameSpace = "ml";
  input.manifests = {object("Job", "bare", 0), object("Job", "labelled", 0)};
  input.manifests[1].object.at("metadata").set("labels", Value::map({{"own", "label"}}));
  const auto waves = commands::wavesOf(input);
  const auto labels = [&](std::size_t i) {
    return yaml::writeInline(*find(waves.at(0).at(i).object, {"metadata", "labels"}));
  };
  const std::string id = kube::ApplySet{"fraud", "ml"}.id();
  CHECK(labels(0) == "{applyset.kubernetes.io/part-of: " + id + "}");
  CHECK(labels(1) == "{own: label, applyset.kubernetes.io/part-of: " + id + "}");
  CHECK(find(input.manifests[0].object, {"metadata", "labels"}) == nullptr);
}

namespace {

struct Allowed {
  Recording recording;
  stack::Stack stack;
  stack::Options options;
  std::atomic<bool> stop{false};

  bool by(const std::string& contextName) {
    commands::Context context{recording.terminal, recording.sources, stop};
    kube::Access access;
    access.context = contextName;
    return commands::mayUse(context, stack, options, access);
  }
};

}  // namespace

TEST_CASE("a stack that names contexts goes to no other") {
  Allowed allowed;
  allowed.stack.name = "fraud";
  CHECK(allowed.by("anything"));
  allowed.stack.contexts = {"prod-a", "prod-b"};
  CHECK(allowed.by("prod-b"));
  CHECK_FALSE(allowed.by("dev"));
  REQUIRE(allowed.recording.terminal.findings.size() == 1);
  CHECK(allowed.recording.terminal.findings.front().find(
            "the stack 'fraud' is not for the context 'dev', but for prod-a, prod-b") != std::string::npos);
}

TEST_CASE("a stack with environments goes nowhere until one is chosen") {
  Allowed allowed;
  allowed.stack.name = "fraud";
  allowed.stack.file = "aictl.yaml";
  allowed.recording.folder.write("aictl.prod.yaml", "");
  allowed.recording.folder.write("aictl.dev.yaml", "");
  CHECK_FALSE(allowed.by("any"));
  CHECK(allowed.recording.terminal.findings.front().find("dev, prod") != std::string::npos);
  allowed.options.environment = "prod";
  CHECK(allowed.by("any"));
}
