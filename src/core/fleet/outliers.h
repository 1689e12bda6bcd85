#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/statistics/comparison.h"

namespace aictl::fleet {

/// The figures of a pair of nodes, one of each round.
struct PairFigures {
  std::size_t a = 0;
  std::size_t b = 0;
  std::vector<double> rounds;
};

/// What is worse than the rest.
struct Outliers {
  bool isKnown = false;            ///< there is something to compare with: three pairs at least
  double reference = 0;            ///< the median of the pairs, without those of odd nodes
  double noise = 0;                ///< what a figure has to be worse by than the reference
  std::vector<std::size_t> nodes;  ///< of which most pairs are worse
  std::vector<std::size_t> pairs;  ///< by their place in the list
};

/// A difference below this share of the reference is none: links that are alike differ by as much.
inline constexpr double leastOutlier = 0.1;

/// Holds each node, by the median of its pairs, against the median of the nodes; then each pair against the
/// median of the pairs of the other nodes, so that one bad node does not hide itself among few. Worse is what
/// differs by more than `leastOutlier`, by more than twice the standard deviation of the rounds (its own, and
/// that of a typical pair), and by more than three times what the others differ among themselves: the median
/// absolute deviation, scaled to a standard deviation.
Outliers findOutliers(std::span<const PairFigures> pairs, std::size_t nodes, statistics::Better better);

}  // namespace aictl::fleet
