#include "core/rdma/bench/side.h"

namespace aictl::rdma::bench {

std::vector<Transport> transportsOf(const Side& side) {
  std::vector<Transport> transports;
  if (side.verbs != nullptr) transports = {Transport::reliable, Transport::unreliable, Transport::datagram};
  transports.push_back(Transport::tcp);
  if (side.rings != nullptr) transports.push_back(Transport::sharedMemory);
  return transports;
}

}  // namespace aictl::rdma::bench
