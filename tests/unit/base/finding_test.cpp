#include "core/base/finding.h"

#include "catch.h"

using namespace aictl;

namespace {

struct Said {
  Sources sources;
  std::string operator()(Finding finding) const { return text(finding, sources); }
};

}  // namespace

TEST_CASE("a finding says its place, its entry, what was found, what was seen, and what to do") {
  Said said;
  const auto file = said.sources.add("aictl.yaml");
  CHECK(said({.message = "unknown key 'gpu'",
              .origin = {14, 7, file},
              .entry = "train/resnet50",
              .remedy = "did you mean 'gpus'?"}) ==
        "aictl.yaml:14:7: train/resnet50: unknown key 'gpu'; did you mean 'gpus'?");
  CHECK(said({.message = "no answer", .evidence = "3 tries"}) == "no answer (3 tries)");
  CHECK(said({.message = "is empty", .origin = {0, 0, file}}) == "aictl.yaml: is empty");
}

TEST_CASE("what is no error says what it is") {
  const Said said;
  CHECK(said({.severity = Severity::warning, .message = "old"}) == "warning: old");
  CHECK(said({.severity = Severity::info, .message = "new"}) == "info: new");
}

TEST_CASE("a finding is one line and does nothing to a terminal, whatever its words were taken from") {
  const Said said;
  CHECK(said({.message = "unknown key 'a\nb\tc\x1b[31m\x7f\r'"}) ==
        "unknown key 'a\\nb\\tc\\x1b[31m\\x7f\\x0d'");
  CHECK(said({.message = std::string("nul \0 inside", 12)}) == "nul \\x00 inside");
  CHECK(said({.message = "漢字 é"}) == "漢字 é");
}

TEST_CASE("findings are put in the order of their places; equal places keep their order") {
  Findings findings{{.message = "c", .origin = {2, 1, 1}},
                    {.message = "d", .origin = {1, 1, 2}},
                    {.message = "a", .origin = {1, 9, 1}},
                    {.message = "b", .origin = {1, 9, 1}},
                    {.message = "first", .origin = {}}};
  sortByPlace(findings);
  std::string order;
  for (const auto& finding : findings) order += finding.message + " ";
  CHECK(order == "first a b c d ");
}

TEST_CASE("only errors are errors") {
  CHECK_FALSE(hasErrors({}));
  CHECK_FALSE(hasErrors({{.severity = Severity::warning}, {.severity = Severity::info}}));
  CHECK(hasErrors({{.severity = Severity::warning}, {.severity = Severity::error}}));
}

TEST_CASE("findings are put behind others") {
  Findings findings{{.message = "a"}};
  append(findings, {{.message = "b"}, {.message = "c"}});
  REQUIRE(findings.size() == 3);
  CHECK(findings.back().message == "c");
}

TEST_CASE("a severity has a name, and is found by it") {
  for (const auto one : {Severity::info, Severity::warning, Severity::error})
    CHECK(severity(name(one)) == one);
  CHECK_FALSE(severity("fatal"));
  CHECK_FALSE(severity(""));
}

TEST_CASE("places are told as far as they are known") {
  Sources sources;
  const auto file = sources.add("f", "one\ntwo\r\nthree");
  CHECK(sources.place({2, 3, file}) == "f:2:3");
  CHECK(sources.place({2, 0, file}) == "f:2");
  CHECK(sources.place({0, 0, file}) == "f");
  CHECK(sources.place({}) == "");
  CHECK(sources.place({1, 1, 99}) == "");
  CHECK(sources.line({1, 1, file}) == "one");
  CHECK(sources.line({2, 1, file}) == "two");
  CHECK(sources.line({3, 1, file}) == "three");
  CHECK(sources.line({4, 1, file}) == "");
  CHECK(sources.line({0, 0, file}) == "");
}
