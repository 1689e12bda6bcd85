#include "core/base/number_text.h"

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <random>

#include "catch.h"

using aictl::numberText;

TEST_CASE("the text of a number is that of JavaScript") {
  CHECK(numberText(0.0) == "0");
  CHECK(numberText(-0.0) == "0");
  CHECK(numberText(1.1) == "1.1");
  CHECK(numberText(-1234.5) == "-1234.5");
  CHECK(numberText(100) == "100");
  CHECK(numberText(0.1 + 0.2) == "0.30000000000000004");
  CHECK(numberText(123456789012345680.0) == "123456789012345680");
  CHECK(numberText(1e20) == "100000000000000000000");
  CHECK(numberText(1e21) == "1e+21");
  CHECK(numberText(-1.5e300) == "-1.5e+300");
  CHECK(numberText(0.000001) == "0.000001");
  CHECK(numberText(1.5e-7) == "1.5e-7");
  CHECK(numberText(std::numeric_limits<double>::denorm_min()) == "5e-324");
  CHECK(numberText(std::numeric_limits<double>::max()) == "1.7976931348623157e+308");
}

TEST_CASE("what is no number, and what is infinite, is named as JavaScript names it") {
  CHECK(numberText(std::numeric_limits<double>::quiet_NaN()) == "NaN");
  CHECK(numberText(-std::numeric_limits<double>::infinity()) == "-Infinity");
}

TEST_CASE("each number reads back from its text as it was") {
  std::mt19937_64 random(1);
  for (int i = 0; i < 20'000; ++i) {
    const std::uint64_t bits = random();
    double number = 0;
    std::memcpy(&number, &bits, sizeof number);
    if (number - number != 0) continue;  // not finite
    INFO(numberText(number));
    REQUIRE(std::strtod(numberText(number).c_str(), nullptr) == number);
  }
}
