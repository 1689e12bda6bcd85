#include "core/stack/stack.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/nearest.h"
#include "core/stack/document.h"
#include "core/stack/entries.h"
#include "core/stack/expressions.h"
#include "core/stack/overrides.h"
#include "core/stack/packs.h"
#include "core/stack/plain_manifests.h"
#include "core/stack/settings.h"
#include "core/stack/spec_record.h"

namespace aictl::stack {

namespace {

Stack begun(const Options& options, std::shared_ptr<pack::Packs> packs) {
  Stack stack;
  stack.nameSpace = options.nameSpace;
  stack.environment = options.environment;
  stack.packs = std::move(packs);
  return stack;
}

/// What a pack that is missing would have brought is not told as unknown.
void forgetUnknownTemplates(Findings& findings) {
  std::erase_if(findings, [](const Finding& finding) { return finding.rule == "unknown-template"; });
}

/// Where an entry is wanted, people of other tools name a file.
bool isFileName(std::string_view name) {
  return name.ends_with(".yaml") || name.ends_with(".yml") || name.ends_with(".json");
}

}  // namespace

Stack load(const Options& options, Sources& sources, Findings& findings) {
  Value document = readFiles(options, sources, findings);
  if (document.isMap() && !hasErrors(findings)) return read(std::move(document), options, sources, findings);
  Stack stack = begun(options, std::make_shared<pack::Packs>(sources));
  stack.file = firstFile(options);
  if (!hasErrors(findings)) {
    findings.push_back({.rule = "stack",
                        .message = (stack.file == "-" ? "standard input" : stack.file) + " is empty",
                        .origin = document.origin(),
                        .remedy = "a stack begins with 'stack: NAME'"});
  }
  return stack;
}

Stack read(Value document, const Options& options, Sources& sources, Findings& findings) {
  Stack stack = begun(options, std::make_shared<pack::Packs>(sources));
  stack.file = firstFile(options);
  stack.files = options.files.empty() ? std::vector{stack.file} : options.files;
  addPacks(document, options, *stack.packs, sources, findings);
  const bool packsFound = !hasErrors(findings);
  applyOverrides(options.overrides, Stage::variables, document, *stack.packs, sources, findings);
  stack.fromEnvironment = fromEnvironment(document);
  document = evaluateExpressions(document, options, sources, findings);
  applyOverrides(options.overrides, Stage::rest, document, *stack.packs, sources, findings);

  readSettings(document, stack, findings);
  stack.entries = readEntries(document, *stack.packs, findings);
  if (!packsFound) forgetUnknownTemplates(findings);
  checkReferences(stack.entries, findings);
  if (const Value* list = document.find("manifests"))
    stack.plain = readPlainManifests(*list, stack.name, sources, findings);
  return stack;
}

Stack single(const std::string& templateName, const std::string& name, const Value& spec,
             const Options& options, std::shared_ptr<pack::Packs> packs, Findings& findings) {
  Stack stack = begun(options, std::move(packs));
  stack.name = templateName + "-" + name;
  const auto found = stack.packs->find(templateName);
  if (!found) {
    append(findings, found.failure().findings);
    return stack;
  }
  stack.entries.push_back(makeEntry(*found, Value(name, spec.origin()), spec, findings));
  checkReferences(stack.entries, findings);
  return stack;
}

std::map<std::string, std::vector<std::string>> needs(const Stack& stack) {
  const EntryIndex index(stack.entries);
  const auto all = edges(stack.entries, index);
  std::map<std::string, std::vector<std::string>> result;
  for (std::size_t i = 0; i < all.size(); ++i) {
    auto& labels = result[stack.entries[i].label()];
    for (const Edge& edge : all[i]) {
      const std::string label = stack.entries[edge.target].label();
      if (std::ranges::find(labels, label) == labels.end()) labels.push_back(label);
    }
  }
  return result;
}

const StackEntry* findEntry(const Stack& stack, std::string_view name, Findings& findings) {
  std::vector<const StackEntry*> found;
  for (const StackEntry& entry : stack.entries) {
    if (entry.label() == name) return &entry;
    if (entry.name == name) found.push_back(&entry);
  }
  if (found.size() == 1) return found.front();
  std::vector<std::string> labels;
  if (!found.empty()) {
    for (const StackEntry* entry : found) labels.push_back(entry->label());
    findings.push_back({.rule = "unknown-entry",
                        .message = fmt::format("'{}' may be {}", name, fmt::join(labels, " or ")),
                        .remedy = "say which"});
    return nullptr;
  }
  for (const StackEntry& entry : stack.entries) {
    labels.push_back(entry.label());
    labels.push_back(entry.name);
  }
  findings.push_back({.rule = "unknown-entry",
                      .message = fmt::format("the stack '{}' has no entry '{}'", stack.name, name),
                      .remedy = isFileName(name) ? fmt::format("a stack file is named with -f: -f {}", name)
                                                 : didYouMean(name, labels)});
  return nullptr;
}

}  // namespace aictl::stack
