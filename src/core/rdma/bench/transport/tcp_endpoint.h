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
  void confirm(Mark mark);
  Mark confirmation();
  bool isIntact() const { return hasPattern(incoming_); }
  std::int64_t retransmissions() const;

 private:
  void sendAll(std::span<const std::byte> bytes);
  void receiveAll(std::span<std::byte> bytes);

  Socket socket_;
  const Watch& watch_;
  std::vector<std::byte> outgoing_;
  std::vector<std::byte> incoming_;
};

}  // namespace aictl::rdma::bench
