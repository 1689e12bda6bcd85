// Every case of the official JSON Schema test suite (draft 2020-12) for the keywords that are known.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "catch.h"
#include "core/base/file.h"
#include "core/schema/schema.h"
#include "core/yaml/json.h"

namespace {

using aictl::Findings;
using aictl::Value;
using aictl::schema::Dialect;
using aictl::schema::Schema;

constexpr int skipped = 77;  // how ctest is told

/// What a group may ask for that is not offered; every other group must load.
std::string whyNot(const Value& schema) {
  const std::string text = aictl::yaml::writeJson(schema);
  const auto has = [&](std::string_view part) { return text.find(part) != std::string::npos; };
  if (has("\"$id\":")) return "references relative to $id";
  if (has("\"unevaluatedProperties\":")) return "unevaluatedProperties";
  if (has("\"$ref\":\"https://json-schema.org/draft/2020-12/schema\""))
    return "a schema fetched from elsewhere";
  return {};
}

struct Counts {
  std::size_t run = 0;
  std::size_t leftOut = 0;
};

std::vector<std::string> suiteFiles() {
  const char* given = std::getenv("JSON_SCHEMA_SUITE");
  const std::filesystem::path folder = given != nullptr ? given : AICTL_SHARED "/json-schema";
  if (!std::filesystem::is_directory(folder)) {
    fmt::print("skipped: there is no {}\n", folder.string());
    fmt::print(
        "get tests/draft2020-12 of https://github.com/json-schema-org/JSON-Schema-Test-Suite and set "
        "JSON_SCHEMA_SUITE to its path\n");
    std::exit(skipped);
  }
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

Value readSuite(const std::string& path) {
  const auto text = aictl::readFile(path, 10U << 20U);
  REQUIRE(text);
  const auto groups = aictl::yaml::readJson(*text);
  REQUIRE(groups);
  return *groups;
}

void runGroup(const std::string& file, const Value& group, Counts& counts) {
  const std::string name = file + ": " + std::string(findString(group, {"description"}));
  const auto tests = group.find("tests")->items();
  Findings findings;
  const auto schema =
      Schema::load(*group.find("schema"), *group.find("schema"), {}, findings, Dialect::standard);
  if (const auto reason = whyNot(*group.find("schema")); !findings.empty() && !reason.empty()) {
    fmt::print("left out: {} ({} cases): {}\n", name, tests.size(), reason);
    counts.leftOut += tests.size();
    return;
  }
  INFO(name);
  if (!findings.empty()) FAIL_CHECK("does not load: " << findings.front().message);
  for (const Value& test : tests) {
    INFO(findString(test, {"description"}));
    Findings faults;
    schema.check(*test.find("data"), "", faults);
    INFO((faults.empty() ? "no finding" : faults.front().message));
    CHECK(faults.empty() == test.find("valid")->boolean());
    ++counts.run;
  }
}

}  // namespace

TEST_CASE("the checker agrees with every case of the official suite for the keywords that it knows") {
  Counts counts;
  const auto files = suiteFiles();
  for (const auto& path : files) {
    const Value groups = readSuite(path);
    for (const Value& group : groups.items()) {
      runGroup(std::filesystem::path(path).filename().string(), group, counts);
    }
  }
  fmt::print("{} files: {} cases run, {} left out\n", files.size(), counts.run, counts.leftOut);
  CHECK(counts.run > 10 * counts.leftOut);
}

TEST_CASE("whatever a schema asks for that is not offered is refused on loading, never ignored") {
  for (const auto* keyword : {"$id", "$anchor", "$dynamicRef", "unevaluatedProperties", "unevaluatedItems",
                              "contentEncoding", "definitions", "x-short", "x-kubernetes-list-type"}) {
    INFO(keyword);
    Value source = Value::map({{"type", "object"}});
    source.set(Value(keyword), Value("anything"));
    Findings findings;
    Schema::load(source, source, {}, findings, Dialect::standard);
    REQUIRE(findings.size() == 1);
    CHECK(findings.front().message == "unknown schema keyword '" + std::string(keyword) + "'");
  }
}
