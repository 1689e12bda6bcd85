#include "commands/table.h"

#include "catch.h"
#include "commands/status_text.h"
#include "core/yaml/json.h"

using namespace aictl;
using namespace aictl::commands;

TEST_CASE("columns are as wide as their widest cell on a terminal, and no line ends with spaces") {
  Table table;
  table.add({"名前", "x", ""});
  table.add({"abc", "longer", "end"});
  CHECK(table.text() == "名前  x\nabc   longer  end\n");
}

TEST_CASE("an empty row takes a line of its own") {
  Table table;
  table.add({"a"});
  table.add({""});
  CHECK(table.text() == "a\n\n");
}

TEST_CASE("a text of a server cannot break a line or steer the terminal") {
  Table table;
  table.add({"a\nb\x1b[31m", "c"});
  CHECK(table.text() == "a b [31m  c\n");
}

TEST_CASE("progress is told in numbers that say something") {
  const auto text = [](const char* json) { return progressText(*yaml::readJson(json)); };
  CHECK(text("[]").empty());
  CHECK(text(R"([{"name": "pods", "ready": 0, "updated": 0, "of": 3}])") == "pods: 0 ready of 3");
  CHECK(text(R"([{"name": "pods", "active": 0, "succeeded": 2, "failed": 0, "of": 2}])") ==
        "pods: 2 succeeded of 2");
  CHECK(text(R"([{"name": "pods", "active": 0, "of": 1}])") == "pods: 0 of 1");
  CHECK(text(R"([{"name": "main", "ready": 0, "restarts": 3, "reason": "CrashLoopBackOff"}])") ==
        "main: 0 ready, 3 restarts, CrashLoopBackOff");
}
