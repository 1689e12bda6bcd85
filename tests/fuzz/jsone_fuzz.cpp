// Any template with any variables: evaluation ends within its bounds, with a value or an error, and gives the
// same the second time. The bytes are two YAML documents: the variables, then the template.
#include <cstdio>
#include <cstdlib>

#include "core/jsone/jsone.h"
#include "core/yaml/json.h"
#include "core/yaml/yaml.h"

namespace {

using aictl::Entry;
using aictl::Value;
namespace jsone = aictl::jsone;

constexpr aictl::yaml::Limits readLimits{.bytes = 1U << 16U, .depth = 100, .values = 20'000};
constexpr jsone::Limits limits{.depth = 150, .steps = 20'000, .size = 1U << 20U};

void hold(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "%s\n", what);
  std::abort();
}

Value itself(const jsone::Call& call) {
  if (call.arguments.empty()) call.fail("itself: expected an argument");
  return call.arguments[0];
}

// A template that its variables may give, evaluated with the variable `given`.
Value evaluated(const jsone::Call& call, const jsone::Scope& scope) {
  if (call.arguments.empty()) call.fail("evaluated: expected a template");
  jsone::Scope inner(&scope);
  if (call.arguments.size() > 1) inner.set("given", call.arguments[1]);
  return call.evaluation.evaluate(jsone::Template(call.arguments[0]), inner);
}

void fill(jsone::Scope& scope, const Value& variables) {
  scope.set("now", Value("2017-01-19T16:27:20.974Z", {.line = 1, .column = 1, .file = 1}));
  scope.set("itself", jsone::Function(itself));
  scope.set("evaluated",
            jsone::Function([&scope](const jsone::Call& call) { return evaluated(call, scope); }));
  if (!variables.isMap()) return;
  for (const Entry& entry : variables.entries()) scope.set(entry.key.string(), entry.value);
}

struct Outcome {
  Value value;
  std::string error;
  friend bool operator==(const Outcome& a, const Outcome& b) {
    return a.error == b.error && aictl::yaml::writeJson(a.value) == aictl::yaml::writeJson(b.value);
  }
};

Outcome evaluate(const jsone::Template& source, const Value& variables) {
  try {
    jsone::Scope scope;
    fill(scope, variables);
    return {jsone::Evaluation(limits).evaluate(source, scope), ""};
  } catch (const jsone::Error& error) {
    hold(!error.kind.empty() && !error.message.empty(), "an error without words");
    return {{}, error.text()};
  }
}

void checkPlaces(const Value& value) {
  hold(value.origin().file == 1, "a value without a place");
  if (value.isList()) {
    for (const Value& item : value.items()) checkPlaces(item);
  }
  if (value.isMap()) {
    for (const auto& [key, content] : value.entries()) {
      hold(key.origin().file == 1, "a key without a place");
      checkPlaces(content);
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  aictl::Findings findings;
  const auto documents = aictl::yaml::read(text, 1, findings, readLimits);
  if (!findings.empty() || documents.empty()) return 0;
  const Value variables = documents.size() > 1 ? documents[0] : Value();
  const jsone::Template source(documents.back());
  const Outcome outcome = evaluate(source, variables);
  hold(outcome == evaluate(source, variables), "another outcome the second time");
  if (outcome.error.empty()) checkPlaces(outcome.value);
  return 0;
}
