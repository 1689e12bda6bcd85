#include "core/base/display_width.h"

#include "catch.h"

using namespace aictl;

TEST_CASE("a character of CJK takes two columns, a combining one none") {
  CHECK(displayWidth("") == 0);
  CHECK(displayWidth("train/a") == 7);
  CHECK(displayWidth("训练") == 4);
  CHECK(displayWidth("e\u0301") == 1);
}

TEST_CASE("bytes that are no UTF-8 take a column each") { CHECK(displayWidth("a\xff\xc3") == 3); }

TEST_CASE("the first characters of a text are whole ones") {
  CHECK(firstCharacters("训练a", 1) == "训");
  CHECK(firstCharacters("训练a", 9) == "训练a");
  CHECK(firstCharacters("\xff"
                        "ab",
                        2) ==
        "\xff"
        "a");
}
