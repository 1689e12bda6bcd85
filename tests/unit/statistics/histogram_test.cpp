#include "core/statistics/histogram.h"

#include <limits>
#include <random>

#include "catch.h"

using namespace aictl::statistics;

namespace {

Histogram of(const std::vector<std::uint64_t>& samples) {
  Histogram histogram;
  for (const auto sample : samples) histogram.record(sample);
  return histogram;
}

/// As latencies are: most about 3 µs, some far out.
std::vector<std::uint64_t> latencies(std::size_t count, unsigned seed) {
  std::mt19937_64 random(seed);  // NOLINT(bugprone-random-generator-seed)
  std::lognormal_distribution<double> distribution(8, 0.7);
  std::vector<std::uint64_t> samples(count);
  for (auto& sample : samples) sample = static_cast<std::uint64_t>(distribution(random));
  return samples;
}

void checkSame(const Summary& rough, const Summary& exact) {
  CHECK(rough.count == exact.count);
  CHECK(rough.minimum == exact.minimum);
  CHECK(rough.maximum == exact.maximum);
  CHECK(rough.mean == Approx(exact.mean).epsilon(1e-12));
  CHECK(rough.standardDeviation == Approx(exact.standardDeviation).epsilon(1e-9));
  for (std::size_t i = 0; i < percentiles.size(); ++i) {
    INFO(percentiles.at(i).name);
    REQUIRE(rough.percentile.at(i).has_value() == exact.percentile.at(i).has_value());
    if (!exact.percentile.at(i)) continue;
    CHECK(*rough.percentile.at(i) >= *exact.percentile.at(i));
    CHECK(*rough.percentile.at(i) <= *exact.percentile.at(i) * (1 + 1.0 / 1024));
  }
}

Summary exactly(const std::vector<std::uint64_t>& samples) {
  return summarize(std::vector<double>(samples.begin(), samples.end()));
}

}  // namespace

TEST_CASE("samples below 2048 are counted each by itself") {
  const Histogram histogram = of({0, 1, 1, 2047});
  const std::vector<Histogram::Bucket> expected{{0, 0, 1}, {1, 1, 2}, {2047, 2047, 1}};
  CHECK(histogram.buckets() == expected);
}

TEST_CASE("a bucket holds its samples and is at most 1/1024 of them wide") {
  for (unsigned bit = 11; bit < 64; ++bit) {
    const std::uint64_t power = std::uint64_t{1} << bit;
    for (const std::uint64_t sample : {power, power + power / 3, power + (power - 1)}) {
      const auto buckets = of({sample}).buckets();
      REQUIRE(buckets.size() == 1);
      CHECK(buckets[0].low <= sample);
      CHECK(buckets[0].high >= sample);
      CHECK(buckets[0].high - buckets[0].low <= buckets[0].low / 1024);
    }
  }
}

TEST_CASE("buckets follow each other without a gap") {
  std::uint64_t next = 0;
  for (int i = 0; i < 5000; ++i) {
    const auto bucket = of({next}).buckets().at(0);
    REQUIRE(bucket.low == next);
    next = bucket.high + 1;
  }
}

TEST_CASE("its summary is that of the samples, percentiles within 1/1024") {
  const auto samples = latencies(200'000, 1);
  checkSame(of(samples).summary(), exactly(samples));
}

TEST_CASE("samples below 2048 have exact percentiles") {
  std::vector<std::uint64_t> samples;
  for (std::uint64_t i = 1; i <= 1000; ++i) samples.push_back(2 * i);
  const Summary summary = of(samples).summary();
  CHECK(summary.at("p50") == 1000);
  CHECK(summary.at("p99") == 1980);
}

TEST_CASE("small differences of large samples are not lost in the deviation") {
  const std::uint64_t base = 1'000'000'000'000;
  CHECK(of({base + 1, base + 2, base + 3}).summary().standardDeviation == Approx(1));
}

TEST_CASE("two histograms together are the histogram of all samples") {
  const auto first = latencies(20'000, 2);
  auto all = latencies(5'000, 3);
  Histogram histogram = of(all);
  histogram.add(of(first));
  histogram.add(Histogram());
  all.insert(all.end(), first.begin(), first.end());
  checkSame(histogram.summary(), exactly(all));
  CHECK(histogram.buckets() == of(all).buckets());
}

TEST_CASE("the largest number is a sample like others") {
  const Summary summary = of({std::numeric_limits<std::uint64_t>::max()}).summary();
  CHECK(summary.count == 1);
  CHECK(summary.at("p50") == static_cast<double>(std::numeric_limits<std::uint64_t>::max()));
}

TEST_CASE("no samples have no buckets and an empty summary") {
  CHECK(Histogram().buckets().empty());
  CHECK(Histogram().summary().count == 0);
  CHECK(Histogram().summary().minimum == 0);
}
