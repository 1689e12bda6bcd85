#include "commands/table.h"

#include "catch.h"
#include "commands/cluster/status_text.h"
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

TEST_CASE("for a screen no line is wider than that, and what is cut off is told") {
  Table table;
  table.add({"NAME", "MESSAGE"});
  table.add({"a", "名前 of all"});
  table.add({"longer than the screen", "b"});
  table.add({"b", ""});
  CHECK(table.text({.columns = 12}) == "NAME\na\nlonger than…\nb\n");
  Table narrow;
  narrow.add({"NAME", "MESSAGE"});
  narrow.add({"a", "名前 of all"});
  CHECK(narrow.text({.columns = 12}) == "NAME  MESSA…\na     名前 …\n");
  CHECK(narrow.text({.columns = 17}) == narrow.text());
}

TEST_CASE("a cell has the colour of what it means, where there are colours, and takes no more room") {
  Table table;
  table.add({"a", "failed", "x"});
  table.mark(1, Meaning::bad);
  table.add({"b", "on its way", "y"});
  CHECK(table.text({.colours = Colours::on}) == "a  \033[31mfailed\033[0m      x\nb  on its way  y\n");
  CHECK(table.text() == "a  failed      x\nb  on its way  y\n");
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
