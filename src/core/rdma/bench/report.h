#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/rdma/bench/configuration.h"
#include "core/rdma/port_counters.h"
#include "core/statistics/histogram.h"

namespace aictl::rdma::bench {

/// One round of a test, from both sides.
struct RoundResult {
  double latencyNanoseconds = 0;  ///< the median of a latency's samples, as `TestResult::latency` has them
  double bytesPerSecond = 0;      ///< of a bandwidth; both ways together
  double messagesPerSecond = 0;
  double seconds = 0;  ///< that it was measured over
  std::uint64_t messages = 0;
  double clientProcessorShare = 0;  ///< of one core
  double serverProcessorShare = 0;
  /// Of TCP packets that were sent again, as the kernel counts them for the connection; of RDMA what the
  /// ports of both sides counted as reasons to send again. -1: nobody counts.
  std::int64_t retransmissions = -1;
  /// What the RDMA ports counted meanwhile, of faults alone; of all their packets, whoever's they were.
  Counters clientPortFaults;
  Counters serverPortFaults;
  bool isSteady = false;
  bool isIntact = true;
};

struct TestResult {
  Test test;
  std::vector<RoundResult> rounds;
  /// Round trips in nanoseconds, of a latency, of all rounds.
  statistics::Histogram samples;

  /// Whether a latency is half of a round trip, or all of one.
  bool isHalved() const { return bench::isHalved(test.operation); }
  /// In nanoseconds, halved where it is.
  statistics::Summary latency() const;
  /// The figure of each round that is compared: nanoseconds of a latency, bytes per second of a bandwidth.
  std::vector<double> figures() const;
  /// Their median; what a verdict judges.
  double figure() const;
  /// Of all rounds; 0 where nobody counts.
  std::int64_t retransmissions() const;
};

/// Which of the two sides.
enum class End : std::uint8_t { client, server };
std::string_view name(End end);

/// `out_of_sequence 3, symbol_error 1`.
std::string countersText(const Counters& counters);

/// All that a run has to say.
struct Report {
  std::int64_t began = 0;  ///< seconds since 1970
  std::string command;     ///< as it was typed
  bool isLoopback = false;
  Value client;  ///< the machines, as `machineValue` has them
  Value server;
  Configuration configuration;
  std::vector<TestResult> results;
  Findings notes;  ///< what one has to know to read it

  /// What a side's RDMA port has counted of faults in all rounds.
  Counters portFaults(End end) const;
};

}  // namespace aictl::rdma::bench
