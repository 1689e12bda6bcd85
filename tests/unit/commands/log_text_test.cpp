#include "commands/cluster/log_text.h"

#include <set>

#include "catch.h"

using aictl::commands::Colours;
using aictl::commands::logText;

TEST_CASE("a line of a log stands behind its pod") {
  CHECK(logText("a-x7", "step 1", Colours::off) == "a-x7 | step 1\n");
}

TEST_CASE("with colours the pod is in its own, and the line in none") {
  const std::string text = logText("a-x7", "step 1", Colours::on);
  CHECK(text.starts_with("\033["));
  CHECK(text.ends_with("ma-x7 |\033[0m step 1\n"));
}

TEST_CASE("the colour of a pod is the same for all its lines, and those of the pods of a run differ") {
  const auto colour = [](const std::string& pod) { return logText(pod, "", Colours::on).substr(0, 5); };
  CHECK(colour("a-worker-0") == colour("a-worker-0"));
  std::set<std::string> seen;
  for (int i = 0; i < 8; ++i) seen.insert(colour("a-worker-" + std::to_string(i)));
  CHECK(seen.size() >= 5);
  CHECK_FALSE(seen.contains("\033[31m"));
}
