#include "core/base/time.h"

#include "catch.h"

using namespace aictl;

TEST_CASE("times of RFC 3339 are read with their zone, their fraction left out") {
  CHECK(rfc3339Seconds("1970-01-01T00:01:00Z") == 60);
  CHECK(rfc3339Seconds("2026-11-25T02:04:40.123456Z") == rfc3339Seconds("2026-11-25T02:04:40Z"));
  CHECK(rfc3339Seconds("1970-01-01T01:00:00+01:00") == 0);
}

TEST_CASE("a time is written as RFC 3339 has it, in UTC") {
  CHECK(rfc3339(0) == "1970-01-01T00:00:00Z");
  CHECK(rfc3339(*rfc3339Seconds("2026-11-25T02:04:40Z")) == "2026-11-25T02:04:40Z");
}

TEST_CASE("what is no time gives none") {
  for (const char* text : {"", "yesterday", "2026-11-25", "2026-11-25T02:04:40", "2026-11-25T02:04:40Zx"}) {
    INFO(text);
    CHECK_FALSE(rfc3339Seconds(text));
  }
}

TEST_CASE("an age gets coarser as it grows") {
  constexpr std::int64_t hour = 3600;
  constexpr std::int64_t day = 24 * hour;
  CHECK(ageText(-5) == "0s");
  CHECK(ageText(119) == "119s");
  CHECK(ageText(120) == "2m");
  CHECK(ageText(3 * hour + 25 * 60 + 1) == "3h25m");
  CHECK(ageText(26 * hour) == "26h");
  CHECK(ageText(3 * day) == "3d");
  CHECK(ageText(3 * day + 4 * hour) == "3d4h");
  CHECK(ageText(40 * day) == "40d");
  CHECK(ageText(800 * day) == "2y");
}
