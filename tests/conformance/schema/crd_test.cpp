// Manifests against the schemas of their kinds, as an API server with strict field validation has them.
#include "conformance/schema/crd.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <vector>

#include "catch.h"
#include "core/base/file.h"
#include "core/schema/schema.h"
#include "core/yaml/json.h"
#include "core/yaml/yaml.h"

namespace {

using namespace aictl;

constexpr int skipped = 77;  // how ctest is told
constexpr std::size_t largestFile = 10U << 20U;

void needClusterSchemas() {
  if (test::hasClusterSchemas()) return;
  fmt::print("skipped: there is no {}/crds\n", AICTL_SHARED);
  std::exit(skipped);
}

std::vector<std::string> said(std::string_view manifest) {
  needClusterSchemas();
  Sources sources;
  Findings findings;
  const auto file = sources.add("m", std::string(manifest));
  const Value object = yaml::readDocument(manifest, file, findings);
  REQUIRE(findings.empty());
  std::vector<std::string> lines;
  for (const auto& finding : test::checkAgainstCluster(object)) lines.push_back(text(finding, sources));
  return lines;
}

using Lines = std::vector<std::string>;

constexpr auto job = R"(apiVersion: kubeflow.org/v1
kind: TFJob
metadata: {name: resnet}
spec:
  tfReplicaSpecs:
    Worker:
      replicas: 4
      template:
        spec:
          containers:
          - {name: tensorflow, image: "a:1", resources: {limits: {nvidia.com/gpu: 2, memory: 16Gi}}}
)";

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("a right manifest of a custom kind has no findings") { CHECK(said(job) == Lines{}); }

TEST_CASE("a field that a custom kind does not have is an error, as with strict field validation") {
  CHECK(said(replaced(job, "replicas: 4", "replica: 4")) ==
        Lines{"m:7:7: TFJob: unknown key 'replica' in spec.tfReplicaSpecs.Worker; did you mean 'replicas'?"});
}

TEST_CASE("a required field that is not there is told where it is missed") {
  CHECK(said("apiVersion: kubeflow.org/v1\nkind: TFJob\nmetadata: {name: a}\nspec: {}\n") ==
        Lines{"m:4:7: TFJob: spec.tfReplicaSpecs is missing"});
}

TEST_CASE("a value of a wrong type is told") {
  CHECK(
      said(replaced(job, "replicas: 4", "replicas: four")) ==
      Lines{"m:7:17: TFJob: spec.tfReplicaSpecs.Worker.replicas must be an integer, not the string 'four'"});
}

TEST_CASE("a quantity that no API server takes is told, of custom kinds and native ones") {
  CHECK(said(replaced(job, "16Gi", "16GB")).size() == 1);
  CHECK(said("apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: a}\n"
             "spec: {resources: {requests: {storage: 16GB}}}\n")
            .size() == 1);
  CHECK(said("apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: a}\n"
             "spec: {resources: {requests: {storage: 16Gi, other: 2}}}\n") == Lines{});
}

TEST_CASE("native kinds are checked by the API server's own schemas, through their references") {
  constexpr auto deployment = R"(apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: a}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: web
        image: web:1
        ports: [{containerPort: 8080}]
        readinessProbe: {httpGet: {path: /, port: http}}
      volumes: [{name: x, emptyDir: {}}]
)";
  CHECK(said(deployment) == Lines{});
  CHECK(said(replaced(deployment, "containerPort", "containerport")) ==
        Lines{"m:12:18: Deployment: unknown key 'containerport' in "
              "spec.template.spec.containers[0].ports[0]; did you "
              "mean 'containerPort'?"});
  CHECK(said(replaced(deployment, "8080", "'8080'")) ==
        Lines{"m:12:33: Deployment: spec.template.spec.containers[0].ports[0].containerPort must be an "
              "integer, not the "
              "string '8080'; write 8080 without quotes"});
  CHECK(said(replaced(deployment, "emptyDir: {}", "emptyDirectory: {}")).size() == 1);
}

TEST_CASE("metadata is the API server's own, whatever a CRD says of it") {
  CHECK(said(replaced(job, "{name: resnet}", "{name: resnet, lables: {a: b}}")) ==
        Lines{"m:3:26: TFJob: unknown key 'lables'; did you mean 'labels'?"});
  CHECK(said(replaced(job, "{name: resnet}", "{name: resnet, annotations: {a: 1}}")).size() == 1);
}

TEST_CASE("names and labels that the API server refuses are told") {
  CHECK(said(replaced(job, "name: resnet", "name: Res_net")) ==
        Lines{"m:3:18: metadata.name 'Res_net' is no name for a TFJob"});
  CHECK(said("apiVersion: v1\nkind: Service\nmetadata: {name: 1a}\nspec: {ports: [{port: 80}]}\n").size() ==
        1);
  CHECK(said(replaced(job, "{name: resnet}", "{name: a, labels: {app: a/b}}")) ==
        Lines{"m:3:35: labels has the value 'a/b'"});
  CHECK(said(replaced(job, "{name: resnet}", "{name: a, annotations: {a/b/c: x}}")) ==
        Lines{"m:3:35: annotations have the key 'a/b/c'"});
}

TEST_CASE("a kind that is in no namespace must not name one") {
  CHECK(said("apiVersion: v1\nkind: Namespace\nmetadata: {name: a, namespace: b}\n") ==
        Lines{"m:3:11: a Namespace is in no namespace"});
}

TEST_CASE("a kind or version that the cluster does not have is told") {
  CHECK(said("apiVersion: kubeflow.org/v9\nkind: TFJob\nmetadata: {name: a}\n").size() == 1);
  CHECK(said("apiVersion: nowhere.example.com/v1\nkind: Thing\nmetadata: {name: a}\n") ==
        Lines{"m:1:1: the cluster has no kind 'Thing' in 'nowhere.example.com/v1'"});
}

TEST_CASE("every CRD loads without a finding, and so does every schema of the API server") {
  needClusterSchemas();
  std::size_t loaded = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(AICTL_SHARED "/crds")) {
    const auto path = entry.path();
    if (!entry.is_regular_file() ||
        (path.extension() != ".yaml" && path.parent_path().filename() != "native"))
      continue;
    INFO(path);
    const auto text = readFile(path.string(), largestFile);
    REQUIRE(text);
    const auto check = [&](const Value& source, const Value& document) {
      Findings findings;
      schema::Schema::load(source, document, {}, findings, schema::Dialect::cluster).validate(findings);
      INFO((findings.empty() ? "" : findings.front().message));
      CHECK(findings.empty());
      ++loaded;
    };
    if (path.extension() == ".yaml") {
      Findings findings;
      const Value crd = yaml::readDocument(*text, 0, findings, {.bytes = largestFile});
      for (const Value& version : find(crd, {"spec", "versions"})->items()) {
        const Value& source = *find(version, {"schema", "openAPIV3Schema"});
        check(source, source);
      }
    } else if (const auto document = yaml::readJson(*text);
               const Value* schemas = find(*document, {"components", "schemas"})) {
      for (const Entry& each : schemas->entries()) check(each.value, *document);
    }
  }
  fmt::print("{} schemas of the cluster loaded\n", loaded);
  CHECK(loaded > 500);
}
