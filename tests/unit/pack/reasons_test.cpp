// The reasons of templates/why, over objects and what was seen around them (tests/why).

#include "core/pack/reasons.h"

#include <filesystem>
#include <set>

#include "catch.h"
#include "core/base/file.h"
#include "core/base/time.h"
#include "core/yaml/yaml.h"
#include "temporary_folder.h"

namespace fs = std::filesystem;
using namespace aictl;

namespace {

Value readExamples(const fs::path& file, Sources& sources) {
  const auto text = readFile(file.string(), 1U << 20U);
  REQUIRE(text);
  Findings findings;
  Value examples = yaml::readDocument(*text, sources.add(file.string(), *text), findings);
  REQUIRE(findings.empty());
  return examples;
}

pack::Circumstances circumstancesOf(const Value& example) {
  pack::Circumstances seen{.now = rfc3339Seconds(findString(example, {"now"})).value_or(0)};
  if (const Value* events = example.find("events")) {
    for (const Value& message : events->items()) seen.events.push(Value::map({{"message", message}}));
  }
  if (const Value* lines = example.find("lines")) {
    for (const Value& line : lines->items()) seen.lines.emplace_back(line.string());
  }
  return seen;
}

/// What the nearest reason says, and which it is.
struct Told {
  pack::Diagnosis diagnosis;
  const pack::Reason* reason = nullptr;
};

Told tell(const std::vector<pack::Reason>& reasons, const Value& example) {
  const Value& object = *example.find("object");
  const std::string apiVersion(findString(object, {"apiVersion"}));
  const std::size_t slash = apiVersion.find('/');
  const std::string group = slash == std::string::npos ? "" : apiVersion.substr(0, slash);
  const pack::Circumstances around = circumstancesOf(example);
  Told best;
  for (const pack::Reason& reason : reasons) {
    if (!reason.isAbout(group, findString(object, {"kind"}))) continue;
    const auto suspicions = reason.suspicions(object, around.now);
    REQUIRE(suspicions);
    for (const pack::Suspicion& suspicion : *suspicions) {
      pack::Circumstances seen = around;
      bool complete = true;
      for (const pack::Wanted& wanted : suspicion.wanted) {
        const Value* found = find(example, {"found", wanted.as});
        complete = complete && found != nullptr;
        if (complete) seen.found.emplace(wanted.as, *found);
      }
      if (!complete) continue;
      const auto diagnosis = reason.judge(object, suspicion, seen);
      if (!diagnosis) FAIL(diagnosis.failure().findings.front().message);
      if (*diagnosis && (best.reason == nullptr || (**diagnosis).rank < best.diagnosis.rank))
        best = {**diagnosis, &reason};
    }
  }
  return best;
}

}  // namespace

TEST_CASE("the nearest reason says of each example what is wrong, what shows it and what to do") {
  Sources sources;
  pack::Packs packs(sources);
  const auto reasons = pack::readReasons(packs);
  REQUIRE(reasons);
  std::set<const pack::Reason*> shown;
  for (const std::string& name : pack::builtinFiles(sources)->list("why")) {
    const Value examples = readExamples(fs::path(AICTL_SOURCE) / "tests" / "why" / (name + ".yaml"), sources);
    for (const Value& example : examples.items()) {
      INFO(name << ": " << findString(example, {"name"}));
      const Told told = tell(*reasons, example);
      if (told.reason != nullptr) shown.insert(told.reason);
      CHECK(told.diagnosis.message == findString(example, {"expect", "message"}));
      CHECK(told.diagnosis.evidence == findString(example, {"expect", "evidence"}));
      CHECK(told.diagnosis.remedy == findString(example, {"expect", "remedy"}));
    }
  }
  for (const pack::Reason& reason : *reasons) {
    INFO("no example shows the reason at " << sources.place(reason.origin()));
    CHECK((shown.contains(&reason) || !reason.tells()));
  }
}

TEST_CASE("a reason with a key that nobody knows, or without what it says, is refused at its place") {
  const TemporaryFolder folder;
  folder.write("why/mine.yaml", "of: Pod\nmesage: x\n");
  Sources sources;
  pack::Packs packs(sources);
  packs.add("mine", pack::folderFiles(folder.path(), sources));
  const auto reasons = pack::readReasons(packs);
  REQUIRE_FALSE(reasons);
  REQUIRE(reasons.failure().findings.size() == 2);
  CHECK(reasons.failure().findings[0].message == "a reason has no key 'mesage'");
  CHECK(reasons.failure().findings[0].origin.line == 2);
}

TEST_CASE("a fault in an expression of a reason is told with its place") {
  const TemporaryFolder folder;
  folder.write("why/mine.yaml", "of: Pod\nwhen: object.no.such\nmessage: x\n");
  Sources sources;
  pack::Packs packs(sources);
  packs.add("mine", pack::folderFiles(folder.path(), sources));
  const auto reasons = pack::readReasons(packs);
  REQUIRE(reasons);
  const Value pod = Value::map({{"kind", "Pod"}});
  for (const pack::Reason& reason : *reasons) {
    if (sources.place(reason.origin()).find("mine.yaml") == std::string::npos) continue;
    const auto diagnosis = reason.judge(pod, {}, {});
    REQUIRE_FALSE(diagnosis);
    CHECK(diagnosis.failure().findings.front().origin.line == 2);
  }
}
