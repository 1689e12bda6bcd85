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

void take(const Value& object, std::vector<Value>& manifests, Findings& findings) {
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
  manifests.push_back(object);
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
  for (const Value& document : yaml::read(*text, number, findings)) take(document, manifests, findings);
}

}  // namespace

std::vector<Value> readPlainManifests(const Value& list, Sources& sources, Findings& findings) {
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
  return manifests;
}

}  // namespace aictl::stack
