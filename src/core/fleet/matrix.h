#pragma once

#include <string>
#include <vector>

#include "core/fleet/outliers.h"
#include "core/fleet/pairs.h"

namespace aictl::fleet {

/// The figures of all pairs in one test: nanoseconds of a latency, bytes per second of a bandwidth.
struct Matrix {
  rdma::bench::Test test;
  std::vector<PairFigures> figures;  ///< `a` is the client; by the places of nodes in the report
  Outliers outliers;
};

/// Which figures of a test are the better ones.
statistics::Better betterOf(const rdma::bench::Test& test);

/// `node-a → node-b`.
std::string pairText(const PairsReport& report, const Pair& pair);

/// One for each test that some pair has, in the order of the tests.
std::vector<Matrix> matricesOf(const PairsReport& report);

/// The figure of two nodes, in whichever direction it was measured; nullptr where it was not.
const PairFigures* figuresOf(const Matrix& matrix, std::size_t a, std::size_t b);
bool isOutlier(const Matrix& matrix, const PairFigures& figures);

/// What is to be said: an error for each node, and else each pair, that is worse than the others; for each
/// node and pair that was not measured; and what the pairs themselves have said, each thing once.
Findings judge(const PairsReport& report, const std::vector<Matrix>& matrices);

/// `12.3 µs`, `9.42 Gb/s`: a figure of that test.
std::string figureText(const rdma::bench::Test& test, double figure);
/// The same without its unit, which is µs or Gb/s.
std::string figureNumber(const rdma::bench::Test& test, double figure);

}  // namespace aictl::fleet
