#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "core/fleet/asking.h"
#include "core/fleet/tournament.h"
#include "core/rdma/bench/report_value.h"

namespace aictl::fleet {

/// How all pairs of nodes are measured. The words are command lines of this program.
struct PairsQuestion {
  std::vector<std::string> serverWords;  ///< of the pod that waits on each node, at the port
  std::vector<std::string> clientWords;  ///< of the one that measures; the address of the other is put behind
  std::uint16_t port = 0;
  Access access = Access::pod;
  std::chrono::seconds longest{600};  ///< that a pair may take
};

/// A node, and why nothing was measured with it.
struct FleetNode {
  std::string name;
  Value machine;      ///< as a report has it (rdma/bench/machine.h); null where it was not measured
  Findings findings;  ///< why it was not
};

/// What came of a pair: of the nodes of these places, the first was the client.
struct PairResult {
  Pair nodes;
  std::vector<rdma::bench::Recorded> results;  ///< none: it was not measured, and the findings say why
  Value configuration;
  Answer answer;
};

struct PairsReport {
  std::vector<FleetNode> nodes;
  std::vector<std::vector<Pair>> rounds;  ///< of those that could be measured, as it was done
  std::vector<PairResult> pairs;          ///< in the order in which they were measured
};

/// Measures all pairs of nodes, in rounds in which no node is in two of them. A node whose pod does not start
/// is left out, and a pair that fails costs no other. A Failure where pods cannot be made or watched at all,
/// or the program is to stop; nothing is left then either.
Result<PairsReport> measurePairs(Fleet& fleet, const std::vector<std::string>& nodes,
                                 const PairsQuestion& question);

}  // namespace aictl::fleet
