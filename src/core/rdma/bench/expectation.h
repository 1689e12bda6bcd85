#pragma once

#include <optional>
#include <string>

#include "core/rdma/bench/report.h"

namespace aictl::rdma::bench {

/// What a bandwidth over RDMA can be at most, and what limits it.
struct Expectation {
  double gigabits = 0;  ///< of payload per second, in one direction
  std::string limit;    ///< `the link of the client, 100 Gb/s with packets of 4096 B`
};

/// The least of both sides' links, PCI slots and ways to the GPUs that have the messages, headers taken off.
/// None where a side's device is software, its rate is not known, or the test is no bandwidth over RDMA.
std::optional<Expectation> expectationOf(const Report& report, const Test& test);

/// For each such bandwidth of messages from 64 KiB on, which share of it was reached: a warning below 85 %,
/// with what is likely to be the cause.
Findings judgeReach(const Report& report);

}  // namespace aictl::rdma::bench
