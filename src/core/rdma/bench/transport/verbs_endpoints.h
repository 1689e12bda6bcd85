#pragma once

#include <atomic>
#include <cstring>
#include <memory>

#include "core/rdma/bench/transport/verbs_connection.h"
#include "core/rdma/bench/transport/verbs_waiting.h"

/// What the RDMA tests do, each over one connection; the loops are those of `PathOver`. `Wait` is how they
/// wait for their device.
namespace aictl::rdma::bench {

/// Writes into the other side's memory or reads from it: its program takes no part.
template <class Wait>
class OneSidedEndpoint {
 public:
  OneSidedEndpoint(std::unique_ptr<VerbsConnection> connection, ibv_wr_opcode kind)
      : connection_(std::move(connection)) {
    connection_->prepare(kind);
  }

  void send(Mark mark) {
    mark_ = mark;
    Wait::untilRoom(*connection_);
    connection_->post((mark & endsWindow) != 0);
  }
  /// Until all that was sent has arrived for sure.
  Mark receive() {
    Wait::untilIdle(*connection_);
    return mark_;
  }
  bool isIntact() const { return connection_->isIntact(0); }
  std::int64_t retransmissions() const { return -1; }

 private:
  std::unique_ptr<VerbsConnection> connection_;
  Mark mark_ = 0;
};

/// Counts in the other side's memory, from 0 on: each adds 1 to what is there, or puts the next number where
/// it finds the one that it expects.
template <class Wait>
class AtomicEndpoint {
 public:
  AtomicEndpoint(std::unique_ptr<VerbsConnection> connection, ibv_wr_opcode kind)
      : connection_(std::move(connection)), isCompared_(kind == IBV_WR_ATOMIC_CMP_AND_SWP ? 1 : 0) {
    connection_->prepare(kind);
  }

  void send(Mark mark) {
    mark_ = mark;
    Wait::untilRoom(*connection_);
    // 1 to be added, or the count so far to be compared with.
    connection_->setOperands(1 + isCompared_ * (count_ - 1), count_ + 1);
    ++count_;
    connection_->post((mark & endsWindow) != 0);
  }
  Mark receive() {
    Wait::untilIdle(*connection_);
    return mark_;
  }
  /// What the last one found is how many were before it.
  bool isIntact() const {
    std::uint64_t found = 0;
    std::memcpy(&found, connection_->received(0).data(), sizeof found);
    return found + 1 == count_;
  }
  std::int64_t retransmissions() const { return -1; }

 private:
  std::unique_ptr<VerbsConnection> connection_;
  std::uint64_t isCompared_;
  std::uint64_t count_ = 0;
  Mark mark_ = 0;
};

/// Writes into each other's memory in turn, where both sides look for the last byte to change.
class WriteExchangeEndpoint {
 public:
  WriteExchangeEndpoint(std::unique_ptr<VerbsConnection> connection, ibv_wr_opcode kind)
      : connection_(std::move(connection)),
        last_(reinterpret_cast<volatile Mark*>(connection_->incoming(0) + connection_->plan().bytes - 1)) {
    connection_->prepare(kind);
  }

  void send(Mark mark) {
    Polling::untilIdle(*connection_);  // the buffer of the message before is free again
    connection_->outgoing(0)[connection_->plan().bytes - 1] = static_cast<std::byte>(mark);
    connection_->post(true);
  }
  Mark receive() {
    poll(connection_->watch(), [&] { return *last_ != seen_; });
    std::atomic_thread_fence(std::memory_order_acquire);
    seen_ = *last_;
    return seen_;
  }
  bool isIntact() const { return connection_->isIntact(0); }
  std::int64_t retransmissions() const { return -1; }

 private:
  std::unique_ptr<VerbsConnection> connection_;
  volatile Mark* last_;
  Mark seen_ = 0;
};

/// Where a message is put by its receiver's device.
enum class Place : std::uint8_t {
  receivers,  ///< into the slot that the receiver has given to its device (send)
  senders     ///< into the slot that the sender names (write with immediate)
};

/// Messages for which the other side has given places to its device, and of which it is told.
template <class Wait, Place place>
class MessageEndpoint {
 public:
  MessageEndpoint(std::unique_ptr<VerbsConnection> connection, ibv_wr_opcode kind)
      : connection_(std::move(connection)) {
    connection_->prepare(kind);
  }

  void send(Mark mark) {
    fill(mark);
    connection_->takeFrom(outgoing_);
    post((mark & endsWindow) != 0);
  }
  Mark receive() {
    take();
    const Mark mark = connection_->markOf(latest_);
    connection_->postReceive(latest_);
    return mark;
  }
  /// A message of the mark alone, which the other side takes as such.
  void confirm(Mark mark) {
    fill(mark);
    connection_->takeLastByteOf(outgoing_);
    post(true);
  }
  Mark confirmation() {
    take();
    const Mark mark = connection_->markAloneOf(latest_);
    connection_->postReceive(latest_);
    return mark;
  }
  bool isIntact() const { return connection_->isIntact(latest_); }
  std::int64_t retransmissions() const { return -1; }
  const VerbsPlan& plan() const { return connection_->plan(); }

 private:
  static std::size_t after(std::size_t slot, std::size_t slots) { return slot + 1 == slots ? 0 : slot + 1; }

  void fill(Mark mark) {
    Wait::untilRoom(*connection_);
    connection_->mark(outgoing_, mark);
  }
  void post(bool isLast) {
    if constexpr (place == Place::senders) {
      connection_->writeInto(theirs_);
      theirs_ = after(theirs_, connection_->plan().incoming);  // as many as here
    }
    outgoing_ = after(outgoing_, connection_->plan().outgoing);
    connection_->post(isLast);
  }
  void take() {
    Wait::untilArrived(*connection_, ++taken_);
    latest_ = next_;
    next_ = after(next_, connection_->plan().incoming);
  }

  std::unique_ptr<VerbsConnection> connection_;
  std::size_t outgoing_ = 0;  // the next slots: here, of the other side, and to be received into
  std::size_t theirs_ = 0;
  std::size_t next_ = 0;
  std::size_t latest_ = 0;
  std::uint64_t taken_ = 0;
};

/// Messages over a transport that holds nobody back: no more are under way than the receiver has places for,
/// which sends a credit whenever it has taken half of those.
template <class Wait, Place place>
class CreditedEndpoint {
 public:
  CreditedEndpoint(std::unique_ptr<VerbsConnection> connection, ibv_wr_opcode kind)
      : messages_(std::move(connection), kind),
        most_(messages_.plan().queuePair.sends),
        perCredit_(most_ / 2) {}

  void send(Mark mark) {
    while (underWay_ >= most_) {
      if (messages_.confirmation() != credit)
        throw Failure(ExitCode::noAnswer,
                      Finding{.rule = "bench", .message = "the other side answers before it is asked"});
      underWay_ -= perCredit_;
    }
    ++underWay_;
    messages_.send(mark);
  }
  Mark receive() {
    const Mark mark = messages_.receive();
    if (++taken_ == perCredit_) {
      taken_ = 0;
      messages_.confirm(credit);
    }
    return mark;
  }
  void confirm(Mark mark) { messages_.confirm(mark); }
  Mark confirmation() {
    Mark mark = messages_.confirmation();
    for (; mark == credit; mark = messages_.confirmation()) underWay_ -= perCredit_;
    return mark;
  }
  bool isIntact() const { return messages_.isIntact(); }
  std::int64_t retransmissions() const { return messages_.retransmissions(); }

 private:
  MessageEndpoint<Wait, place> messages_;
  std::uint64_t most_;
  std::uint64_t perCredit_;
  std::uint64_t underWay_ = 0;  // that were sent, and no credit has come for
  std::uint64_t taken_ = 0;     // that have come, and no credit was sent for
};

}  // namespace aictl::rdma::bench
