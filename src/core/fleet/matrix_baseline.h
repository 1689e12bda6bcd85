#pragma once

#include <map>

#include "core/fleet/matrix.h"

namespace aictl::fleet {

/// What an earlier run has of a pair of nodes, in one test.
struct EarlierPair {
  rdma::bench::Test test;
  std::string client;
  std::string server;
  std::vector<double> rounds;
};

/// An earlier run, as far as a later one is held against it.
struct EarlierRun {
  std::vector<EarlierPair> pairs;
  std::map<std::string, std::string, std::less<>> links;  ///< of nodes (rdma::bench::linkOf)
};

/// Of a document that `pairsValue` made; says in words where it is none.
Result<EarlierRun> earlierRunOf(const Value& document);

/// Each pair against what the earlier run has of the same nodes, whichever of them was the client: an error
/// for each that became worse beyond the noise of its rounds, information on each that became better, and on
/// how many stayed as they were; a warning for each that cannot be compared. A Failure where a node was
/// measured over another kind of link, or no pair is in both.
Result<Findings> compareWith(const PairsReport& report, const std::vector<Matrix>& matrices,
                             const EarlierRun& earlier);

}  // namespace aictl::fleet
