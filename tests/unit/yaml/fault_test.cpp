#include "reading.h"

using aictl::Value;

TEST_CASE("a key that stands twice is told with the place of the first") {
  CHECK(
      fault("a: 1\nb: 2\na: 3\n") ==
      "3:1: key 'a' stands in this map a second time; the first is at line 1, column 1; remove one of them");
  CHECK(fault("x: {b: 1, \"b\": 2}").starts_with("1:11: key 'b' stands in this map a second time"));
  CHECK(fault("1: a\n\"1\": b\n").starts_with("2:1: key '1' stands in this map a second time"));
}

TEST_CASE("faults that are not of syntax are all told at once") {
  const auto lines = said("a: 1\na: 2\nb: !foo x\nc:\n  d: 1\n  d: 2\n");
  REQUIRE(lines.size() == 3);
  CHECK(lines[0].starts_with("2:1: key 'a'"));
  CHECK(lines[1].starts_with("3:4: the tag !foo"));
  CHECK(lines[2].starts_with("6:3: key 'd'"));
}

TEST_CASE("of very many faults the first hundred are told") {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "a: 1\n";
  CHECK(said(text).size() == 100);
}

TEST_CASE("the documents before a fault are there") {
  aictl::Findings findings;
  CHECK(aictl::yaml::read("a: 1\n---\nb: 1\nb: 2\n---\nc: 3\n", 1, findings) ==
        std::vector<Value>{Value::map({{"a", 1}})});
  CHECK(findings.size() == 1);
}

TEST_CASE("bytes that are not UTF-8 are told with their place") {
  CHECK(fault("a: b\nc: é\xFF\n") == "2:5: byte 0xFF is not valid UTF-8; save the file as UTF-8");
  for (const auto* bytes : {"\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                            "\xF8\x88\x80\x80\x80", "\x80", "\xE2\x82"}) {
    CHECK(fault(std::string("a: ") + bytes).find("is not valid UTF-8") != std::string::npos);
  }
}

TEST_CASE("UTF-16 and byte order marks are told with what to do") {
  CHECK(fault(std::string_view("\xFF\xFE"
                               "a\0",
                               4)) ==
        "1:1: the text is UTF-16 or UTF-32; expected UTF-8; save the file as UTF-8");
  CHECK(fault(std::string_view("a\0:\0", 4)).starts_with("1:2: the text is UTF-16 or UTF-32"));
  CHECK(fault(std::string_view("\0\0\0a", 4)).starts_with("1:1: the text is UTF-16 or UTF-32"));
  CHECK(fault("\xEF\xBB\xBF"
              "a: 1") ==
        "1:1: the text begins with a byte order mark; expected UTF-8 without one; save the file as UTF-8 "
        "without a byte order mark");
  CHECK(fault("a: \xEF\xBB\xBF"
              "b")
            .starts_with("1:4: a byte order mark stands inside the text"));
}

TEST_CASE("control characters are told with their place") {
  CHECK(fault("a: b\x01") ==
        "1:5: control character U+0001; remove it, or write it as an escape in double quotes");
  CHECK(fault(std::string_view("abcdef: b\0", 10)).starts_with("1:10: control character U+0000"));
  CHECK(fault("a: \x7F").starts_with("1:4: control character U+007F"));
  CHECK(fault("a: \u0080").starts_with("1:4: control character U+0080"));
  CHECK(fault("a: \x04").starts_with("1:4: control character U+0004"));  // yaml-cpp's own mark of the end
  CHECK(fault("a: b\rc: d").starts_with("1:5: a carriage return without a line feed"));
}

TEST_CASE("a tab in indentation is told with its place") {
  const std::string told = "2:1: a tab in the indentation; indent with spaces";
  CHECK(fault("a:\n\tb: 1\n") == told);
  CHECK(fault("a:\n\tb\n") == told);
  CHECK(fault("a:\n\t- b\n") == told);
  CHECK(fault("a: |\n\ttext\n") == told);
  CHECK(fault("a:\n\t[b]\n") == told);
  CHECK(fault("a:\n  b: 1\n \tc: 2\n") == "3:2: a tab in the indentation; indent with spaces");
}

TEST_CASE("tabs that indent nothing are no fault") {
  CHECK(document("a:\tb\t# c\n\t\nd: |\n  \te\nf: [\n\tg]\n") ==
        Value::map({{"a", "b"}, {"d", "\te\n"}, {"f", Value::list({"g"})}}));
}

TEST_CASE("a quote that never ends is told where it begins") {
  const std::string told = "1:4: this quote is never closed; close it; the text may be cut off";
  CHECK(fault("a: \"b\nc: d\n") == told);
  CHECK(fault("a: \"b\nc: d") == told);
  CHECK(fault("a: 'b\n") == told);
  CHECK(fault("a: 'b''") == told);
  CHECK(fault("a: \"b\\\"") == told);
  CHECK(fault("a: \"b\\") == told);
  CHECK(fault("a: &x !!str 'b\n").starts_with("1:13: this quote"));
  CHECK(fault("a: [b, 'c\n]\n").starts_with("1:8: this quote"));
  CHECK(fault("'a: b\n").starts_with("1:1: this quote"));
  CHECK(fault("a: \"b\n---\nc: d\n") == told);
  CHECK(fault("a: \"b\n...\n") == told);
}

TEST_CASE("a quote that is closed too late is told with where it began") {
  CHECK(fault("a: \"b\nc: \"d\"\n") ==
        "2:5: unexpected 'd\"' after a quoted text; the quoted text before it begins at line 1, column 4: is "
        "its closing quote missing?");
}

TEST_CASE("a document that is cut off in brackets is told at the bracket") {
  CHECK(fault("a: [b, {c: d\n") == "1:8: '{' is never closed; close it with '}'; the text may be cut off");
  CHECK(fault("a: [b, c").starts_with("1:4: '[' is never closed"));
  CHECK(fault("a: [b, c,\n# comment\n\n").starts_with("1:4: '[' is never closed"));
  CHECK(fault("{\"a\": 1,").starts_with("1:1: '{' is never closed"));
}

TEST_CASE("a document that is cut off in a key is told") {
  CHECK(fault("a: 1\nrepl") ==
        "2:1: expected ': ' after 'repl'; write 'key: value'; the text may be cut off");
  CHECK(fault("a:\n  b: 1\n  repl\n").starts_with("3:3: expected ': ' after 'repl'"));
  CHECK(fault("a: 1\nb:2\n  c\n").starts_with("2:1: expected ': ' after 'b:2 c'; put a space after the ':'"));
}

TEST_CASE("a space that is missing after a colon or dash is told") {
  CHECK(fault("a: 1\nb:2\nc: 3\n") == "2:1: expected 'key: value'; found 'b:2'; put a space after the ':'");
  CHECK(fault("a: {b:1, c: 2}\n") ==
        "1:5: expected ': ' after 'b:1'; put a space after the ':', or quote the text");
  CHECK(fault("x:\n- a\n-b\n") ==
        "3:1: expected ': ' after '-b'; put a space after the '-', or write 'key: value'");
}

TEST_CASE("a line without a key before others is told") {
  CHECK(fault("a\nb: c\n") ==
        "1:1: expected 'key: value'; found 'a'; put ': ' after the key; indent the line if it goes on the "
        "text above");
}

TEST_CASE("a second colon on a line is told with what to do") {
  CHECK(fault("a: b: c\n") == "1:5: a second ': ' on one line; quote the value if ': ' is part of it");
  CHECK(fault("a: b:\n").starts_with("1:5: a second ': ' on one line"));
  CHECK(fault("a: 'b': c\n").starts_with("1:7: a second ': ' on one line"));
}

TEST_CASE("indentation that fits nothing is told") {
  CHECK(fault("a:\n    b: 1\n  c: 2\n") ==
        "3:3: the indentation of 'c: 2' fits no line above it; indent it like the lines that it belongs to");
  CHECK(fault("a: 1\n  b: 2\n") ==
        "2:4: this key stands below a value that is complete, and is indented deeper; indent it like the key "
        "above; quote the text if it goes on the text above");
  CHECK(fault("a:\n  - b\n - c\n").starts_with("3:2: the indentation of '- c' fits no line above it"));
}

TEST_CASE("a list in the line of its key, or in its map, is told") {
  CHECK(fault("a: - b\n").starts_with("1:4: a list cannot begin here; begin it on the next line"));
  CHECK(fault("a: 1\n- b\n") ==
        "2:1: expected 'key: value'; found a list item; indent the list below its key");
  CHECK(fault("a: [- b]\n").starts_with("1:5: '- ' does not begin an item in brackets"));
}

TEST_CASE("brackets that do not match are told") {
  CHECK(fault("a: ]\n") == "1:4: ']' closes nothing; remove it; quote the text if it is part of it");
  CHECK(fault("a: [b}\n") == "1:6: '}' cannot close the '[' at line 1, column 4; close it with ']'");
  CHECK(fault("a: {b: 1\nc: 2\n") ==
        "2:2: expected ',' or '}' for the '{' at line 1, column 4; found ': 2'; separate with ','; quote a "
        "text that has one of '[]{},?' or ': ' in it");
  CHECK(fault("a: [b] c\n") == "1:8: unexpected 'c' after the value; quote the value as a whole");
  CHECK(fault("a: [b, , c]\n") == "1:8: an item is missing before ','; remove the ',' or write null");
}

TEST_CASE("text after a value or document is told") {
  CHECK(fault("a: \"b\" c\n") == "1:8: unexpected 'c' after the value; quote the value as a whole");
  CHECK(fault("[a] b\n") ==
        "1:5: the document is complete before this text; quote the value if this belongs to it; a next "
        "document begins with '---'");
  CHECK(fault("- a\nb: c\n").starts_with("2:1: the document is complete before this text"));
  CHECK(fault("a: 1\n... b\n").starts_with("2:5: the document is complete before this text"));
}

TEST_CASE("a text that begins with a reserved character is told to be quoted") {
  CHECK(fault("a: @b\n") == "1:4: a text cannot begin with '@'; quote the text");
  CHECK(fault("a: `b`\n") == "1:4: a text cannot begin with '`'; quote the text");
  CHECK(fault("a: %b\n") == "1:4: a text cannot begin with '%'; quote the text");
  CHECK(fault("a: [b?c]\n") == "1:6: '?' in a text between brackets; quote the text");
  CHECK(fault("a: *.example.com\n") ==
        "1:4: no anchor is there for '*.example.com'; define it before with '&'; quote the text if '*' is "
        "part of it");
  CHECK(fault("a: *\n").starts_with("1:4: '*' begins the name of an anchor, but no name follows"));
  CHECK(fault("a: |b\n").starts_with("1:5: text follows '|' or '>' on its line"));
}

TEST_CASE("escapes that are none are told at their backslash") {
  CHECK(fault(R"(a: "b\qc")") ==
        R"(1:6: the escape '\q' is not known; write \\ for a backslash, or use single quotes)");
  CHECK(fault(R"(a: "\ud83d\ude00")").find("an escape stands for no character") != std::string::npos);
  CHECK(fault(R"(a: "\xZZ")").find("no hexadecimal digit") != std::string::npos);
}

TEST_CASE("a list or map as a key is told once") {
  CHECK(fault("? [a]\n: b\n") ==
        "1:3: a list stands where a key is expected; a key has to be text; quote it if it is meant as text");
  CHECK(fault("{{ name }}: b\n").starts_with("1:1: a map stands where a key is expected"));
  CHECK(fault("a: &x [1]\n*x : b\n").starts_with("2:1: '*x' is a list; a key has to be text"));
}

TEST_CASE("a key that is missing is told") {
  CHECK(fault(": b\n") == "1:1: a key is missing here; write the key, or remove what stands in its place");
  CHECK(fault("a: {: b}\n").starts_with("1:5: a key is missing here"));
  CHECK(fault("a: {,}\n").find("a key is missing here") != std::string::npos);
}

TEST_CASE("a key of several lines, or of more than 1024 bytes, is told") {
  CHECK(fault("\"a\n  b\": c\n").starts_with("2:5: a quoted text of several lines cannot be a key"));
  CHECK(fault(std::string(1100, 'k') + ": v\n").starts_with("1:1101: a key is longer than 1024 bytes"));
  CHECK(document("? " + std::string(1100, 'k') + "\n: v\n").size() == 1);
}

TEST_CASE("tags that do not fit or are not known are told") {
  CHECK(fault("a: !!int x\n") == "1:4: the tag !!int does not fit 'x'; remove the tag, or correct the value");
  CHECK(fault("a: !!bool 1\n").starts_with("1:4: the tag !!bool does not fit '1'"));
  for (const auto* text :
       {"a: !local b", "a: !!binary aGk=", "a: !!set {b}", "a: !!map b", "a: !!str [b]", "a: !!seq {b: c}"}) {
    INFO(text);
    CHECK(fault(text).find("does not fit here; known are !!str") != std::string::npos);
  }
}

TEST_CASE("an alias inside of what it names is told, as is one that names nothing") {
  CHECK(fault("a: &x [b, *x]\n") ==
        "1:11: '*x' stands inside of what '&x' names, so that it contains itself");
  CHECK(fault("a: &x {b: *x}\n").starts_with("1:11: '*x' stands inside"));
  CHECK(fault("&x a: *y\n").starts_with("1:7: no anchor is there for '*y'"));
  CHECK(fault("&x a: b\n---\nc: *x\n").starts_with("3:4: no anchor is there for '*x'"));
  CHECK(fault("a: &x b\n*x: c\n") ==
        "2:1: no anchor is there for '*x:'; put a space before the ':' after it");
}

TEST_CASE("a merge key that names no map is told") {
  CHECK(fault("<<: a\n") ==
        "1:5: '<<' takes in maps; found string; name a map, or a list of maps; quote the key if it is "
        "meant as text");
  CHECK(fault("<<: [{a: 1}, 2]\n").starts_with("1:14: '<<' takes in maps; found integer"));
  CHECK(fault("<<: {a: 1}\n<<: {b: 1}\n").starts_with("2:1: '<<' stands in this map a second time"));
}

TEST_CASE("a directive without its document is told") {
  CHECK(fault("%YAML 1.2\na: 1\n").starts_with("2:1: expected '---' after the directive"));
  CHECK(fault("%TAG ! x\n").find("no document follows the directive") != std::string::npos);
  CHECK(fault("%YAML 2.0\n---\na\n").find("this YAML version is not known; expected 1.2") !=
        std::string::npos);
}
