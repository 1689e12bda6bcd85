#include "core/stack/manifest_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>

#include "core/base/names.h"

namespace aictl::stack {
namespace {

void complain(const Rendered& manifest, std::string rule, std::string message, Origin origin,
              Findings& findings) {
  findings.push_back(
      {.rule = std::move(rule), .message = std::move(message), .origin = origin, .entry = manifest.entry});
}

std::string described(const Value& object) {
  return std::string(findString(object, {"kind"})) + " " +
         std::string(findString(object, {"metadata", "name"}));
}

/// What the API server takes for a name: of most kinds a DNS subdomain.
struct NameForm {
  bool (*holds)(std::string_view);
  std::string_view words;
};

NameForm nameForm(const Value& object) {
  const bool isCore = findString(object, {"apiVersion"}) == "v1";
  const auto kind = findString(object, {"kind"});
  if (isCore && kind == "Service") {
    return {isRfc1035Label,
            "lower case letters, digits and '-', beginning with a letter, at most 63 characters"};
  }
  if (isCore && kind == "Namespace")
    return {isDnsLabel, "lower case letters, digits and '-', at most 63 characters"};
  return {isDnsSubdomain, "lower case letters, digits, '-' and '.', at most 253 characters"};
}

void checkName(const Rendered& manifest, Findings& findings) {
  const Value* name = find(manifest.object, {"metadata", "name"});
  if (name == nullptr || !name->isString()) return;
  const auto form = nameForm(manifest.object);
  if (form.holds(name->string())) return;
  complain(manifest, "name",
           fmt::format("the {}'s name '{}' is none that Kubernetes takes: {}",
                       findString(manifest.object, {"kind"}), name->string(), form.words),
           name->origin(), findings);
}

/// Kinds become names of files and parts of URLs.
void checkKind(const Rendered& manifest, Findings& findings) {
  const Value& kind = *manifest.object.find("kind");
  const auto isLetterOrDigit = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; };
  if (!std::ranges::all_of(kind.string(), isLetterOrDigit)) {
    complain(manifest, "kind", "'" + std::string(kind.string()) + "' cannot be a kind: letters and digits",
             kind.origin(), findings);
  }
  const Value& version = *manifest.object.find("apiVersion");
  const auto text = version.string();
  const auto slash = text.find('/');
  const bool isGood = slash == std::string_view::npos
                          ? isDnsLabel(text)
                          : isDnsSubdomain(text.substr(0, slash)) && isDnsLabel(text.substr(slash + 1));
  if (!isGood) {
    complain(manifest, "kind",
             "'" + std::string(text) + "' cannot be an apiVersion: v1, or GROUP/VERSION as in apps/v1",
             version.origin(), findings);
  }
}

/// Labels or annotations: keys of both are alike, and values are strings.
void checkNotes(const Rendered& manifest, std::string_view key, std::string_view one, Findings& findings) {
  const Value* notes = find(manifest.object, {"metadata", key});
  if (notes == nullptr || notes->isNull()) return;
  if (!notes->isMap()) {
    complain(manifest, std::string(one),
             fmt::format("metadata.{} must be a map, not {}", key, withArticle(notes->kind())),
             notes->origin(), findings);
    return;
  }
  for (const Entry& note : notes->entries()) {
    const auto wrong = [&](std::string message, Origin origin) {
      complain(manifest, std::string(one), std::move(message), origin, findings);
    };
    if (!isQualifiedName(note.key.string())) {
      wrong(fmt::format("'{}' cannot be a key of metadata.{}: at most 63 letters, digits, '-', '_' and '.', "
                        "perhaps after a "
                        "DNS name and '/'",
                        note.key.string(), key),
            note.key.origin());
    }
    if (!note.value.isString()) {
      wrong(fmt::format("the {} '{}' must be a string, not {}", one, note.key.string(),
                        withArticle(note.value.kind())),
            note.value.origin());
    } else if (one == "label" && !isLabelValue(note.value.string())) {
      wrong(fmt::format(
                "'{}' cannot be the value of the label '{}': at most 63 letters, digits, '-', '_' and '.', "
                "beginning and ending with a letter or digit",
                note.value.string(), note.key.string()),
            note.value.origin());
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
    checkKind(manifest, findings);
    checkNotes(manifest, "labels", "label", findings);
    checkNotes(manifest, "annotations", "annotation", findings);
    const auto [first, isNew] = seen.emplace(identity(manifest.object, nameSpace), &manifest);
    if (isNew) continue;
    const Value* name = find(manifest.object, {"metadata", "name"});
    const std::string other = first->second->entry.empty() ? "a file of manifests" : first->second->entry;
    complain(manifest, "object-twice", other + " makes the same " + described(manifest.object) + " already",
             name != nullptr ? name->origin() : manifest.object.origin(), findings);
  }
}

}  // namespace aictl::stack
