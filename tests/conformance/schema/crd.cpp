#include "conformance/schema/crd.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "core/base/file.h"
#include "core/base/names.h"
#include "core/schema/schema.h"
#include "core/yaml/json.h"
#include "core/yaml/yaml.h"

namespace aictl::test {
namespace {

using schema::Dialect;
using schema::Schema;

const std::string folder = AICTL_SHARED "/crds";
constexpr std::size_t largestFile = 10U << 20U;
constexpr std::string_view objectMeta =
    "#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

/// The type of an object: `apps`, `v1`, `Deployment`.
struct Type {
  std::string group;
  std::string version;
  std::string kind;
};

/// What is known of a type; no schema where the cluster does not have it.
struct Kind {
  std::optional<Schema> schema;
  bool namespaced = true;
};

Finding fault(std::string rule, std::string message, Origin origin) {
  return {.rule = std::move(rule), .message = std::move(message), .origin = origin};
}

void expectNone(const Findings& findings, const std::string& path) {
  if (!findings.empty()) throw std::runtime_error(path + ": " + findings.front().message);
}

Schema load(const Value& source, const Value& document, const std::string& path) {
  Findings findings;
  Schema schema = Schema::load(source, document, {}, findings, Dialect::cluster);
  schema.validate(findings);
  expectNone(findings, path);
  return schema;
}

std::optional<Value> readCrd(const Type& type) {
  std::string kind = type.kind;
  for (char& c : kind) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  const auto path = folder + "/" + type.group + "/" + kind + ".yaml";
  const auto text = readFile(path, largestFile);
  if (!text) return std::nullopt;
  Findings findings;
  Value crd = yaml::readDocument(*text, 0, findings, {.bytes = largestFile});
  expectNone(findings, path);
  return crd;
}

Kind customKind(const Value& crd, const Type& type) {
  Kind kind;
  kind.namespaced = findString(crd, {"spec", "scope"}) == "Namespaced";
  for (const Value& version : find(crd, {"spec", "versions"})->items()) {
    if (findString(version, {"name"}) != type.version || !version.find("served")->boolean()) continue;
    const Value& source = *find(version, {"schema", "openAPIV3Schema"});
    kind.schema = load(source, source, type.group + "/" + type.kind);
  }
  return kind;
}

/// A group's schemas as the API server publishes them, with the one thing that it checks and does not say.
std::optional<Value> readNative(const Type& type) {
  const auto path =
      folder + "/native/" + (type.group.empty() ? "core" : type.group) + "-" + type.version + ".json";
  const auto text = readFile(path, largestFile);
  if (!text) return std::nullopt;
  auto document = yaml::readJson(*text);
  if (!document) expectNone(document.failure().findings, path);
  Value& schemas = document->at("components").at("schemas");
  constexpr std::string_view quantity = "io.k8s.apimachinery.pkg.api.resource.Quantity";
  if (schemas.find(quantity) != nullptr) {
    schemas.at(quantity).set("pattern",
                             R"(^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([numkMGTPE]|[KMGTPE]i|[eE][+-]?[0-9]+)?$)");
  }
  return *document;
}

bool isNamespaced(const Type& type) {
  const auto text = readFile(folder + "/native/resources.json", largestFile);
  const auto resources = yaml::readJson(*text);
  return std::ranges::any_of(resources->items(), [&](const Value& resource) {
    return findString(resource, {"group"}) == type.group &&
           findString(resource, {"version"}) == type.version && findString(resource, {"kind"}) == type.kind &&
           resource.find("namespaced")->boolean();
  });
}

Kind nativeKind(const Value& document, const Type& type) {
  Kind kind;
  const auto isOfType = [&](const Value& candidate) {
    const Value* types = candidate.find("x-kubernetes-group-version-kind");
    return types != nullptr && std::ranges::any_of(types->items(), [&](const Value& each) {
             return findString(each, {"group"}) == type.group &&
                    findString(each, {"version"}) == type.version && findString(each, {"kind"}) == type.kind;
           });
  };
  for (const Entry& entry : find(document, {"components", "schemas"})->entries()) {
    if (!isOfType(entry.value)) continue;
    kind.schema = load(entry.value, document, type.group + "/" + type.kind);
    kind.namespaced = isNamespaced(type);
    break;
  }
  return kind;
}

const Kind& kindOf(const Type& type) {
  static std::map<std::string, Kind> known;
  const auto key = type.group + "/" + type.version + "/" + type.kind;
  const auto found = known.find(key);
  if (found != known.end()) return found->second;
  Kind kind;
  if (const auto crd = readCrd(type)) {
    kind = customKind(*crd, type);
  } else if (const auto document = readNative(type)) {
    kind = nativeKind(*document, type);
  }
  return known.emplace(key, std::move(kind)).first->second;
}

/// The schema of any object's metadata, which CRDs leave to the API server.
const Schema& metadataSchema() {
  static const Schema schema = [] {
    const auto document = readNative({"", "v1", ""});
    return load(Value::map({{"$ref", Value(objectMeta)}}), *document, "ObjectMeta");
  }();
  return schema;
}

// What the API server checks beyond schemas

void checkName(const Value& manifest, const Type& type, Findings& findings) {
  const Value& metadata = *manifest.find("metadata");
  const auto name = findString(metadata, {"name"});
  if (name.empty()) {
    if (findString(metadata, {"generateName"}).empty()) {
      findings.push_back(fault("missing", "metadata.name is missing", metadata.origin()));
    }
    return;
  }
  const bool isRole = type.group == "rbac.authorization.k8s.io";
  const bool isService = type.group.empty() && type.kind == "Service";
  const bool holds = isRole      ? name.find_first_of("/%") == std::string_view::npos
                     : isService ? isDnsLabel(name) && !(name.front() >= '0' && name.front() <= '9')
                                 : isDnsSubdomain(name);
  if (!holds) {
    findings.push_back(fault("name", fmt::format("metadata.name '{}' is no name for a {}", name, type.kind),
                             metadata.find("name")->origin()));
  }
}

void checkLabels(const Value* labels, std::string_view where, Findings& findings) {
  if (labels == nullptr || !labels->isMap()) return;
  for (const Entry& entry : labels->entries()) {
    if (!isQualifiedName(entry.key.string())) {
      findings.push_back(
          fault("label", fmt::format("{} has the key '{}'", where, entry.key.string()), entry.key.origin()));
    }
    if (entry.value.isString() && !isLabelValue(entry.value.string())) {
      findings.push_back(fault("label", fmt::format("{} has the value '{}'", where, entry.value.string()),
                               entry.value.origin()));
    }
  }
}

void checkAnnotations(const Value* annotations, Findings& findings) {
  if (annotations == nullptr || !annotations->isMap()) return;
  for (const Entry& entry : annotations->entries()) {
    if (isQualifiedName(entry.key.string())) continue;
    findings.push_back(
        fault("label", fmt::format("annotations have the key '{}'", entry.key.string()), entry.key.origin()));
  }
}

/// Labels wherever they are: of the object, of the pods that it makes, in selectors.
void checkAllLabels(const Value& value, Findings& findings) {
  if (value.isList()) {
    for (const Value& item : value.items()) checkAllLabels(item, findings);
  }
  if (!value.isMap()) return;
  for (const Entry& entry : value.entries()) {
    const auto key = entry.key.string();
    if (key == "metadata" && entry.value.isMap()) {
      checkLabels(entry.value.find("labels"), "labels", findings);
      checkAnnotations(entry.value.find("annotations"), findings);
    }
    if (key == "matchLabels" || key == "nodeSelector") checkLabels(&entry.value, key, findings);
    checkAllLabels(entry.value, findings);
  }
}

Type typeOf(const Value& manifest) {
  const auto apiVersion = findString(manifest, {"apiVersion"});
  const auto slash = apiVersion.find('/');
  const bool isCore = slash == std::string_view::npos;
  return {std::string(isCore ? "" : apiVersion.substr(0, slash)),
          std::string(isCore ? apiVersion : apiVersion.substr(slash + 1)),
          std::string(findString(manifest, {"kind"}))};
}

}  // namespace

bool hasClusterSchemas() { return std::filesystem::is_directory(folder + "/native"); }

Findings checkAgainstCluster(const Value& manifest) {
  const Type type = typeOf(manifest);
  const Kind& kind = kindOf(type);
  if (!kind.schema) {
    return {fault(
        "unknown-kind",
        fmt::format("the cluster has no kind '{}' in '{}'", type.kind, findString(manifest, {"apiVersion"})),
        manifest.origin())};
  }
  Findings findings;
  kind.schema->check(manifest, type.kind, findings);
  const Value* metadata = manifest.find("metadata");
  if (metadata == nullptr || !metadata->isMap()) {
    findings.push_back(fault("missing", "metadata is missing", manifest.origin()));
    return findings;
  }
  metadataSchema().check(*metadata, type.kind, findings);
  checkName(manifest, type, findings);
  if (!kind.namespaced && metadata->find("namespace") != nullptr) {
    findings.push_back(
        fault("namespace", fmt::format("a {} is in no namespace", type.kind), metadata->origin()));
  }
  checkAllLabels(manifest, findings);
  return findings;
}

}  // namespace aictl::test
