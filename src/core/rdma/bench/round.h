#pragma once

#include <atomic>
#include <cstdint>

#include "core/rdma/bench/configuration.h"
#include "core/rdma/bench/transport/path.h"
#include "core/rdma/bench/watch.h"

namespace aictl::rdma::bench {

/// What one end of a path has seen in a round.
struct PathRound {
  Flow flow;  ///< of the measured part; of the end that sends first
  statistics::Histogram samples;
  double processorShare = 0;  ///< of one core, from the first message of the warm-up to the last message
  bool isSteady = false;  ///< the warm-up ended because its windows were alike, not because its time was over
  bool isIntact = true;
  std::int64_t retransmissions = -1;
};

/// The warm-ups of paths that are measured at once: each goes on until the last of them is done.
class WarmUps {
 public:
  explicit WarmUps(std::size_t paths) : left_(static_cast<std::int64_t>(paths)) {}

  void end() { --left_; }
  bool areOver() const { return left_ <= 0; }

 private:
  std::atomic<std::int64_t> left_;
};

/// The end that sends first: warms the path up and measures it. The watch is looked at between windows.
PathRound initiate(Path& path, const Test& test, const Configuration& configuration, const Watch& watch,
                   WarmUps& warmUps);

/// The other end.
PathRound answer(Path& path, const Test& test, const Watch& watch);

}  // namespace aictl::rdma::bench
