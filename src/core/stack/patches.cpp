#include "core/stack/patches.h"

#include <algorithm>

#include "core/schema/schema.h"
#include "core/stack/json_patch.h"
#include "core/stack/merge.h"

namespace aictl::stack {
namespace {

void complain(std::string message, Origin origin, Findings& findings, std::string remedy = {}) {
  findings.push_back({.rule = "patch", .message = std::move(message), .origin = origin, .remedy = std::move(remedy)});
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
  if (!patch.isMap()) {
    complain("a patch is a map with 'entry', 'kind' or 'name', and 'merge' or 'json'", patch.origin(), findings);
    return false;
  }
  bool good = true;
  for (const Entry& entry : patch.entries()) {
    if (std::ranges::find(known, entry.key.string()) != known.end()) continue;
    const auto near = schema::nearest(entry.key.string(), known);
    complain("unknown key '" + std::string(entry.key.string()) + "' in a patch", entry.key.origin(), findings,
             near.empty() ? "" : "did you mean '" + near + "'?");
    good = false;
  }
  const Value* json = patch.find("json");
  if ((patch.find("merge") != nullptr) == (json != nullptr)) {
    complain("a patch has either 'merge' or 'json'", patch.origin(), findings);
    good = false;
  }
  if (json != nullptr && !json->isList()) {
    complain("'json' is a list of operations", json->origin(), findings);
    good = false;
  }
  if (patch.find("entry") == nullptr && patch.find("kind") == nullptr && patch.find("name") == nullptr) {
    complain("a patch says which manifests it is for: entry, kind or name", patch.origin(), findings);
    good = false;
  }
  return good;
}

void patchOne(const Value& patch, Value& object, Findings& findings) {
  if (const Value* over = patch.find("merge")) {
    object = merge(object, *over);
    return;
  }
  for (const Value& operation : patch.find("json")->items()) {
    auto result = patched(object, operation);
    if (!result) {
      findings.insert(findings.end(), result.failure().findings.begin(), result.failure().findings.end());
      return;
    }
    object = std::move(*result);
  }
}

/// What makes a manifest an object, and the labels by which a stack knows its own, are not for patches.
void checkKept(const Value& patch, const Value& before, const Value& after, Findings& findings) {
  if (findString(after, {"apiVersion"}).empty() || findString(after, {"kind"}).empty() ||
      findString(after, {"metadata", "name"}).empty()) {
    complain("the patch leaves a manifest without apiVersion, kind or metadata.name", patch.origin(), findings);
    return;
  }
  for (const auto* label : {"app.kubernetes.io/managed-by", "aictl.dev/stack", "aictl.dev/template", "aictl.dev/name"}) {
    if (findString(after, {"metadata", "labels", label}) == findString(before, {"metadata", "labels", label})) continue;
    complain("the patch changes the label " + std::string(label) + ", by which the stack knows what is its own",
             patch.origin(), findings);
  }
}

}  // namespace

void applyPatches(const Value& patches, std::vector<Rendered>& manifests, const std::vector<std::string>& left,
                  Findings& findings) {
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
      const Value before = manifest.object;
      patchOne(patch, manifest.object, findings);
      checkKept(patch, before, manifest.object, findings);
    }
    // Of an entry that was left out (not chosen, or faulty) there is nothing to match.
    const bool excused = patch.find("entry") == nullptr ? !left.empty()
                                                        : std::ranges::find(left, findString(patch, {"entry"})) != left.end();
    if (!matched && !excused) complain("this patch matches nothing", patch.origin(), findings, "name an entry as template/name, or a kind that the entry makes");
  }
}

}  // namespace aictl::stack
