#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <vector>

#include "core/statistics/summary.h"

namespace aictl::statistics {

/// Samples of a measurement that may run for as long as it likes: whole numbers (nanoseconds), counted in
/// buckets. Minimum, maximum, mean and standard deviation are exact; so is everything about samples below
/// 2048, and above a percentile is at most 1/1024 too high. Recording takes no memory and a few nanoseconds.
class Histogram {
 public:
  /// So many samples had these values, both ends included.
  struct Bucket {
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    std::uint64_t count = 0;
    friend bool operator==(const Bucket&, const Bucket&) = default;
  };

  Histogram() : counts_(bucketCount) {}

  void record(std::uint64_t sample) {
    ++counts_[indexOf(sample)];
    if (count_++ == 0) origin_ = static_cast<double>(sample);
    minimum_ = std::min(minimum_, sample);
    maximum_ = std::max(maximum_, sample);
    const double distance = static_cast<double>(sample) - origin_;
    sum_ += distance;
    squares_ += distance * distance;
  }

  /// Takes the samples of another in.
  void add(const Histogram& other);

  std::uint64_t count() const { return count_; }
  Summary summary() const;
  /// Those with samples in them, from the lowest on.
  std::vector<Bucket> buckets() const;

 private:
  // Values of `precision` bits have a bucket each; each further bit doubles the width of the buckets.
  static constexpr unsigned precision = 11;
  static constexpr unsigned half = precision - 1;
  static constexpr std::size_t bucketCount = ((64U - precision) << half) + (1U << precision);

  static std::size_t indexOf(std::uint64_t sample) {
    const unsigned bits = std::max<unsigned>(static_cast<unsigned>(std::bit_width(sample)), precision);
    const unsigned shift = bits - precision;
    return (static_cast<std::size_t>(shift) << half) + (sample >> shift);
  }
  static Bucket bucketAt(std::size_t index);

  std::uint64_t atRank(std::uint64_t rank) const;

  std::vector<std::uint64_t> counts_;
  std::uint64_t count_ = 0;
  std::uint64_t minimum_ = UINT64_MAX;
  std::uint64_t maximum_ = 0;
  // Sums of distances from the first sample: sums of the samples themselves would lose the small differences
  // of large numbers.
  double origin_ = 0;
  double sum_ = 0;
  double squares_ = 0;
};

}  // namespace aictl::statistics
