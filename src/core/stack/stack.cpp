#include "core/stack/stack.h"

#include <algorithm>
#include <filesystem>

#include "core/stack/document.h"
#include "core/stack/entries.h"
#include "core/stack/expressions.h"
#include "core/stack/overrides.h"
#include "core/stack/packs.h"
#include "core/stack/plain_manifests.h"
#include "core/stack/settings.h"

namespace aictl::stack {

Stack load(const Options& options, Sources& sources, Findings& findings) {
  Stack stack;
  stack.file = firstFile(options);
  stack.environment = options.environment;
  stack.nameSpace = options.nameSpace;
  stack.packs = std::make_shared<pack::Packs>(sources);

  Value document = readFiles(options, sources, findings);
  if (!document.isMap()) {
    if (!hasErrors(findings)) {
      findings.push_back({.rule = "stack",
                          .message = stack.file + " is empty",
                          .origin = document.origin(),
                          .remedy = "a stack begins with 'stack: NAME'"});
    }
    return stack;
  }
  if (hasErrors(findings)) return stack;

  const std::string folder = std::filesystem::path(stack.file).parent_path().string();
  addPacks(document, options, *stack.packs, sources, findings);
  const bool packsFound = !hasErrors(findings);
  applyOverrides(options.overrides, Stage::variables, document, *stack.packs, sources, findings);
  jsone::Scope scope = expressionScope(document, folder, findings);
  scope.set("environment", options.environment.empty() ? Value() : Value(options.environment));
  document = evaluateExpressions(document, scope, findings);
  applyOverrides(options.overrides, Stage::rest, document, *stack.packs, sources, findings);

  readSettings(document, stack, findings);
  stack.entries = readEntries(document, *stack.packs, findings);
  // What a missing pack would have brought is not told as unknown.
  if (!packsFound)
    std::erase_if(findings, [](const Finding& finding) { return finding.rule == "unknown-template"; });
  checkReferences(stack.entries, findings);
  if (const Value* list = document.find("manifests"))
    stack.plain = readPlainManifests(*list, sources, findings);
  return stack;
}

Stack single(const std::string& templateName, const std::string& name, const Value& spec,
             const Options& options, std::shared_ptr<pack::Packs> packs, Findings& findings) {
  Stack stack;
  stack.name = templateName + "-" + name;
  stack.environment = options.environment;
  stack.nameSpace = options.nameSpace;
  stack.packs = std::move(packs);
  const auto found = stack.packs->find(templateName);
  if (!found) {
    findings.insert(findings.end(), found.failure().findings.begin(), found.failure().findings.end());
    return stack;
  }
  stack.entries.push_back(makeEntry(*found, Value(name, spec.origin()), spec, findings));
  checkReferences(stack.entries, findings);
  return stack;
}

const StackEntry* findEntry(const Stack& stack, std::string_view name, Findings& findings) {
  std::vector<const StackEntry*> found;
  std::vector<std::string> known;
  for (const StackEntry& entry : stack.entries) {
    if (entry.label() == name) return &entry;
    if (entry.name == name) found.push_back(&entry);
    known.push_back(entry.label());
    known.push_back(entry.name);
  }
  if (found.size() == 1) return found.front();
  if (found.empty()) {
    const auto near = schema::nearest(name, known);
    findings.push_back({.rule = "unknown-entry",
                        .message = "the stack '" + stack.name + "' has no entry '" + std::string(name) + "'",
                        .remedy = near.empty() ? "" : "did you mean '" + near + "'?"});
    return nullptr;
  }
  std::string choices;
  for (const StackEntry* entry : found) choices += (choices.empty() ? "" : " or ") + entry->label();
  findings.push_back({.rule = "unknown-entry",
                      .message = "'" + std::string(name) + "' may be " + choices,
                      .remedy = "say which"});
  return nullptr;
}

}  // namespace aictl::stack
