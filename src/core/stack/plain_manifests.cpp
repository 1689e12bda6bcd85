#include "core/stack/plain_manifests.h"

#include <algorithm>
#include <filesystem>

#include "core/base/file.h"
#include "core/stack/document.h"
#include "core/yaml/yaml.h"

namespace aictl::stack {
namespace {

namespace fs = std::filesystem;

void complain(std::string message, Origin origin, Findings& findings) {
  findings.push_back({.rule = "manifest", .message = std::move(message), .origin = origin});
}

std::vector<std::string> filesOf(const std::string& path) {
  std::error_code error;
  if (!fs::is_directory(path, error)) return {path};
  std::vector<std::string> files;
  for (const auto& file : fs::directory_iterator(path, error)) {
    const auto suffix = file.path().extension();
    if (suffix == ".yaml" || suffix == ".yml" || suffix == ".json") files.push_back(file.path().string());
  }
  std::ranges::sort(files);
  return files;
}

void take(Value object, std::vector<Value>& manifests, Findings& findings) {
  if (object.isNull()) return;
  if (findString(object, {"kind"}).empty() || findString(object, {"apiVersion"}).empty()) {
    complain("this is no Kubernetes object: it needs apiVersion and kind", object.origin(), findings);
    return;
  }
  const Value* items = object.find("items");
  if (findString(object, {"kind"}).ends_with("List") && items != nullptr && items->isList()) {
    for (const Value& item : items->items()) take(item, manifests, findings);
    return;
  }
  if (findString(object, {"metadata", "name"}).empty()) {
    complain("a manifest of a stack needs metadata.name", object.origin(), findings);
    return;
  }
  manifests.push_back(std::move(object));
}

/// A plain manifest belongs to its stack by labels of its own. What is wrong with its labels is told later.
void stamp(Value& object, const Value& stack) {
  const Origin origin = object.origin();
  if (!object.at("metadata").isMap()) return;
  Value& metadata = object.at("metadata");
  if (const Value* given = metadata.find("labels"); given == nullptr || given->isNull()) {
    metadata.set(Value::borrowed("labels"), Value::map({}, origin));
  }
  Value& labels = metadata.at("labels");
  if (!labels.isMap()) return;
  labels.set(Value::borrowed("app.kubernetes.io/managed-by", origin), Value::borrowed("aictl", origin));
  labels.set(Value::borrowed("aictl.dev/stack", origin), stack.withOrigin(origin));
}

/// A file that cannot be read is told where the stack names it.
void readPlainFile(const std::string& file, Origin named, Sources& sources, std::vector<Value>& manifests,
                   Findings& findings) {
  auto text = readFile(file, yaml::Limits{}.bytes);
  if (!text) {
    for (const Finding& finding : text.failure().findings) complain(finding.message, named, findings);
    return;
  }
  const auto number = sources.add(file, *text);
  for (Value& document : yaml::read(*text, number, findings)) take(std::move(document), manifests, findings);
}

}  // namespace

std::vector<Value> readPlainManifests(const Value& list, const std::string& stack, Sources& sources,
                                      Findings& findings) {
  std::vector<Value> manifests;
  if (list.isNull()) return manifests;
  if (!list.isList()) {
    complain("manifests are a list of files", list.origin(), findings);
    return manifests;
  }
  for (const Value& item : list.items()) {
    if (!item.isString()) {
      complain("manifests are a list of files", item.origin(), findings);
      continue;
    }
    const auto files = filesOf(besideOrigin(std::string(item.string()), item.origin(), sources));
    if (files.empty()) {
      complain("the folder '" + std::string(item.string()) + "' has no .yaml, .yml or .json file",
               item.origin(), findings);
    }
    for (const std::string& file : files) readPlainFile(file, item.origin(), sources, manifests, findings);
  }
  const Value name(stack);
  for (Value& manifest : manifests) stamp(manifest, name);
  return manifests;
}

}  // namespace aictl::stack
