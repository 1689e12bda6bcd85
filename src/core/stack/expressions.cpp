#include "core/stack/expressions.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "core/base/nearest.h"
#include "core/jsone/identifier.h"
#include "core/jsone/jsone.h"
#include "core/pack/git.h"
#include "core/stack/document.h"
#include "core/stack/mentions.h"
#include "core/yaml/utf8.h"

namespace aictl::stack {
namespace {

constexpr std::array<std::string_view, 4> reserved{"env", "git", "environment", "now"};

/// Those that are text: other bytes have no place in a manifest.
Value environmentVariables() {
  Value variables = Value::map();
  for (char** line = environ; *line != nullptr; ++line) {
    const std::string_view text(*line);
    const auto equals = text.find('=');
    if (equals != std::string_view::npos && yaml::isUtf8(text))
      variables.set(Value(text.substr(0, equals)), Value(text.substr(equals + 1)));
  }
  return variables;
}

class Evaluator {
 public:
  Evaluator(const Sources& sources, Findings& findings) : sources_(sources), findings_(findings) {}

  void setScope(const Value& document, const Options& options) {
    scope_.set("environment", options.environment.empty() ? Value() : Value(options.environment));
    if (mayUse(document, "env")) scope_.set("env", environmentVariables());
    if (mayUse(document, "git")) {
      scope_.set("git",
                 pack::repositoryFacts(std::filesystem::path(firstFile(options)).parent_path().string()));
    }
    if (const Value* variables = document.find("vars")) setVariables(*variables);
  }

  Value evaluateDocument(const Value& document) {
    Value result = Value::map({}, document.origin());
    for (const Entry& entry : document.entries()) {
      if (entry.key.string() == "vars") continue;
      if (entry.value.isMap() && !hasOperator(entry.value) && !entry.value.empty()) {
        result.set(entry.key, evaluateEntries(entry.value));
      } else if (auto value = evaluate(entry.value)) {
        result.set(entry.key, std::move(*value));
      }
    }
    return result;
  }

 private:
  void setVariables(const Value& variables) {
    if (variables.isNull()) return;
    if (!variables.isMap()) {
      findings_.push_back({.rule = "wrong-type",
                           .message = "vars must be a map, not " + withArticle(variables.kind()),
                           .origin = variables.origin()});
      return;
    }
    for (const Entry& entry : variables.entries()) {
      const auto variable = entry.key.string();
      if (!mayBeCalled(entry.key)) continue;
      if (auto value = evaluate(entry.value)) {
        scope_.set(variable, std::move(*value));
        known_.emplace_back(variable);
      } else {
        faulty_.emplace_back(variable);
      }
    }
  }

  bool mayBeCalled(const Value& key) {
    const auto variable = key.string();
    const auto complain = [&](std::string message) {
      findings_.push_back({.rule = "variable-name", .message = std::move(message), .origin = key.origin()});
      faulty_.emplace_back(variable);
      return false;
    };
    if (std::ranges::find(reserved, variable) != reserved.end() || jsone::isBuiltin(variable)) {
      return complain("a variable cannot be called '" + std::string(variable) +
                      "': expressions have that name already");
    }
    if (!jsone::isIdentifier(variable)) {
      return complain("'" + std::string(variable) +
                      "' cannot be a variable: letters, digits and '_', not beginning with a digit");
    }
    return true;
  }

  /// A map, entry by entry.
  Value evaluateEntries(const Value& map) {
    Value result = Value::map({}, map.origin());
    for (const Entry& entry : map.entries()) {
      Value single = Value::map({}, map.origin());
      single.set(entry.key, entry.value);
      const auto evaluated = evaluate(single);
      if (!evaluated) continue;
      for (const Entry& made : evaluated->entries()) {
        if (result.find(made.key.string()) == nullptr) {
          result.set(made.key, made.value);
          continue;
        }
        findings_.push_back(
            {.rule = "duplicate-key",
             .message = "'" + std::string(made.key.string()) + "' is there twice: an expression gives it too",
             .origin = entry.key.origin()});
      }
    }
    return result;
  }

  /// A fault is a finding, and then the result is none.
  std::optional<Value> evaluate(const Value& value) {
    try {
      return evaluation_.evaluate(jsone::Template(value), scope_);
    } catch (const jsone::Error& error) {
      complain(error, value.origin());
      return std::nullopt;
    }
  }

  void complain(const jsone::Error& error, Origin around) {
    Finding finding{.rule = "expression",
                    .message = error.message,
                    .origin = error.origin.known() ? error.position(sources_) : around};
    constexpr std::string_view unknown = "unknown context value ";
    constexpr std::string_view absent = "object has no property \"";
    if (error.message.starts_with(unknown)) {
      const std::string wanted = error.message.substr(unknown.size());
      // Of a variable with a fault that was told already there is no more to say.
      if (std::ranges::find(faulty_, wanted) != faulty_.end()) return;
      finding.message = "there is no variable '" + wanted + "'";
      finding.remedy = didYouMean(wanted, known_);
      if (finding.remedy.empty()) {
        finding.remedy =
            "add it to vars; a variable of the shell in the container is written $${" + wanted + "}";
      }
    } else if (error.message.starts_with(absent)) {
      std::string wanted = error.message.substr(absent.size());
      if (wanted.ends_with('"')) wanted.pop_back();
      if (sources_.line(finding.origin).find("env." + wanted) != std::string_view::npos) {
        finding.message = "the environment variable '" + wanted + "' is not set";
      }
    } else if (error.message.starts_with("unterminated ${")) {
      finding.remedy = "close it with '}', or write '$${' for the characters themselves";
    } else if (error.kind == "SyntaxError") {
      finding.remedy = "what a shell in the container is to see is written '$${'";
    }
    findings_.push_back(std::move(finding));
  }

  const Sources& sources_;
  Findings& findings_;
  jsone::Evaluation evaluation_;
  jsone::Scope scope_;
  std::vector<std::string> known_;   ///< variables
  std::vector<std::string> faulty_;  ///< those that could not be set
};

}  // namespace

Value evaluateExpressions(const Value& document, const Options& options, const Sources& sources,
                          Findings& findings) {
  Evaluator evaluator(sources, findings);
  evaluator.setScope(document, options);
  return evaluator.evaluateDocument(document);
}

}  // namespace aictl::stack
