#pragma once

#include <optional>

#include "core/rdma/bench/report.h"

namespace aictl::rdma::bench {

/// What a person wants figures to be held against.
struct Limits {
  std::optional<double> minimumGigabits;         ///< per second, of each bandwidth
  std::optional<double> maximumMicrosecondsP99;  ///< of each latency
};

/// What is to be told of the figures: errors where a limit is broken or bytes arrived wrong, warnings where
/// something makes them doubtful. A limit is broken too where nothing was measured for it. Limits hold for
/// RDMA where some of it was measured, else for TCP: nobody limits the baselines.
Findings judge(const Report& report, const Limits& limits);

/// What a machine measured with, as a report has it: the link layer and rate of its port, and whether
/// messages lay in the memory of a GPU; "" without RDMA.
std::string linkOf(const Value& machine);
/// That a baseline has another one of those than now.
std::string otherLink(const std::string& earlier, const std::string& now);

/// Against an earlier run's document: an error for each test that became worse beyond the noise, information
/// on each that became better, and on what could not be compared, a warning where it was measured otherwise
/// (depth, events). A Failure where it is no such document, is
/// of another kind of link, or has no test of this run.
Result<Findings> compareWith(const Report& report, const Value& baseline);

}  // namespace aictl::rdma::bench
