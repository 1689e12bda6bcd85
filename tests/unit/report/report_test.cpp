#include "core/report/report.h"

#include "catch.h"
#include "core/base/value.h"
#include "core/yaml/json.h"

using namespace aictl;

namespace {

/// A stack with two faults, a flag with one, and a warning in no place.
struct Run {
  Sources sources;
  report::Report report{.subject = "aictl validate", .checked = {{"train/a"}, {"train/b"}}};

  Run() {
    const auto stack = sources.add("aictl.yaml", "train:\n  a: {gpu: 1}\n");
    const auto flag = sources.add("--workers");
    report.findings = {
        {.rule = "unknown-key",
         .message = "unknown key 'gpu'",
         .origin = {2, 7, stack},
         .entry = "train/a",
         .remedy = "did you mean 'gpus'?"},
        {.rule = "type", .message = "50% & <more>, \"quoted\"", .origin = {0, 0, flag}},
        {.severity = Severity::warning, .rule = "shm-small", .message = "little room", .entry = "train/b"}};
  }

  std::string written(std::string_view format) const {
    const report::Places places{sources, [](std::string_view name) -> std::optional<std::string> {
                                  if (name.starts_with("--")) return std::nullopt;
                                  return "deploy/" + std::string(name);
                                }};
    return report::findFormat(format)->write(report, places);
  }
  Value json(std::string_view format) const {
    auto value = yaml::readJson(written(format));
    REQUIRE(value);
    return *value;
  }
};

}  // namespace

TEST_CASE("json has each finding with all that is known of it, and null for what is not") {
  const Value document = Run().json("json");
  CHECK(findString(document, {"subject"}) == "aictl validate");
  const Value& findings = *document.find("findings");
  REQUIRE(findings.size() == 3);
  CHECK(yaml::writeJson(findings[0]) ==
        R"({"severity":"error","rule":"unknown-key","message":"unknown key 'gpu'","entry":"train/a",)"
        R"("evidence":null,"remedy":"did you mean 'gpus'?","file":"deploy/aictl.yaml","line":2,"column":7})");
  CHECK(findings[1].find("file")->isNull());
  CHECK(findString(findings[2], {"severity"}) == "warning");
}

TEST_CASE("github has a workflow command a finding, in which nothing can end it early") {
  CHECK(Run().written("github") ==
        "::error file=deploy/aictl.yaml,line=2,col=7,title=unknown-key::train/a: unknown key 'gpu'; did you "
        "mean "
        "'gpus'?\n"
        "::error title=type::--workers: 50%25 & <more>, \"quoted\"\n"
        "::warning title=shm-small::train/b: little room\n");
}

TEST_CASE("gitlab has an issue a finding, whose fingerprint stays when it moves") {
  Run run;
  const Value issues = run.json("gitlab");
  REQUIRE(issues.size() == 3);
  CHECK(findString(issues[0], {"check_name"}) == "unknown-key");
  CHECK(findString(issues[0], {"severity"}) == "major");
  CHECK(findString(issues[0], {"location", "path"}) == "deploy/aictl.yaml");
  CHECK(find(issues[0], {"location", "lines", "begin"})->integer() == 2);
  CHECK(find(issues[1], {"location", "lines", "begin"})->integer() == 1);  // it must have one
  run.report.findings[0].origin.line = 1;
  CHECK(findString(run.json("gitlab")[0], {"fingerprint"}) == findString(issues[0], {"fingerprint"}));
}

TEST_CASE("gitlab tells two findings apart that are the same but for their lines") {
  Run run;
  run.report.findings.push_back(run.report.findings[0]);
  const Value issues = run.json("gitlab");
  CHECK(findString(issues[0], {"fingerprint"}) != findString(issues[3], {"fingerprint"}));
}

TEST_CASE("sarif has rules, levels and places") {
  const Value document = Run().json("sarif");
  CHECK(findString(document, {"version"}) == "2.1.0");
  const Value& run = (*document.find("runs"))[0];
  CHECK(yaml::writeJson(*find(run, {"tool", "driver", "rules"})) ==
        R"([{"id":"shm-small"},{"id":"type"},{"id":"unknown-key"}])");
  const Value& results = *run.find("results");
  CHECK(
      yaml::writeJson(*results[0].find("locations")) ==
      R"([{"physicalLocation":{"artifactLocation":{"uri":"deploy/aictl.yaml"},)"
      R"("region":{"startLine":2,"startColumn":7}},"logicalLocations":[{"fullyQualifiedName":"train/a"}]}])");
  CHECK(results[1].find("locations")->empty());
  CHECK(findString(results[2], {"level"}) == "warning");
}

TEST_CASE("junit has a case each of what was checked, and one for what is about nothing of it") {
  CHECK(Run().written("junit") == R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="aictl validate" tests="3" failures="2" errors="0">
  <testsuite name="aictl validate" tests="3" failures="2" errors="0" skipped="0">
    <testcase classname="aictl validate" name="train/a">
      <failure type="unknown-key" message="train/a: unknown key 'gpu'; did you mean 'gpus'?">deploy/aictl.yaml:2:7: train/a: unknown key 'gpu'; did you mean 'gpus'?
</failure>
    </testcase>
    <testcase classname="aictl validate" name="train/b">
      <system-out>train/b: little room
</system-out>
    </testcase>
    <testcase classname="aictl validate" name="type">
      <failure type="type" message="--workers: 50% &amp; &lt;more&gt;, &quot;quoted&quot;">--workers: 50% &amp; &lt;more&gt;, &quot;quoted&quot;
</failure>
    </testcase>
  </testsuite>
</testsuites>
)");
}

TEST_CASE("junit says of what was skipped why, and counts it") {
  Run run;
  run.report.checked.push_back({"graph/c", "it refers to \"a\" & more"});
  const std::string text = run.written("junit");
  CHECK(text.find("tests=\"4\" failures=\"2\" errors=\"0\" skipped=\"1\">") != std::string::npos);
  CHECK(text.find("    <testcase classname=\"aictl validate\" name=\"graph/c\">\n"
                  "      <skipped message=\"it refers to &quot;a&quot; &amp; more\"/>\n"
                  "    </testcase>\n") != std::string::npos);
}

TEST_CASE("what junit names twice is one case: failed before looked at, looked at before skipped") {
  Run run;
  run.report.checked = {{"train/a", "why"}, {"train/b", "why"}, {"train/b"}, {"train/b", "why"}, {"train/a"}};
  const std::string text = run.written("junit");
  CHECK(text.find("tests=\"3\" failures=\"2\" errors=\"0\" skipped=\"0\">") != std::string::npos);
  CHECK(text.find("<skipped") == std::string::npos);
}

TEST_CASE("a run without findings is a whole document too, and for lines nothing") {
  Run run;
  run.report.findings.clear();
  CHECK(run.json("gitlab").empty());
  CHECK((*run.json("sarif").find("runs"))[0].find("results")->empty());
  CHECK(run.written("github").empty());
  run.report.checked.clear();
  CHECK(run.written("junit").find("tests=\"1\" failures=\"0\"") != std::string::npos);
}
