#pragma once

#include <atomic>

#include "core/rdma/bench/loopback.h"
#include "core/rdma/bench/server.h"

/// A short benchmark between two sides of this process.
namespace bench_test {

using namespace aictl;
using namespace aictl::rdma::bench;
using aictl::rdma::Counters;

inline std::atomic<bool> never{false};

inline Side side() { return {.stop = never}; }

/// So quick that a test has time for it; its figures mean nothing.
inline Configuration quick(std::vector<Test> tests) {
  Configuration configuration;
  configuration.tests = std::move(tests);
  configuration.iterations = 200;
  configuration.rounds = 3;
  configuration.warmUpSeconds = 0.02;
  configuration.silenceSeconds = 5;
  return configuration;
}

inline Request request(const Configuration& configuration) {
  return {
      .plan = [configuration](const Common&, Findings&) -> Result<Configuration> { return configuration; }};
}

inline Test latency(Transport transport, std::uint64_t bytes) {
  return {Measure::latency, transport, Operation::send, Direction::oneWay, bytes};
}
inline Test bandwidth(Transport transport, Direction direction, std::uint64_t bytes) {
  return {Measure::bandwidth, transport, Operation::send, direction, bytes};
}

}  // namespace bench_test
