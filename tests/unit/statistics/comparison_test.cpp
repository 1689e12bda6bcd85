#include "core/statistics/comparison.h"

#include <algorithm>
#include <random>

#include "catch.h"

using namespace aictl::statistics;

TEST_CASE("the interval of a median lies between the samples that the binomial distribution says") {
  // n = 10: outside of ranks 2 and 9 is 2 × (1 + 10) / 1024.
  const auto ten = medianInterval({10, 1, 9, 2, 8, 3, 7, 4, 6, 5});
  REQUIRE(ten.has_value());
  CHECK(ten->low == 2);
  CHECK(ten->high == 9);
  CHECK(ten->confidence == Approx(1 - 22.0 / 1024));
}

TEST_CASE("few samples give all their range, and the confidence that it has") {
  const auto five = medianInterval({1, 2, 3, 4, 5});
  REQUIRE(five.has_value());
  CHECK(five->low == 1);
  CHECK(five->high == 5);
  CHECK(five->confidence == Approx(0.9375));
  CHECK_FALSE(medianInterval({1}).has_value());
  CHECK_FALSE(medianInterval({}).has_value());
}

TEST_CASE("an interval holds the true median as often as it says, and more often than 90 in 100") {
  std::mt19937_64 random(7);  // NOLINT(bugprone-random-generator-seed)
  std::exponential_distribution<double> distribution(1);
  int holding = 0;
  for (int trial = 0; trial < 1000; ++trial) {
    std::vector<double> samples(25);
    for (double& sample : samples) sample = distribution(random);
    const auto interval = medianInterval(samples);
    if (interval->low <= std::log(2.0) && std::log(2.0) <= interval->high) ++holding;
  }
  CHECK(holding > 930);
  CHECK(holding < 995);
}

TEST_CASE("many samples narrow the interval") {
  std::vector<double> samples;
  for (int i = 0; i < 10'001; ++i) samples.push_back(i);
  const auto interval = medianInterval(samples);
  CHECK(interval->high - interval->low < 250);  // about 1.96 × sqrt(n)
  CHECK(interval->confidence >= 0.95);
}

TEST_CASE("a figure beyond the noise is better or worse, as its kind has it") {
  const std::vector<double> low{10.0, 10.1, 9.9, 10.0, 10.1};
  const std::vector<double> high{12.0, 12.1, 11.9, 12.2, 12.0};
  CHECK(compare(low, high, Better::lower).change == Change::worse);
  CHECK(compare(low, high, Better::higher).change == Change::better);
  CHECK(compare(high, low, Better::lower).change == Change::better);
  CHECK(compare(high, low, Better::higher).change == Change::worse);
}

TEST_CASE("a difference within twice the spread of either series is none") {
  CHECK(compare({10, 12, 9, 11, 10}, {11, 13, 10, 12, 11}, Better::lower).change == Change::none);
  CHECK(compare({10, 10, 10, 10, 10}, {15, 8, 40, 11, 9}, Better::lower).change == Change::none);
}

TEST_CASE("a difference below one in a hundred is none, even of series without any spread") {
  CHECK(compare({1000, 1000, 1000}, {1009, 1009, 1009}, Better::lower).change == Change::none);
  CHECK(compare({1000, 1000, 1000}, {1011, 1011, 1011}, Better::lower).change == Change::worse);
}

TEST_CASE("series that overlap do not differ") {
  const Comparison comparison = compare({10, 10, 10, 10, 14}, {13, 13, 13, 13, 13}, Better::lower);
  CHECK(comparison.change == Change::none);
}

TEST_CASE("too few repeats cannot tell") {
  CHECK(compare({10}, {20}, Better::lower).change == Change::unknown);
  CHECK(compare({10, 10, 10}, {20, 20}, Better::lower).change == Change::unknown);
  CHECK(name(Change::unknown) == "unknown");
}

TEST_CASE("repeats of one machine are told to differ in less than 2 of 100 comparisons") {
  std::mt19937_64 random(11);  // NOLINT(bugprone-random-generator-seed)
  std::normal_distribution<double> distribution(100, 5);
  int told = 0;
  for (int trial = 0; trial < 2000; ++trial) {
    std::vector<double> before(5);
    std::vector<double> after(5);
    std::ranges::generate(before, [&] { return distribution(random); });
    std::ranges::generate(after, [&] { return distribution(random); });
    const Change change = compare(before, after, Better::lower).change;
    if (change != Change::none) ++told;
  }
  CHECK(told < 40);
}
