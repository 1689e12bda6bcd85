// The facts of each kind, over objects of each state (tests/kinds).

#include "core/pack/kinds.h"

#include <filesystem>

#include "catch.h"
#include "core/base/file.h"
#include "core/pack/absent.h"
#include "core/yaml/yaml.h"
#include "temporary_folder.h"

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
    pack::Kinds kinds(packs);
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

TEST_CASE("a pack brings the facts of its own kinds, and hides those that it says otherwise") {
  const TemporaryFolder folder;
  folder.write("t/template.yaml", "schema: {type: object}\nvariants: []\n");
  folder.write("kinds/example.com_Robot.yaml", "extends: kinds/more.yaml\nready: object.status.up\n");
  folder.write("kinds/more.yaml", "ready: 'false'\nmessage: {$eval: object.status.says}\n");
  folder.write("kinds/core_Service.yaml", "ready: 'true'\n");
  Sources sources;
  pack::Packs packs(sources);
  packs.add("mine", pack::folderFiles(folder.path(), sources));
  pack::Kinds kinds(packs);
  Findings findings;
  const Value robot = yaml::readDocument("{status: {up: true, says: hello}}", 1, findings);
  const auto facts = kinds.find("example.com", "Robot");
  REQUIRE(facts);
  REQUIRE(*facts != nullptr);
  CHECK(*(*facts)->of(robot, "ready") == Value(true));
  CHECK(*(*facts)->of(robot, "message") == Value("hello"));
  CHECK(*(*facts)->of(robot, "failed") == Value(false));
  CHECK((*facts)->of(robot, "pods")->isNull());
  CHECK(*(*kinds.find("", "Service"))->of(Value::map(), "ready") == Value(true));
  CHECK(*kinds.find("example.com", "Nothing") == nullptr);
}

TEST_CASE("facts that are wrong are told with the pack's own place") {
  const TemporaryFolder folder;
  folder.write("kinds/core_A.yaml", "ready: 'object.'\n");
  folder.write("kinds/core_B.yaml", "extends: kinds/none.yaml\n");
  folder.write("kinds/core_C.yaml", "[1]\n");
  Sources sources;
  pack::Packs packs(sources);
  packs.add("mine", pack::folderFiles(folder.path(), sources));
  pack::Kinds kinds(packs);
  const auto placeOf = [&](const auto& result) {
    return text(result.failure().findings.front(), sources).substr(folder.path().size() + 1);
  };
  const auto fact = (*kinds.find("", "A"))->of(Value::map(), "ready");
  REQUIRE_FALSE(fact);
  CHECK(placeOf(fact).find("kinds/core_A.yaml:1:8: ready: SyntaxError") == 0);
  const auto base = kinds.find("", "B");
  REQUIRE_FALSE(base);
  CHECK(placeOf(base) == "kinds/core_B.yaml:1:10: 'kinds/none.yaml' is no file of facts in the pack");
  const auto list = kinds.find("", "C");
  REQUIRE_FALSE(list);
  CHECK(text(list.failure().findings.front(), sources) ==
        "kinds/core_C.yaml: the facts of a kind are one map");
}
