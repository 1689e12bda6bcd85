#include <fmt/format.h>

#include "reading.h"

namespace {

std::string times(std::string_view text, std::size_t count) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

}  // namespace

TEST_CASE("a text of 50 MB is refused before it is read") {
  CHECK(fault(times("0123456789", 5'000'000)) ==
        "the text has 47.7 MiB; at most 10.0 MiB are read; split it");
  CHECK(fault("abcde", {.bytes = 4}).find("at most 0.0 MiB are read") != std::string::npos);
}

TEST_CASE("nesting beyond 200 levels is refused, 10,000 levels too, in each of its forms") {
  CHECK(said(times("[", 200) + times("]", 200)).empty());
  const std::string told = ": lists and maps are nested deeper than 200 levels";
  CHECK(fault(times("[", 201) + times("]", 201)) == "1:201" + told);
  CHECK(fault(times("[", 10'000)).ends_with(told));
  CHECK(fault(times("{a: ", 10'000)).ends_with(told));
  CHECK(fault(times("- ", 10'000) + "a") == "1:401" + told);
  CHECK(fault(times("? ", 10'000) + "a").ends_with(told));
  CHECK(fault(times("[a: ", 10'000)).ends_with(told));
  std::string blocks;
  for (std::size_t level = 0; level < 10'000 && blocks.size() < 9'000'000; ++level)
    blocks += std::string(level, ' ') + "a:\n";
  CHECK(fault(blocks) == "201:201" + told);
}

TEST_CASE("a million brackets are refused without much memory") {
  CHECK(fault(times("[", 9'000'000)).find("the text has more than 1000000 values") != std::string::npos);
  CHECK(fault("[" + times(",", 9'000'000)).find("the text has more than 1000000 values") !=
        std::string::npos);
  CHECK(fault(times("\"\"", 4'500'000)).find("the text has more than 1000000 values") != std::string::npos);
}

TEST_CASE("aliases that expand without end (billion laughs) are refused") {
  std::string text = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n";
  for (int i = 1; i < 12; ++i) {
    text += fmt::format(
        "a{0}: &a{0} [*a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}]\n", i, i - 1);
  }
  CHECK(fault(text) ==
        "6:45: the text has more than 1000000 values with its aliases expanded; split it, or use fewer "
        "aliases");
}

TEST_CASE("merge keys that double a map again and again are refused") {
  std::string text = "a0: &a0 {k: 1}\n";
  for (int i = 1; i < 40; ++i)
    text += fmt::format("a{0}: &a{0} {{x: *a{1}, y: *a{1}, <<: *a{1}}}\n", i, i - 1);
  CHECK(fault(text).find("with its aliases expanded") != std::string::npos);
}

TEST_CASE("aliases that nest deeper and deeper are refused") {
  std::string text = "- &a0 [x]\n";
  for (int i = 1; i < 1000; ++i) text += fmt::format("- &a{} [*a{}]\n", i, i - 1);
  CHECK(fault(text).find("with its aliases expanded, the text is nested deeper than 200 levels") !=
        std::string::npos);
}

TEST_CASE("more values than the bound are refused") {
  CHECK(said("[1, 2, 3]", {.values = 4}).empty());
  CHECK(fault("[1, 2, 3, 4]", {.values = 4}).find("more than 4 values") != std::string::npos);
}

TEST_CASE("texts that make slow readers slow are read in the time of any other") {
  CHECK(document("[" + times("é,", 100'000) + "]").size() == 100'000);
  CHECK(document(times("-\n", 100'000)).size() == 100'000);
  CHECK(document(times("-\n# c\n", 50'000)).size() == 50'000);
  CHECK(document("{é: [" + times("null, ", 100'000) + "]}").size() == 1);
  CHECK(document("[" + times("{a}\n,", 100'000) + "]").size() == 100'000);
  CHECK(document(times("- ? a\n", 100'000)).size() == 100'000);
  std::string keys;
  for (int i = 0; i < 50'000; ++i) keys += "k" + std::to_string(i) + ": \n";
  CHECK(document(keys).size() == 50'000);
  aictl::Findings findings;
  CHECK(aictl::yaml::read(times("---\n", 100'000), 1, findings).size() == 100'000);
  CHECK(findings.empty());
}
