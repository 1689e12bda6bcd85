// The facts of each kind, over objects of each state (tests/kinds).

#include "core/pack/kinds.h"

#include <filesystem>

#include "catch.h"
#include "core/base/file.h"
#include "core/pack/absent.h"
#include "core/yaml/yaml.h"

namespace fs = std::filesystem;
using namespace aictl;

namespace {

std::vector<fs::path> files() {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(fs::path(AICTL_SOURCE) / "tests" / "kinds")) {
    if (entry.path().extension() == ".yaml") found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

Value readCases(const fs::path& file, Sources& sources) {
  const auto text = readFile(file.string(), 1U << 20U);
  Findings findings;
  Value cases = yaml::readDocument(*text, sources.add(file.string(), *text), findings);
  REQUIRE(findings.empty());
  return cases;
}

void check(const pack::KindFacts& facts, const Value& example) {
  const Value& object = *example.find("object");
  for (const Entry& expected : example.find("expect")->entries()) {
    INFO(expected.key.string());
    const auto now = findString(example, {"now"});
    const auto fact = facts.of(object, expected.key.string(), now);
    REQUIRE(fact);
    CHECK(yaml::writeInline(pack::compact(*fact)) == yaml::writeInline(expected.value));
  }
}

}  // namespace

TEST_CASE("the facts of a kind say of each example what it is") {
  for (const auto& file : files()) {
    Sources sources;
    pack::Packs packs(sources);
    pack::Kinds kinds(packs.builtin());
    const std::string stem = file.stem().string();
    const auto bar = stem.find('_');
    const std::string group = stem.substr(0, bar) == "core" ? "" : stem.substr(0, bar);
    const auto facts = kinds.find(group, stem.substr(bar + 1));
    REQUIRE(facts);
    REQUIRE(*facts != nullptr);
    const Value examples = readCases(file, sources);
    for (const Value& example : examples.items()) {
      DYNAMIC_SECTION(stem << ": " << findString(example, {"name"})) { check(**facts, example); }
    }
  }
}

TEST_CASE("each kind that has facts has examples, and the other way round") {
  std::vector<std::string> examples;
  for (const auto& file : files()) examples.push_back(file.stem().string());
  Sources sources;
  CHECK(pack::builtinFiles(sources)->list("kinds") == examples);
}
