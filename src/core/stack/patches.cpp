#include "core/stack/patches.h"

#include <algorithm>

#include "core/base/nearest.h"
#include "core/stack/json_patch.h"
#include "core/stack/merge.h"

namespace aictl::stack {
namespace {

void complain(std::string message, Origin origin, Findings& findings, std::string remedy = {}) {
  findings.push_back(
      {.rule = "patch", .message = std::move(message), .origin = origin, .remedy = std::move(remedy)});
}

bool matches(const Value& patch, const Rendered& manifest) {
  const auto equals = [&](std::string_view key, std::string_view value) {
    const Value* wanted = patch.find(key);
    return wanted == nullptr || (wanted->isString() && wanted->string() == value);
  };
  return equals("entry", manifest.entry) && equals("kind", findString(manifest.object, {"kind"})) &&
         equals("name", findString(manifest.object, {"metadata", "name"}));
}

bool checkShape(const Value& patch, Findings& findings) {
  static const std::vector<std::string> known{"entry", "kind", "name", "merge", "json"};
  const auto before = findings.size();
  if (!patch.isMap()) {
    complain("a patch is a map with 'entry', 'kind' or 'name', and 'merge' or 'json'", patch.origin(),
             findings);
    return false;
  }
  for (const Entry& entry : patch.entries()) {
    if (std::ranges::find(known, entry.key.string()) != known.end()) continue;
    complain("unknown key '" + std::string(entry.key.string()) + "' in a patch", entry.key.origin(), findings,
             didYouMean(entry.key.string(), known));
  }
  for (const auto* key : {"entry", "kind", "name"}) {
    const Value* value = patch.find(key);
    if (value != nullptr && !value->isString())
      complain("'" + std::string(key) + "' must be a text", value->origin(), findings);
  }
  const Value* merge = patch.find("merge");
  const Value* json = patch.find("json");
  if ((merge != nullptr) == (json != nullptr))
    complain("a patch has either 'merge' or 'json'", patch.origin(), findings);
  if (merge != nullptr && !merge->isMap())
    complain("'merge' is a map of what to change", merge->origin(), findings);
  if (json != nullptr && !json->isList())
    complain("'json' is a list of operations", json->origin(), findings);
  if (patch.find("entry") == nullptr && patch.find("kind") == nullptr && patch.find("name") == nullptr) {
    complain("a patch says which manifests it is for: entry, kind or name", patch.origin(), findings);
  }
  return findings.size() == before;
}

Result<Value> patchedObject(const Value& patch, const Value& object) {
  if (const Value* over = patch.find("merge")) return merge(object, *over);
  Value result = object;
  for (const Value& operation : patch.find("json")->items()) {
    auto next = patched(result, operation);
    if (!next) return next.failure();
    result = std::move(*next);
  }
  return result;
}

/// What makes a manifest an object, and the labels by which a stack knows its own, are not for patches.
std::string lost(const Value& before, const Value& after) {
  if (findString(after, {"apiVersion"}).empty() || findString(after, {"kind"}).empty() ||
      findString(after, {"metadata", "name"}).empty()) {
    return "the patch leaves a manifest without apiVersion, kind or metadata.name";
  }
  for (const auto* label :
       {"app.kubernetes.io/managed-by", "aictl.dev/stack", "aictl.dev/template", "aictl.dev/name"}) {
    if (findString(after, {"metadata", "labels", label}) == findString(before, {"metadata", "labels", label}))
      continue;
    return "the patch changes the label " + std::string(label) + ", by which the stack knows what is its own";
  }
  return {};
}

/// A manifest that a patch does not go with stays as it is.
void patchOne(const Value& patch, Rendered& manifest, Findings& findings) {
  auto result = patchedObject(patch, manifest.object);
  if (!result) {
    for (Finding& finding : result.failure().findings) finding.entry = manifest.entry;
    append(findings, std::move(result.failure().findings));
    return;
  }
  if (auto message = lost(manifest.object, *result); !message.empty()) {
    complain(std::move(message), patch.origin(), findings);
    findings.back().entry = manifest.entry;
    return;
  }
  manifest.object = std::move(*result);
}

}  // namespace

void applyPatches(const Value& patches, std::vector<Rendered>& manifests,
                  const std::vector<std::string>& left, Findings& findings) {
  if (patches.isNull()) return;
  if (!patches.isList()) {
    complain("patches are a list", patches.origin(), findings);
    return;
  }
  for (const Value& patch : patches.items()) {
    if (!checkShape(patch, findings)) continue;
    bool matched = false;
    for (Rendered& manifest : manifests) {
      if (!matches(patch, manifest)) continue;
      matched = true;
      patchOne(patch, manifest, findings);
    }
    // Of an entry that was left out (not chosen, or faulty) there is nothing to match.
    const bool excused = patch.find("entry") == nullptr
                             ? !left.empty()
                             : std::ranges::find(left, findString(patch, {"entry"})) != left.end();
    if (!matched && !excused)
      complain("this patch matches nothing", patch.origin(), findings,
               "name an entry as template/name, or a kind that the entry makes");
  }
}

}  // namespace aictl::stack
