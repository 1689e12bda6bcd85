#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "core/rdma/bench/socket.h"
#include "core/rdma/bench/test.h"
#include "core/rdma/bench/transport/rings.h"
#include "core/rdma/port_counters.h"

namespace aictl::rdma::bench {

class VerbsPort;

/// What a side has for its ends of paths.
struct Side {
  const std::atomic<bool>& stop;
  /// Another connection to the other side, for the path of this name. Throws a Failure.
  std::function<Socket(const std::string& path)> dataConnection;
  Rings* rings = nullptr;                  ///< where both sides are in this process
  VerbsPort* verbs = nullptr;              ///< where there is an RDMA device
  std::function<Counters()> portCounters;  ///< of its port, as they are now; empty where nobody looks
  std::vector<int> cores;  ///< for the threads that measure, in turn; none: wherever the kernel likes
};

/// The transports that it can be asked for.
std::vector<Transport> transportsOf(const Side& side);

}  // namespace aictl::rdma::bench
