// All cases of the JSON-e specification: what each gives, and the exact texts of the errors.
#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "catch.h"
#include "core/jsone/jsone.h"
#include "core/yaml/yaml.h"

namespace {

using aictl::Entry;
using aictl::Value;
namespace jsone = aictl::jsone;

constexpr int skipped = 77;  // how ctest is told

struct Case {
  std::string name;  // section, title, and the place in the file
  Value context;
  Value templateValue;
  const Value* result = nullptr;
  const Value* error = nullptr;
  Value document;
};

std::string specificationText() {
  const char* given = std::getenv("JSONE_SPECIFICATION");
  const std::string path = given != nullptr ? given : AICTL_SHARED "/json-e/specification.yml";
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    fmt::print("skipped: there is no {}\n", path);
    fmt::print(
        "get specification.yml from https://github.com/json-e/json-e (tag v4.8.4) and set "
        "JSONE_SPECIFICATION to its path\n");
    std::exit(skipped);
  }
  return (std::ostringstream() << file.rdbuf()).str();
}

std::vector<Case> readCases() {
  aictl::Findings findings;
  const auto documents = aictl::yaml::read(specificationText(), 1, findings);
  REQUIRE(findings.empty());
  std::vector<Case> cases;
  std::string section;
  for (const Value& document : documents) {
    if (const Value* begun = document.find("section")) {
      section = begun->string();
      continue;
    }
    if (!document.isMap()) continue;
    cases.push_back({fmt::format("{}: {} (line {})", section, document.find("title")->scalarText(),
                                 document.origin().line),
                     *document.find("context"), *document.find("template"), document.find("result"),
                     document.find("error"), document});
  }
  return cases;
}

// What the template gives, or the text of its error.
struct Outcome {
  Value value;
  std::string error;
};

Outcome evaluate(const Case& tested) {
  try {
    jsone::Scope clock;
    clock.set("now", Value("2017-01-19T16:27:20.974Z"));
    jsone::Scope scope(&clock);
    for (const Entry& entry : tested.context.entries()) scope.set(entry.key.string(), entry.value);
    return {jsone::Evaluation().evaluate(jsone::Template(tested.templateValue), scope), ""};
  } catch (const jsone::Error& error) {
    return {{}, error.text()};
  }
}

}  // namespace

TEST_CASE("every case of the JSON-e specification comes out as it says") {
  const auto cases = readCases();
  CHECK(cases.size() == 1175);
  for (const Case& tested : cases) {
    INFO(tested.name);
    INFO("template: " << aictl::yaml::writeInline(tested.templateValue));
    const Outcome outcome = evaluate(tested);
    if (tested.result != nullptr) {
      CHECK(outcome.error == "");
      INFO("expected: " << aictl::yaml::writeInline(*tested.result));
      INFO("found:    " << aictl::yaml::writeInline(outcome.value));
      CHECK(outcome.value == *tested.result);
    } else if (tested.error->isString()) {
      CHECK(outcome.error == tested.error->string());
    } else {
      CHECK(outcome.error != "");
    }
  }
}
