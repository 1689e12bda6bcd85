#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace aictl::statistics {

/// Where a figure lies with this probability.
struct Interval {
  double low = 0;
  double high = 0;
  double confidence = 0;  ///< what was reached, at least what was asked for where the samples carry it
};

/// The interval of the median between two of the samples themselves, as many from the lowest as from the
/// highest (order statistics): nothing is supposed of how the samples spread. Few samples give all their
/// range, and the confidence that it has (5 samples: 0.9375). None for less than two.
std::optional<Interval> medianInterval(std::vector<double> samples, double confidence = 0.95);

enum class Better { lower, higher };

enum class Change {
  none,  ///< within the noise
  better,
  worse,
  unknown  ///< too few repeats to know the noise
};

/// `none`, `better`, `worse`, `unknown`.
std::string_view name(Change change);

/// Two series of repeats of one measurement.
struct Comparison {
  Change change = Change::unknown;
  double baseline = 0;  ///< the medians
  double current = 0;
  double noise = 0;  ///< the difference of medians that has to be exceeded before it means anything
};

/// Repeats that each series has to have.
inline constexpr std::size_t leastRepeats = 3;
/// A difference below this share of the baseline is none, however quiet the machine.
inline constexpr double leastChange = 0.01;

/// A difference counts where it is more than twice the larger standard deviation of the two series, more than
/// `leastChange`, and where the intervals of the two medians do not overlap.
Comparison compare(const std::vector<double>& baseline, const std::vector<double>& current, Better better);

}  // namespace aictl::statistics
