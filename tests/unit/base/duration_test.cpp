#include "core/base/duration.h"

#include "catch.h"

using aictl::duration;

TEST_CASE("a duration is a number with a unit, in seconds") {
  CHECK(duration("90s") == 90);
  CHECK(duration("12h") == 43200);
  CHECK(duration("1d") == 86400);
  CHECK(duration("2w") == 1209600);
  CHECK(duration("5m") == 300);
  CHECK(duration("500ms") == 0.5);
  CHECK(duration("1.5h") == 5400);
}

TEST_CASE("a duration may have several parts") {
  CHECK(duration("1h30m") == 5400);
  CHECK(duration("1d12h30m15s250ms") == 86400 + 12 * 3600 + 30 * 60 + 15.25);
}

TEST_CASE("a bare number is a number of seconds") {
  CHECK(duration("600") == 600);
  CHECK(duration("0") == 0);
  CHECK(duration("0.5") == 0.5);
}

TEST_CASE("a bare number is told with the unit that it has") {
  CHECK(aictl::withUnit("600") == "600s");
  CHECK(aictl::withUnit("0.5") == "0.5s");
  CHECK(aictl::withUnit("1h30m") == "1h30m");
}

TEST_CASE("what is no duration has no seconds") {
  for (const auto* text :
       {"", "s", "-5m", "+5m", "5 m", "5min", "1h30", "5M", "inf", "nans", "1e3", "1e3s", "1..5s", "."}) {
    INFO(text);
    CHECK_FALSE(duration(text).has_value());
  }
}

TEST_CASE("a duration beyond Go's 292 years is none") {
  CHECK(duration("106751d").has_value());
  CHECK_FALSE(duration("106752d").has_value());
  CHECK_FALSE(duration(std::string(400, '9') + "s").has_value());
}
