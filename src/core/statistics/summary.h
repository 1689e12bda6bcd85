#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace aictl::statistics {

/// A percentile that is reported, and how many samples it takes: ten have to lie beyond it (but for the
/// median). With fewer it would be the luck of one sample.
struct Percentile {
  std::string_view name;
  double fraction;
  std::uint64_t samplesNeeded;
};

inline constexpr std::array<Percentile, 6> percentiles{{{"p50", 0.5, 1},
                                                        {"p90", 0.9, 100},
                                                        {"p95", 0.95, 200},
                                                        {"p99", 0.99, 1'000},
                                                        {"p99.9", 0.999, 10'000},
                                                        {"p99.99", 0.9999, 100'000}}};

/// What a series of samples comes to, in the samples' unit. All is 0 and no percentile is there where there
/// are no samples.
struct Summary {
  std::uint64_t count = 0;
  double minimum = 0;
  double maximum = 0;
  double mean = 0;
  double standardDeviation = 0;  ///< of the population that the samples are from (n - 1); 0 for one sample
  /// In the order of `percentiles`; none where there are fewer samples than it needs.
  std::array<std::optional<double>, percentiles.size()> percentile;

  /// The percentile of this name, as `p99.9`; none where it is not there.
  std::optional<double> at(std::string_view name) const;
  /// The same of samples that are each multiplied by this (a unit, or the half of a round trip).
  Summary scaled(double factor) const;
};

/// Exact: each percentile is the sample at its nearest rank, ceil(fraction × count).
Summary summarize(std::vector<double> samples);

/// The middle sample, or the mean of the two in the middle; 0 where there are none.
double median(std::vector<double> samples);

}  // namespace aictl::statistics
