#pragma once

#include <arpa/inet.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "core/rdma/bench/queue_pair.h"
#include "core/rdma/bench/rdma_cm_connection.h"
#include "core/rdma/bench/registered_memory.h"
#include "core/rdma/bench/sleep_watch.h"
#include "core/rdma/bench/transport/mark.h"
#include "core/rdma/bench/watch.h"

namespace aictl::rdma::bench {

/// What a connection is made for.
struct VerbsPlan {
  std::size_t bytes = 0;         ///< of a message
  std::size_t outgoing = 1;      ///< slots for messages to be sent
  std::size_t incoming = 1;      ///< and to be received
  bool receivesMessages = true;  ///< and are not only written into by the other side
  Marking marking = Marking::inMessage;
  std::size_t postList = 1;  ///< messages that the device is given at once; the queue pair's sends are
                             ///< a multiple of it
  QueuePairPlan queuePair;
  std::optional<Calling> byRdmaCm;  ///< none: with what both sides tell each other
};

/// A queue pair with the memory for its messages. All functions throw a Failure.
class VerbsConnection {
 public:
  VerbsConnection(VerbsPort& port, const VerbsPlan& plan, const Watch& watch);
  ~VerbsConnection();
  VerbsConnection(const VerbsConnection&) = delete;
  VerbsConnection& operator=(const VerbsConnection&) = delete;

  /// What the other side has to know: queue pair, address, keys.
  Value description() const;
  /// Brings the queue pair up towards the other side, ready to receive and to send.
  void connect(const Value& other);
  /// Says what is to be posted: IBV_WR_SEND; a write to or an atomic in the other side's first slot for
  /// incoming messages; a read of its first for outgoing ones. What comes back is in this side's first for
  /// incoming.
  void prepare(ibv_wr_opcode kind);

  std::byte* outgoing(std::size_t slot) const { return memory_.at(slot * stride_); }
  std::byte* incoming(std::size_t slot) const { return memory_.at(incomingOffset_ + slot * stride_ + head_); }
  /// The bytes of the message that came into a slot, wherever they lie.
  std::vector<std::byte> received(std::size_t slot) const;
  /// Whether those are what was sent.
  bool isIntact(std::size_t slot) const;

  /// Marks the message in a slot that is posted next, in its last byte or beside it.
  void mark(std::size_t slot, Mark mark) {
    outgoingMarks_[slot * outgoingMarkStride_] = static_cast<std::byte>(mark);
    next().request.imm_data = ::htonl(mark);
  }
  /// The mark of the message that came into a slot.
  Mark markOf(std::size_t slot) const {
    return static_cast<Mark>(incomingMarks_[slot * incomingMarkStride_]);
  }
  /// The same of a message that was its last byte alone.
  Mark markAloneOf(std::size_t slot) const {
    return static_cast<Mark>(incomingMarks_[slot * incomingMarkStride_ - toMarkAlone_]);
  }

  /// What the next post takes: a message from another slot than the first, or the last byte of one alone,
  /// into another slot of the other side, and what an atomic compares with or adds, and puts there.
  void takeFrom(std::size_t slot) { take(outgoing(slot), plan_.bytes); }
  void takeLastByteOf(std::size_t slot) { take(outgoing(slot) + plan_.bytes - 1, 1); }
  void writeInto(std::size_t slot) { next().request.wr.rdma.remote_addr = remoteIncoming_ + slot * stride_; }
  void setOperands(std::uint64_t compareOrAdd, std::uint64_t swap) {
    next().request.wr.atomic.compare_add = compareOrAdd;
    next().request.wr.atomic.swap = swap;
  }
  /// Posts what was prepared, where there is room; the device gets it with the post that makes the list full,
  /// or is the last.
  void post(bool isLast);
  /// Gives a slot for an incoming message to the device again.
  void postReceive(std::size_t slot);
  /// Looks once for what has been done.
  void reap();
  /// Sleeps until something is done: a message has come, or anything.
  void sleepUntilMessage() { sleep(1); }
  void sleepUntilDone() { sleep(0); }

  bool hasRoom() const { return underWay_ < plan_.queuePair.sends; }
  bool isIdle() const { return underWay_ == 0; }
  std::uint64_t arrived() const { return arrived_; }  ///< messages, since the beginning
  const Watch& watch() const { return watch_; }
  const VerbsPlan& plan() const { return plan_; }

 private:
  /// A place of the post list.
  struct Listed {
    ibv_send_wr request{};
    ibv_sge piece{};
  };

  Listed& next() { return list_[listed_]; }
  void take(const std::byte* from, std::size_t bytes) {
    next().piece.addr = reinterpret_cast<std::uintptr_t>(from);
    next().piece.length = static_cast<std::uint32_t>(bytes);
  }
  void submit(ibv_send_wr& last);
  void sleep(int solicitedOnly);
  void keepMark(const ibv_wc& arrived);
  [[noreturn]] void fail(ibv_wc_status status);

  VerbsPort& port_;
  VerbsPlan plan_;
  const Watch& watch_;
  std::size_t head_;    ///< bytes that the device puts before a datagram
  std::size_t stride_;  ///< of slots
  std::size_t incomingOffset_;
  RegisteredMemory memory_;
  QueuePair pair_;
  std::optional<RdmaCmConnection> rdmaCm_;
  std::optional<SleepWatch> sleepWatch_;  // ends before what it watches
  std::uint64_t moderation_;              ///< every so many sends ask for a completion

  // The last bytes of messages; of what has its mark beside it, what has come, and a byte that nobody reads.
  std::vector<std::byte> besides_;
  std::byte* outgoingMarks_;
  std::byte* incomingMarks_;
  std::size_t outgoingMarkStride_;
  std::size_t incomingMarkStride_;
  std::size_t toMarkAlone_;  ///< back from a mark's place to that of a message of a mark alone
  std::size_t nextBeside_ = 0;

  std::vector<Listed> list_;  ///< each names the one behind it
  std::size_t listed_ = 0;    ///< that the device has not got yet
  unsigned flags_ = 0;
  std::uint64_t remoteIncoming_ = 0;
  std::uint64_t remoteOutgoing_ = 0;
  std::uint32_t remoteKey_ = 0;
  std::uint64_t underWay_ = 0;
  std::uint64_t unsignalled_ = 0;
  std::uint64_t arrived_ = 0;
};

}  // namespace aictl::rdma::bench
