#include "core/stack/settings.h"

#include <algorithm>
#include <charconv>

#include "core/base/names.h"
#include "core/base/version.h"

namespace aictl::stack {
namespace {

void complain(std::string message, Origin origin, Findings& findings, std::string remedy = {}) {
  findings.push_back(
      {.rule = "stack", .message = std::move(message), .origin = origin, .remedy = std::move(remedy)});
}

/// A setting that is a DNS label; "" where it is not given or no such label (a finding then).
std::string label(const Value& document, std::string_view key, Findings& findings) {
  const Value* value = document.find(key);
  if (value == nullptr || value->isNull()) return {};
  if (value->isString() && isDnsLabel(value->string())) return std::string(value->string());
  const std::string found = value->isList() || value->isMap() ? "a " + std::string(name(value->kind()))
                                                              : "'" + value->scalarText() + "'";
  complain("'" + std::string(key) +
               "' must be a DNS label (lower case letters, digits and hyphens, at most 63 characters), not " +
               found,
           value->origin(), findings);
  return {};
}

std::vector<std::string> contexts(const Value& document, Findings& findings) {
  std::vector<std::string> names;
  const Value* value = document.find("context");
  if (value == nullptr || value->isNull()) return names;
  if (value->isString()) return {std::string(value->string())};
  const bool isNames = value->isList() && std::ranges::all_of(value->items(), &Value::isString);
  if (!isNames) {
    complain("'context' is the name of a kubeconfig context, or a list of them", value->origin(), findings);
    return names;
  }
  for (const Value& item : value->items()) names.emplace_back(item.string());
  return names;
}

/// The numbers between dots; none where there is anything else.
std::vector<unsigned> versionNumbers(std::string_view text) {
  std::vector<unsigned> numbers;
  while (true) {
    unsigned number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{}) return {};
    numbers.push_back(number);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (text.empty()) return numbers;
    if (text.front() != '.') return {};
    text.remove_prefix(1);
  }
}

void checkVersion(const Value& document, Findings& findings) {
  const Value* value = document.find("requires");
  if (value == nullptr || value->isNull()) return;
  const auto wanted =
      value->isMap() || value->isList() ? std::vector<unsigned>{} : versionNumbers(value->scalarText());
  if (wanted.empty()) {
    complain("'requires' is the least version of aictl, such as 0.1.0", value->origin(), findings);
  } else if (versionNumbers(version) < wanted) {
    complain(
        "this stack needs aictl " + value->scalarText() + " or later, and this is " + std::string(version),
        value->origin(), findings);
  }
}

}  // namespace

void readSettings(const Value& document, Stack& stack, Findings& findings) {
  const auto before = findings.size();
  stack.name = label(document, "stack", findings);
  if (stack.name.empty() && findings.size() == before) {
    complain("a stack needs a name", document.origin(), findings, "begin it with 'stack: NAME'");
  }
  const std::string nameSpace = label(document, "namespace", findings);
  if (stack.nameSpace.empty()) stack.nameSpace = nameSpace;
  stack.contexts = contexts(document, findings);
  if (const Value* named = document.find("context")) stack.contextsOrigin = named->origin();
  checkVersion(document, findings);
  if (const Value* patches = document.find("patches")) stack.patches = *patches;
}

}  // namespace aictl::stack
