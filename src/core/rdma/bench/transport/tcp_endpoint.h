#pragma once

#include <vector>

#include "core/rdma/bench/socket.h"
#include "core/rdma/bench/transport/mark.h"
#include "core/rdma/bench/watch.h"

namespace aictl::rdma::bench {

/// Messages over a TCP connection of its own, with calls that wait, as programs use it.
class TcpEndpoint {
 public:
  TcpEndpoint(Socket socket, std::size_t bytes, const Watch& watch);

  void send(Mark mark);
  Mark receive();
  bool isIntact() const { return hasPattern(incoming_); }
  std::int64_t retransmissions() const;

 private:
  Socket socket_;
  const Watch& watch_;
  std::vector<std::byte> outgoing_;
  std::vector<std::byte> incoming_;
};

}  // namespace aictl::rdma::bench
