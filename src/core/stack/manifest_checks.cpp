#include "core/stack/manifest_checks.h"

#include <map>

#include "core/base/names.h"

namespace aictl::stack {
namespace {

void complain(const Rendered& manifest, std::string rule, std::string message, Origin origin, Findings& findings) {
  findings.push_back(
      {.rule = std::move(rule), .message = std::move(message), .origin = origin, .entry = manifest.entry});
}

std::string described(const Value& object) {
  return std::string(findString(object, {"kind"})) + " " + std::string(findString(object, {"metadata", "name"}));
}

void checkName(const Rendered& manifest, Findings& findings) {
  const Value* name = find(manifest.object, {"metadata", "name"});
  if (name == nullptr || !name->isString()) return;
  if (isDnsSubdomain(name->string())) return;
  complain(manifest, "name",
           "the " + std::string(findString(manifest.object, {"kind"})) + "'s name '" + std::string(name->string()) +
               "' is none that Kubernetes takes: lower case letters, digits, '-' and '.', at most 253 characters",
           name->origin(), findings);
}

void checkLabels(const Rendered& manifest, Findings& findings) {
  const Value* labels = find(manifest.object, {"metadata", "labels"});
  if (labels == nullptr || !labels->isMap()) return;
  for (const Entry& label : labels->entries()) {
    const std::string key(label.key.string());
    if (!isQualifiedName(key)) {
      complain(manifest, "label", "'" + key + "' cannot be a label's key", label.key.origin(), findings);
    }
    if (!label.value.isString()) {
      complain(manifest, "label", "the label '" + key + "' must be a string", label.value.origin(), findings);
    } else if (!isLabelValue(label.value.string())) {
      complain(manifest, "label",
               "'" + std::string(label.value.string()) + "' cannot be the value of the label '" + key +
                   "': at most 63 letters, digits, '-', '_' and '.', beginning and ending with a letter or digit",
               label.value.origin(), findings);
    }
  }
}

void checkAnnotations(const Rendered& manifest, Findings& findings) {
  const Value* annotations = find(manifest.object, {"metadata", "annotations"});
  if (annotations == nullptr || !annotations->isMap()) return;
  for (const Entry& annotation : annotations->entries()) {
    const std::string key(annotation.key.string());
    if (!isQualifiedName(key)) {
      complain(manifest, "annotation", "'" + key + "' cannot be an annotation's key", annotation.key.origin(), findings);
    }
    if (!annotation.value.isString()) {
      complain(manifest, "annotation", "the annotation '" + key + "' must be a string", annotation.value.origin(), findings);
    }
  }
}

/// Group (without version), kind, namespace and name make an object what it is.
std::string identity(const Value& object, std::string_view nameSpace) {
  const auto version = findString(object, {"apiVersion"});
  const auto slash = version.find('/');
  const auto given = findString(object, {"metadata", "namespace"});
  return fmt::format("{}/{}/{}/{}", slash == std::string_view::npos ? "" : version.substr(0, slash),
                     findString(object, {"kind"}), given.empty() ? nameSpace : given,
                     findString(object, {"metadata", "name"}));
}

}  // namespace

void checkManifests(const std::vector<Rendered>& manifests, std::string_view nameSpace, Findings& findings) {
  std::map<std::string, const Rendered*> seen;
  for (const Rendered& manifest : manifests) {
    checkName(manifest, findings);
    checkLabels(manifest, findings);
    checkAnnotations(manifest, findings);
    const auto [first, isNew] = seen.emplace(identity(manifest.object, nameSpace), &manifest);
    if (isNew) continue;
    const Value* name = find(manifest.object, {"metadata", "name"});
    const std::string other = first->second->entry.empty() ? "a file of manifests" : first->second->entry;
    complain(manifest, "object-twice", other + " makes the same " + described(manifest.object) + " already",
             name != nullptr ? name->origin() : manifest.object.origin(), findings);
  }
}

}  // namespace aictl::stack
