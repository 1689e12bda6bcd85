#include "core/stack/entries.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/names.h"
#include "core/base/nearest.h"

namespace aictl::stack {
namespace {

void complainUnknownTemplate(const Value& key, pack::Packs& packs, Findings& findings) {
  auto known = packs.templates();
  const std::string list = fmt::format("{}", fmt::join(known, ", "));
  known.insert(known.end(), stackKeys().begin(), stackKeys().end());
  findings.push_back({.rule = "unknown-template",
                      .message = "unknown template '" + std::string(key.string()) + "'; there are " + list,
                      .origin = key.origin(),
                      .remedy = didYouMean(key.string(), known)});
}

/// Names become names of objects, parts of host names, and values of labels.
void checkName(const StackEntry& entry, Findings& findings) {
  if (isDnsLabel(entry.name)) return;
  findings.push_back({.rule = "name",
                      .message = "'" + entry.name +
                                 "' cannot be a name: lower case letters, digits and hyphens, "
                                 "beginning and ending with a letter or digit, at most 63 characters",
                      .origin = entry.key.origin(),
                      .entry = entry.found.definition->name,
                      .remedy = entry.name.empty() ? "" : "'" + kubeName(entry.name) + "' would be one"});
}

std::size_t countErrors(const Findings& findings) {
  return static_cast<std::size_t>(std::ranges::count(findings, Severity::error, &Finding::severity));
}

}  // namespace

const std::vector<std::string>& stackKeys() {
  static const std::vector<std::string> keys{"stack", "namespace", "context",   "vars",
                                             "packs", "patches",   "manifests", "requires"};
  return keys;
}

StackEntry makeEntry(const pack::Packs::Found& found, const Value& key, const Value& spec,
                     Findings& findings) {
  StackEntry entry{.found = found, .name = std::string(key.string()), .key = key};
  const auto errorsBefore = countErrors(findings);
  const schema::Schema& schema = *found.definition->schema;
  // An entry with nothing in it (`imagenet:`) is an empty spec: what it lacks is told then.
  entry.spec = schema.normalise(spec.isNull() ? Value::map({}, key.origin()) : spec);
  checkName(entry, findings);
  schema.check(entry.spec, entry.label(), findings);
  entry.faulty = countErrors(findings) != errorsBefore;
  if (!entry.faulty) entry.filled = schema.fill(entry.spec);
  entry.references = schema.references(entry.spec);
  return entry;
}

std::vector<StackEntry> readEntries(const Value& document, pack::Packs& packs, Findings& findings) {
  std::vector<StackEntry> entries;
  for (const Entry& section : document.entries()) {
    if (std::ranges::find(stackKeys(), section.key.string()) != stackKeys().end()) continue;
    const auto found = packs.find(section.key.string());
    if (!found) {
      append(findings, found.failure().findings);
      continue;
    }
    if (found->definition == nullptr) {
      complainUnknownTemplate(section.key, packs, findings);
      continue;
    }
    if (section.value.isNull()) continue;
    if (!section.value.isMap()) {
      findings.push_back({.rule = "wrong-type",
                          .message = "'" + std::string(section.key.string()) +
                                     "' must be a map of names to specs, not " +
                                     withArticle(section.value.kind()),
                          .origin = section.value.origin()});
      continue;
    }
    for (const Entry& entry : section.value.entries()) {
      entries.push_back(makeEntry(*found, entry.key, entry.value, findings));
    }
  }
  return entries;
}

}  // namespace aictl::stack
