#pragma once

#include <atomic>
#include <memory>

#include "core/rdma/bench/transport/verbs_connection.h"

/// What the RDMA tests do, each over one connection; the loops are those of `PathOver`.
namespace aictl::rdma::bench {

/// Writes into the other side's memory or reads from it: its program takes no part.
template <ibv_wr_opcode kind>
class OneSidedEndpoint {
 public:
  explicit OneSidedEndpoint(std::unique_ptr<VerbsConnection> connection)
      : connection_(std::move(connection)) {}

  void send(Mark mark) {
    mark_ = mark;
    connection_->waitForRoom();
    connection_->post(kind, 0, (mark & endsWindow) != 0);
  }
  /// Until all that was sent has arrived for sure.
  Mark receive() {
    connection_->waitForAll();
    return mark_;
  }
  bool isIntact() const { return hasPattern({connection_->incoming(0), connection_->plan().bytes}); }
  std::int64_t retransmissions() const { return -1; }

 private:
  std::unique_ptr<VerbsConnection> connection_;
  Mark mark_ = 0;
};

/// Writes into each other's memory in turn, where both sides look for the last byte to change.
class WriteExchangeEndpoint {
 public:
  explicit WriteExchangeEndpoint(std::unique_ptr<VerbsConnection> connection)
      : connection_(std::move(connection)),
        last_(reinterpret_cast<volatile Mark*>(connection_->incoming(0) + connection_->plan().bytes - 1)) {}

  void send(Mark mark) {
    connection_->waitForAll();  // the buffer of the message before is free again
    connection_->outgoing(0)[connection_->plan().bytes - 1] = static_cast<std::byte>(mark);
    connection_->post(IBV_WR_RDMA_WRITE, 0, true);
  }
  Mark receive() {
    poll(connection_->watch(), [&] { return *last_ != seen_; });
    std::atomic_thread_fence(std::memory_order_acquire);
    seen_ = *last_;
    return seen_;
  }
  bool isIntact() const { return hasPattern({connection_->incoming(0), connection_->plan().bytes}); }
  std::int64_t retransmissions() const { return -1; }

 private:
  std::unique_ptr<VerbsConnection> connection_;
  volatile Mark* last_;
  Mark seen_ = 0;
};

/// Sends messages for which the other side has given places to its device.
class MessageEndpoint {
 public:
  explicit MessageEndpoint(std::unique_ptr<VerbsConnection> connection)
      : connection_(std::move(connection)) {}

  void send(Mark mark) {
    connection_->waitForRoom();
    const std::size_t slot = sent_++ % connection_->plan().outgoing;
    connection_->outgoing(slot)[connection_->plan().bytes - 1] = static_cast<std::byte>(mark);
    connection_->post(IBV_WR_SEND, slot, (mark & endsWindow) != 0);
  }
  Mark receive() {
    poll(connection_->watch(), [&] {
      if (connection_->arrived() > taken_) return true;
      connection_->reap();
      return connection_->arrived() > taken_;
    });
    latest_ = taken_++ % connection_->plan().incoming;
    const auto mark = static_cast<Mark>(connection_->incoming(latest_)[connection_->plan().bytes - 1]);
    connection_->postReceive(latest_);
    return mark;
  }
  bool isIntact() const { return hasPattern({connection_->incoming(latest_), connection_->plan().bytes}); }
  std::int64_t retransmissions() const { return -1; }

 private:
  std::unique_ptr<VerbsConnection> connection_;
  std::uint64_t sent_ = 0;
  std::uint64_t taken_ = 0;
  std::size_t latest_ = 0;
};

}  // namespace aictl::rdma::bench
