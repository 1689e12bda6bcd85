#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/value.h"
#include "core/rdma/bench/transport/mark.h"
#include "core/rdma/bench/verbs_port.h"
#include "core/rdma/bench/watch.h"

namespace aictl::rdma::bench {

/// Memory that the device may read and write.
class RegisteredMemory {
 public:
  /// Throws a Failure that says how much may be locked where it is too much.
  RegisteredMemory(VerbsPort& port, std::size_t bytes);
  ~RegisteredMemory();
  RegisteredMemory(const RegisteredMemory&) = delete;
  RegisteredMemory& operator=(const RegisteredMemory&) = delete;

  std::byte* at(std::size_t offset) const { return begin_ + offset; }
  std::uint32_t localKey() const { return region_->lkey; }
  std::uint32_t remoteKey() const { return region_->rkey; }

 private:
  VerbsPort& port_;
  std::size_t bytes_;
  std::byte* begin_ = nullptr;
  ibv_mr* region_ = nullptr;
};

/// What a connection is made for.
struct VerbsPlan {
  ibv_qp_type type = IBV_QPT_RC;
  std::size_t bytes = 0;         ///< of a message
  std::size_t depth = 1;         ///< messages under way at once
  std::size_t outgoing = 1;      ///< slots for messages to be sent
  std::size_t incoming = 1;      ///< and to be received
  bool receivesMessages = true;  ///< and are not only written into by the other side
};

/// A queue pair with its completion queue and its memory. All functions throw a Failure.
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

  std::byte* outgoing(std::size_t slot) const { return memory_.at(slot * stride_); }
  std::byte* incoming(std::size_t slot) const { return memory_.at(incomingOffset_ + slot * stride_ + head_); }

  /// Waits until fewer than `depth` are under way: then the slots of the others may be written again.
  void waitForRoom();
  /// Sends from a slot, where there is room. The kind is IBV_WR_SEND, _WRITE or _READ:
  /// written to the other side's first slot for incoming messages, read from its first for outgoing ones.
  void post(ibv_wr_opcode kind, std::size_t slot, bool isLast);
  /// Gives a slot for an incoming message to the device again.
  void postReceive(std::size_t slot);
  /// Looks once for what has been done.
  void reap();
  void waitForAll();

  std::uint64_t arrived() const { return arrived_; }  ///< messages, since the beginning
  const Watch& watch() const { return watch_; }
  const VerbsPlan& plan() const { return plan_; }

 private:
  void createQueues();
  void modify(ibv_qp_attr& attributes, int mask, const char* what);
  void connectDatagrams(const Value& other);
  void connectReliably(const Value& other);
  ibv_ah_attr addressOf(const Value& other) const;

  VerbsPort& port_;
  VerbsPlan plan_;
  const Watch& watch_;
  std::size_t head_;    ///< bytes that the device puts before a datagram
  std::size_t stride_;  ///< of slots
  std::size_t incomingOffset_;
  RegisteredMemory memory_;
  ibv_cq* completions_ = nullptr;
  ibv_qp* queue_ = nullptr;
  ibv_ah* address_ = nullptr;
  std::uint32_t inlineBytes_ = 0;
  std::uint32_t firstPacket_;
  std::uint64_t moderation_;  ///< every so many sends ask for a completion

  ibv_sge sendPiece_{};
  ibv_send_wr sendRequest_{};
  std::uint64_t remoteIncoming_ = 0;
  std::uint64_t remoteOutgoing_ = 0;
  std::uint64_t underWay_ = 0;
  std::uint64_t unsignalled_ = 0;
  std::uint64_t arrived_ = 0;
};

}  // namespace aictl::rdma::bench
