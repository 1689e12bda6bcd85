#pragma once

#include <string>
#include <string_view>

#include "catch.h"
#include "core/jsone/jsone.h"
#include "core/yaml/yaml.h"

/// Templates and variables as YAML texts: the template is file 1, the variables are file 2.
namespace evaluating {

inline aictl::Value read(std::string_view text, std::uint16_t file) {
  aictl::Findings findings;
  auto value = aictl::yaml::readDocument(text, file, findings);
  REQUIRE(findings.empty());
  return value;
}

inline aictl::jsone::Scope scopeOf(std::string_view variables) {
  aictl::jsone::Scope scope;
  if (variables.empty()) return scope;
  const aictl::Value map = read(variables, 2);
  for (const aictl::Entry& entry : map.entries()) scope.set(entry.key.string(), entry.value);
  return scope;
}

inline aictl::Value evaluate(std::string_view source, const aictl::jsone::Scope& scope,
                             const aictl::jsone::Limits& limits = {}) {
  return aictl::jsone::Evaluation(limits).evaluate(aictl::jsone::Template(read(source, 1)), scope);
}

inline aictl::Value evaluate(std::string_view source, std::string_view variables = "",
                             const aictl::jsone::Limits& limits = {}) {
  return evaluate(source, scopeOf(variables), limits);
}

/// The error that evaluating gives; one must come.
inline aictl::jsone::Error errorOf(std::string_view source, const aictl::jsone::Scope& scope,
                                   const aictl::jsone::Limits& limits = {}) {
  try {
    const auto value = evaluate(source, scope, limits);
    FAIL("no error but " << aictl::yaml::writeInline(value));
  } catch (const aictl::jsone::Error& error) {
    return error;
  }
  return {};
}

inline aictl::jsone::Error errorOf(std::string_view source, std::string_view variables = "",
                                   const aictl::jsone::Limits& limits = {}) {
  return errorOf(source, scopeOf(variables), limits);
}

/// What comes out, on one line of YAML, so that order shows.
inline std::string shown(std::string_view source, std::string_view variables = "") {
  return aictl::yaml::writeInline(evaluate(source, variables));
}

/// `file:line:column`.
inline std::string placeOf(const aictl::Value& value) {
  const auto origin = value.origin();
  return std::to_string(origin.file) + ":" + std::to_string(origin.line) + ":" +
         std::to_string(origin.column);
}

}  // namespace evaluating
