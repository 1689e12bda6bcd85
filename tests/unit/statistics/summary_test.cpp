#include "core/statistics/summary.h"

#include <algorithm>

#include "catch.h"

using namespace aictl::statistics;

namespace {

/// 1, 2, … count.
std::vector<double> upTo(int count) {
  std::vector<double> samples;
  for (int i = 1; i <= count; ++i) samples.push_back(i);
  return samples;
}

}  // namespace

TEST_CASE("minimum, maximum, mean and standard deviation are those of the samples") {
  const Summary summary = summarize({2, 4, 4, 4, 5, 5, 7, 9});
  CHECK(summary.count == 8);
  CHECK(summary.minimum == 2);
  CHECK(summary.maximum == 9);
  CHECK(summary.mean == 5);
  CHECK(summary.standardDeviation == Approx(2.13808993529939));  // of n - 1: sqrt(32 / 7)
}

TEST_CASE("deviations far below one unit count too") {
  CHECK(summarize({1.1, 1.2, 1.3}).standardDeviation == Approx(0.1));
}

TEST_CASE("a percentile is the sample at its nearest rank, whatever the order of the samples") {
  auto samples = upTo(1000);
  std::ranges::reverse(samples);
  const Summary summary = summarize(samples);
  CHECK(summary.at("p50") == 500);
  CHECK(summary.at("p90") == 900);
  CHECK(summary.at("p95") == 950);
  CHECK(summary.at("p99") == 990);
}

TEST_CASE("a percentile is given only where ten samples lie beyond it") {
  CHECK_FALSE(summarize(upTo(99)).at("p90").has_value());
  CHECK(summarize(upTo(100)).at("p90") == 90);
  CHECK_FALSE(summarize(upTo(9'999)).at("p99.9").has_value());
  CHECK(summarize(upTo(10'000)).at("p99.9") == 9'990);
  CHECK_FALSE(summarize(upTo(99'999)).at("p99.99").has_value());
  CHECK(summarize(upTo(100'000)).at("p99.99") == 99'990);
}

TEST_CASE("the maximum is the largest sample, also where it stands alone") {
  auto samples = upTo(1000);
  samples.push_back(1e6);
  CHECK(summarize(samples).maximum == 1e6);
}

TEST_CASE("one sample is its own summary, none has none") {
  const Summary one = summarize({3});
  CHECK(one.minimum == 3);
  CHECK(one.mean == 3);
  CHECK(one.standardDeviation == 0);
  CHECK(one.at("p50") == 3);
  CHECK(summarize({}).count == 0);
  CHECK_FALSE(summarize({}).at("p50").has_value());
}

TEST_CASE("a summary in another unit is that of the samples in that unit") {
  const Summary halves = summarize(upTo(100)).scaled(0.5);
  CHECK(halves.count == 100);
  CHECK(halves.maximum == 50);
  CHECK(halves.mean == Approx(25.25));
  CHECK(halves.standardDeviation == Approx(summarize(upTo(100)).standardDeviation / 2));
  CHECK(halves.at("p90") == 45);
  CHECK_FALSE(halves.at("p99").has_value());
}

TEST_CASE("the median of an even count lies between the two in the middle") {
  CHECK(median({1, 9, 3}) == 3);
  CHECK(median({4, 1, 2, 9}) == 3);
  CHECK(median({}) == 0);
}
