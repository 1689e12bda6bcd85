#include "core/stack/expressions.h"

#include <unistd.h>

#include <algorithm>
#include <array>

#include "core/jsone/identifier.h"
#include "core/pack/git.h"

namespace aictl::stack {
namespace {

constexpr std::array<std::string_view, 4> reserved{"env", "git", "environment", "now"};

Finding expressionFault(const jsone::Error& error, Origin place) {
  Finding finding{
      .rule = "expression", .message = error.message, .origin = error.origin.known() ? error.origin : place};
  constexpr std::string_view unknown = "unknown context value ";
  if (error.message.starts_with(unknown)) {
    const std::string name = error.message.substr(unknown.size());
    finding.message = "there is no variable '" + name + "'";
    finding.remedy = "add it to vars; a variable of the shell in the container is written $${" + name + "}";
  }
  if (error.message.starts_with("unterminated ${")) {
    finding.remedy = "close it with '}', or write '$${' for the characters themselves";
  }
  return finding;
}

Value environmentVariables() {
  Value variables = Value::map();
  for (char** line = environ; *line != nullptr; ++line) {
    const std::string_view text(*line);
    const auto equals = text.find('=');
    if (equals != std::string_view::npos)
      variables.set(Value(text.substr(0, equals)), Value(text.substr(equals + 1)));
  }
  return variables;
}

/// Whether an expression of the document may use the name. What has no `$` in it has no expression.
bool mentions(const Value& value, std::string_view word) {
  if (value.isString()) return value.string().find(word) != std::string_view::npos;
  if (value.isList())
    return std::ranges::any_of(value.items(), [&](const Value& item) { return mentions(item, word); });
  if (value.isMap()) {
    return std::ranges::any_of(value.entries(), [&](const Entry& entry) {
      return mentions(entry.key, word) || mentions(entry.value, word);
    });
  }
  return false;
}

bool hasOperator(const Value& map) {
  return std::ranges::any_of(map.entries(), [](const Entry& entry) {
    const auto key = entry.key.string();
    return key.starts_with('$') && !key.starts_with("$$") && !key.starts_with("${");
  });
}

/// Evaluates one value; a fault is a finding, and then the result is none.
std::optional<Value> evaluate(const Value& value, const jsone::Scope& scope, Findings& findings) {
  try {
    return jsone::Evaluation().evaluate(jsone::Template(value), scope);
  } catch (const jsone::Error& error) {
    findings.push_back(expressionFault(error, value.origin()));
    return std::nullopt;
  }
}

/// A map, entry by entry: what one holds that is wrong hides nothing of the others.
void evaluateEntries(const Value& map, const jsone::Scope& scope, Value& result, Findings& findings) {
  for (const Entry& entry : map.entries()) {
    Value single = Value::map({}, map.origin());
    single.set(entry.key, entry.value);
    const auto evaluated = evaluate(single, scope, findings);
    if (!evaluated) continue;
    for (const Entry& made : evaluated->entries()) result.set(made.key, made.value);
  }
}

}  // namespace

jsone::Scope expressionScope(const Value& document, const std::string& folder, Findings& findings) {
  jsone::Scope scope;
  if (mentions(document, "env")) scope.set("env", environmentVariables());
  if (mentions(document, "git")) scope.set("git", pack::repositoryFacts(folder));
  const Value* variables = document.find("vars");
  if (variables == nullptr || variables->isNull()) return scope;
  if (!variables->isMap()) {
    findings.push_back(
        {.rule = "wrong-type", .message = "vars must be a map", .origin = variables->origin()});
    return scope;
  }
  for (const Entry& entry : variables->entries()) {
    const auto name = entry.key.string();
    if (std::ranges::find(reserved, name) != reserved.end() || jsone::isBuiltin(name)) {
      findings.push_back({.rule = "variable-name",
                          .message = "a variable cannot be called '" + std::string(name) +
                                     "': expressions have that name already",
                          .origin = entry.key.origin()});
      continue;
    }
    if (!jsone::isIdentifier(name)) {
      findings.push_back({.rule = "variable-name",
                          .message = "'" + std::string(name) +
                                     "' cannot be a variable: letters, digits and '_', not beginning "
                                     "with a digit",
                          .origin = entry.key.origin()});
      continue;
    }
    if (auto value = evaluate(entry.value, scope, findings)) scope.set(name, std::move(*value));
  }
  return scope;
}

Value evaluateExpressions(const Value& document, const jsone::Scope& scope, Findings& findings) {
  Value result = Value::map({}, document.origin());
  for (const Entry& entry : document.entries()) {
    if (entry.key.string() == "vars") continue;
    if (entry.value.isMap() && !hasOperator(entry.value) && !entry.value.empty()) {
      Value section = Value::map({}, entry.value.origin());
      evaluateEntries(entry.value, scope, section, findings);
      result.set(entry.key, std::move(section));
    } else if (auto value = evaluate(entry.value, scope, findings)) {
      result.set(entry.key, std::move(*value));
    }
  }
  return result;
}

}  // namespace aictl::stack
