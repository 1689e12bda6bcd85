// Texts that are no YAML that we read: said with the place, exit code 2, nothing sent.

#include "shell/refused.h"

using aictl::test::checkRefused;
using aictl::test::Outcome;
using aictl::test::Workspace;

namespace {

std::string repeated(std::string_view text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) result += text;
  return result;
}

}  // namespace

TEST_CASE("a tab in the indentation is told with its place") {
  checkRefused("stack: s\ntrain:\n\ta: {image: x}\n",
               "aictl.yaml:3:1: a tab in the indentation; indent with spaces\n");
}

TEST_CASE("bytes that are no UTF-8 are told with their place") {
  checkRefused("stack: s\ntrain: {a: {image: \"\xff\"}}\n",
               "aictl.yaml:2:21: byte 0xFF is not valid UTF-8; save the file as UTF-8\n");
}

TEST_CASE("a byte order mark is told") {
  checkRefused("\xef\xbb\xbfstack: s\n",
               "aictl.yaml:1:1: the text begins with a byte order mark; expected UTF-8 without one; save the "
               "file as UTF-8 without a byte order mark\n");
}

TEST_CASE("a text of 16-bit characters is told") {
  checkRefused(std::string("\xff\xfes\0t\0", 6),
               "aictl.yaml:1:1: the text is UTF-16 or UTF-32; expected UTF-8; save the file as UTF-8\n");
}

TEST_CASE("a control character is told with its place") {
  checkRefused(
      "stack: s\ntrain: {a: {image: \x01}}\n",
      "aictl.yaml:2:20: control character U+0001; remove it, or write it as an escape in double quotes\n");
}

TEST_CASE("a document that is cut off is told at what was never closed") {
  checkRefused("stack: s\ntrain: {a: {image: \"x",
               "aictl.yaml:2:20: this quote is never closed; close it; the text may be cut off\n");
  checkRefused("stack: s\ntrain: {a: {image: x",
               "aictl.yaml:2:12: '{' is never closed; close it with '}'; the text may be cut off\n");
}

TEST_CASE("a key that stands twice in a map is told with both places") {
  checkRefused(
      "stack: s\ntrain: {a: {image: x, image: y}}\n",
      "aictl.yaml:2:23: key 'image' stands in this map a second time; the first is at line 2, column 13; "
      "remove one of them\n");
}

TEST_CASE("an entry, and a section, that stands twice is told with both places") {
  checkRefused("stack: s\ntrain:\n  a: {image: x}\n  a: {image: y}\n",
               "aictl.yaml:4:3: key 'a' stands in this map a second time; the first is at line 3, column 3; "
               "remove one of them\n");
  checkRefused(
      "stack: s\ntrain: {a: {image: x}}\ntrain: {b: {image: y}}\n",
      "aictl.yaml:3:1: key 'train' stands in this map a second time; the first is at line 2, column 1; "
      "remove one of them\n");
}

TEST_CASE("a file of 50 MB is refused without being parsed") {
  checkRefused("stack: s\n# " + repeated("x", 50'000'000) + "\n",
               "aictl.yaml: larger than the 10 MiB that are read\n");
}

TEST_CASE("aliases that expand without end are refused at the one that is too many") {
  std::string laughs = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string alias = "*a" + std::to_string(i - 1);
    laughs += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + alias +
              repeated(", " + alias, 9) + "]\n";
  }
  checkRefused(
      laughs,
      "aictl.yaml:6:45: the text has more than 1000000 values with its aliases expanded; split it, or use "
      "fewer aliases\n");
}

TEST_CASE("an alias inside of what it names is refused") {
  checkRefused("stack: s\nvars: &all {again: *all}\n",
               "aictl.yaml:2:20: '*all' stands inside of what '&all' names, so that it contains itself\n");
}

TEST_CASE("lists and maps nested 10,000 deep are refused, closed or not, in flow or block style") {
  const std::string message = ": lists and maps are nested deeper than 200 levels\n";
  checkRefused("stack: s\nvars: {a: " + repeated("[", 10'000) + repeated("]", 10'000) + "}\n",
               "aictl.yaml:2:209" + message);
  checkRefused("stack: s\nvars: {a: " + repeated("[", 10'000) + "\n", "aictl.yaml:2:110" + message);
  checkRefused("stack: s\nvars:\n " + repeated("- ", 10'000) + "a\n", "aictl.yaml:3:400" + message);
}

TEST_CASE("an expression nested 10,000 deep is refused") {
  checkRefused("stack: s\nvars: {a: '${" + repeated("(", 10'000) + "1" + repeated(")", 10'000) + "}'}\n",
               "aictl.yaml:2:314: the expression nests more than 300 deep; what a shell in the container is "
               "to see is written '$${'\n");
}

TEST_CASE("a stack is one document, and a map") {
  checkRefused("stack: s\n---\nstack: t\n",
               "aictl.yaml:3:1: the text has 2 documents; expected one; put each in a file of its own\n");
  checkRefused("- stack: s\n", "aictl.yaml:1:1: a stack is a map, not a list\n");
  checkRefused("stack\n", "aictl.yaml:1:1: a stack is a map, not a string\n");
}

TEST_CASE("a file with nothing in it is no stack") {
  checkRefused("", "aictl.yaml is empty; a stack begins with 'stack: NAME'\n");
  checkRefused("# nothing yet\n", "aictl.yaml is empty; a stack begins with 'stack: NAME'\n");
}

TEST_CASE("a stack file without a name is told, as of a variable that is not set") {
  const Outcome run = Workspace().aictl({"validate", "-f", ""});
  CHECK(run.code == 2);
  CHECK(run.err == "the name of a stack file is empty; see what -f is given\n");
}

TEST_CASE("where there is no stack file, the one that was looked for is named") {
  const Workspace work;
  checkRefused(work, "aictl.yaml: no such file; name a stack file with -f, or write one here\n");
  CHECK(work.aictl({"render", "-f", "other.yaml"}).err == "other.yaml: no such file\n");
  work.write("folder/inside", "");
  CHECK(work.aictl({"render", "-f", "folder"}).err == "folder: it is a folder\n");
}
