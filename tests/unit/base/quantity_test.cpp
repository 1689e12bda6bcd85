#include "core/base/quantity.h"

#include "catch.h"

using aictl::quantity;
using aictl::quantityMeant;

TEST_CASE("a quantity is a decimal number with a decimal or binary suffix") {
  CHECK(quantity("2") == 2);
  CHECK(quantity("100Gi") == 100.0 * 1024 * 1024 * 1024);
  CHECK(quantity("500m") == 0.5);
  CHECK(quantity("16G") == 16e9);
  CHECK(quantity("1k") == 1000);
  CHECK(*quantity("3n") == Approx(3e-9));
  CHECK(*quantity("3u") == Approx(3e-6));
  CHECK(quantity("1Ei") == 0x1p60);
}

TEST_CASE("a quantity may have a sign, and a point at either end of its digits") {
  CHECK(quantity("-2") == -2);
  CHECK(quantity("+2") == 2);
  CHECK(quantity(".5") == 0.5);
  CHECK(quantity("5.") == 5);
  CHECK(quantity("5.Gi") == 5.0 * 1024 * 1024 * 1024);
  CHECK(quantity("1.5Mi") == 1.5 * 1024 * 1024);
}

TEST_CASE("a quantity may have a decimal exponent, and E without digits is exa") {
  CHECK(quantity("1e3") == 1000);
  CHECK(quantity("1E3") == 1000);
  CHECK(quantity("1.5e+2") == 150);
  CHECK(quantity("15e-1") == 1.5);
  CHECK(quantity("1E") == 1e18);
  CHECK(quantity("5.e3") == 5000);
}

TEST_CASE("a quantity beyond 2^63 is capped as Kubernetes caps it, and one below all precision is 0") {
  CHECK(quantity("16E") == 0x1p63);
  CHECK(quantity("1e999999") == 0x1p63);
  CHECK(quantity("-1e999999") == -0x1p63);
  CHECK(quantity("1e-999999") == 0);
}

TEST_CASE("what is no quantity has no number") {
  for (const auto* text : {"",   " ",    "16GB", "16 Gi", "Gi",  ".",   "-",   "+-2",   "1e",   "1e+",
                           "1K", "16gi", "0x10", "1.2.3", "1,5", "inf", "nan", "1e3Gi", "1Gi2", "²"}) {
    INFO(text);
    CHECK_FALSE(quantity(text).has_value());
  }
}

TEST_CASE("what the author of a wrong quantity meant is found") {
  CHECK(quantityMeant("16GB") == "16G");
  CHECK(quantityMeant("16gb") == "16G");
  CHECK(quantityMeant("16GiB") == "16Gi");
  CHECK(quantityMeant("16gi") == "16Gi");
  CHECK(quantityMeant("16 Gi") == "16Gi");
  CHECK(quantityMeant("64K") == "64k");
  CHECK(quantityMeant("512MB") == "512M");
  CHECK(quantityMeant("1,5Gi") == "1.5Gi");
  CHECK(quantityMeant("100 bytes") == "100");
}

TEST_CASE("nothing is offered for a right quantity or for what is not near one") {
  CHECK(quantityMeant("16Gi").empty());
  CHECK(quantityMeant("much").empty());
  CHECK(quantityMeant("16 apples").empty());
  CHECK(quantityMeant("").empty());
}
