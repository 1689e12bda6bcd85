#include "commands/live_text.h"

#include "catch.h"

using aictl::commands::LiveText;
using aictl::commands::Screen;

TEST_CASE("a text is drawn, and the next one over it: up, each line to its end, nothing left below") {
  LiveText live;
  CHECK(live.show("one\ntwo\n", {}) == "one\033[K\ntwo\033[K\n\033[J");
  CHECK(live.show("one\n", {}) == "\033[2A\rone\033[K\n\033[J");
  CHECK(live.show("one\nthree\n", {}) == "\033[1A\rone\033[K\nthree\033[K\n\033[J");
}

TEST_CASE("a text that is shown already is not drawn again") {
  LiveText live;
  CHECK_FALSE(live.show("one\n", {}).empty());
  CHECK(live.show("one\n", {}).empty());
}

TEST_CASE("lines are cut at the width of the screen, wide characters not in half") {
  LiveText live;
  CHECK(live.show("abcdef\n", {.columns = 4}) == "abcd\033[K\n\033[J");
  LiveText wide;
  CHECK(wide.show("a\u6f22\u5b57\n", {.columns = 4}) == "a\u6f22\033[K\n\033[J");
}

TEST_CASE("what is too much for the screen is counted") {
  LiveText live;
  CHECK(live.show("1\n2\n3\n4\n5\n", {.columns = 20, .lines = 4}) ==
        "1\033[K\n2\033[K\n… and 3 more\033[K\n\033[J");
  LiveText exact;
  CHECK(exact.show("1\n2\n3\n", {.columns = 20, .lines = 4}) == "1\033[K\n2\033[K\n3\033[K\n\033[J");
}

TEST_CASE("colours take no room; a line that is cut has none") {
  LiveText live;
  CHECK(live.show("a \033[32mgood\033[0m\n", {.columns = 6}) == "a \033[32mgood\033[0m\033[K\n\033[J");
  CHECK(live.show("a \033[31mfailed\033[0m\n", {.columns = 6}) == "\033[1A\ra fail\033[K\n\033[J");
}

TEST_CASE("lines that a narrower terminal has broken are found where they are now, and erased first") {
  LiveText live;
  live.show("a\u6f22\u5b57b\nc\n", {.columns = 10});
  // In three columns: a漢, 字b, c.
  CHECK(live.show("d\n", {.columns = 3}) == "\033[3A\r\033[Jd\033[K\n\033[J");
}

TEST_CASE("what a wider terminal shows stands where it stood") {
  LiveText live;
  live.show("abcdef\n", {.columns = 4});
  CHECK(live.show("abcdef\n", {.columns = 8}) == "\033[1A\rabcdef\033[K\n\033[J");
}

TEST_CASE("an empty text takes away what stood there") {
  LiveText live;
  live.show("one\ntwo\n", {});
  CHECK(live.show("", {}) == "\033[2A\r\033[J");
  CHECK(live.show("", {}).empty());
}
