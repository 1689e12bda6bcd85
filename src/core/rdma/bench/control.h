#pragma once

#include <atomic>
#include <chrono>
#include <string>
#include <string_view>

#include "core/rdma/bench/message.h"
#include "core/rdma/bench/socket.h"

namespace aictl::rdma::bench {

/// The connection over which both sides agree on what they measure. All its functions throw a Failure: where
/// the other side is gone, sends what is no message, says that it failed, or is silent for too long, and
/// where this program is to stop.
class Control {
 public:
  Control(Socket socket, MessageReader reader, const std::atomic<bool>& stop)
      : socket_(std::move(socket)), reader_(std::move(reader)), stop_(stop) {}

  void send(const Value& message);

  /// The next message, which has to be of that type. One of the type `failed` or `refused` is the failure
  /// that it tells of.
  Value receive(std::string_view type, std::chrono::milliseconds silence);

  /// The next message, whatever its type.
  Value receiveAny(std::chrono::milliseconds silence);

  const Socket& socket() const { return socket_; }
  /// The connection, for something else from now on.
  Socket takeSocket() && { return std::move(socket_); }

 private:
  Socket socket_;
  MessageReader reader_;
  const std::atomic<bool>& stop_;
};

/// What a side tells of its failure, and what the other reads from it.
Value failureMessage(std::string_view type, const Failure& failure);
Failure failureOf(const Value& message);

}  // namespace aictl::rdma::bench
