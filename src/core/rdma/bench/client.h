#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/rdma/bench/plan.h"
#include "core/rdma/bench/report.h"
#include "core/rdma/bench/side.h"

namespace aictl::rdma::bench {

/// What a client asks a server for.
struct Request {
  Address server;
  std::string token;  ///< "" for none
  /// What to measure, of what both sides have.
  std::function<Result<Configuration>(const Common& common, Findings& notes)> plan;
  /// Told once where the server lets wait: it takes one client after the other.
  std::function<void()> queued;
  /// Told before each test of each round.
  std::function<void(std::uint64_t round, const Test& test)> progress;
};

/// Measures, and gives what both sides saw. `machine` is what is said of this machine.
Result<Report> measure(const Request& request, Side side, const Value& machine);

}  // namespace aictl::rdma::bench
