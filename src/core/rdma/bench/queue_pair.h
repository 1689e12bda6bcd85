#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

#include "core/base/value.h"
#include "core/rdma/bench/configuration.h"
#include "core/rdma/bench/verbs_port.h"

namespace aictl::rdma::bench {

/// What a queue pair is made for.
struct QueuePairPlan {
  ibv_qp_type type = IBV_QPT_RC;
  std::size_t sends = 1;          ///< requests under way at once
  std::size_t receives = 1;       ///< places for messages
  std::uint32_t inlineBytes = 0;  ///< of a message that is to be sent inline, where the device can
  int access = 0;                 ///< what the other side may do with the memory (IBV_ACCESS_…)
  Waiting waiting = Waiting::polling;
  std::uint8_t trafficClass = 0;
  std::uint8_t serviceLevel = 0;
};

/// A queue pair with its completion queue, ready to be given receives. All functions throw a Failure.
class QueuePair {
 public:
  QueuePair(VerbsPort& port, const QueuePairPlan& plan);
  ~QueuePair();
  QueuePair(const QueuePair&) = delete;
  QueuePair& operator=(const QueuePair&) = delete;

  /// What the other side has to know of it.
  Value description() const;
  /// Brings it up towards the other side, ready to receive and to send.
  void connect(const Value& other);
  /// The same with what somebody else knows of the connection: `complete` fills in the attributes of the
  /// state that they name, and says which those are.
  void connectAs(const Value& other, const std::function<int(ibv_qp_attr&)>& complete);
  /// Reads and atomics that both sides have room for at once.
  std::uint8_t readsWith(const Value& other) const;
  /// Ends all that is under way with an error, from whichever thread. Throws nothing.
  void breakUp();

  ibv_qp* queue() const { return queue_; }
  ibv_cq* completions() const { return completions_; }
  /// Whether messages of `QueuePairPlan::inlineBytes` are sent inline.
  bool isInline() const { return isInline_; }
  /// Where datagrams go.
  ibv_ah* address() const { return address_; }
  std::uint32_t remoteNumber() const { return remoteNumber_; }

  /// Asks for the next event: of any completion, or of a message alone.
  void arm(int solicitedOnly);
  /// Sleeps until an event that was asked for comes, or a signal.
  void sleep();

 private:
  void create();
  void destroy();
  void modify(ibv_qp_attr& attributes, int mask, const char* what);
  void connectDatagrams(const Value& other);
  void connectTo(const Value& other);
  ibv_ah_attr addressOf(const Value& other) const;
  int readsAtOnce() const;

  VerbsPort& port_;
  QueuePairPlan plan_;
  std::uint32_t firstPacket_;
  ibv_comp_channel* events_ = nullptr;
  ibv_cq* completions_ = nullptr;
  ibv_qp* queue_ = nullptr;
  ibv_ah* address_ = nullptr;
  std::uint32_t remoteNumber_ = 0;
  unsigned eventsTaken_ = 0;
  bool isInline_ = false;
};

/// A whole number of the other side's description.
std::uint64_t numberIn(const Value& other, const char* key, std::uint64_t most);

/// What is key to datagrams in one direction: any, the same on both sides.
inline constexpr std::uint32_t datagramKey = 0x11111111;

}  // namespace aictl::rdma::bench
