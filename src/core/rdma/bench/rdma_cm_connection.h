#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/base/value.h"
#include "core/rdma/bench/queue_pair.h"
#include "core/rdma/bench/rdma_cm_library.h"
#include "core/rdma/bench/watch.h"

namespace aictl::rdma::bench {

/// Which of two ends calls the other.
enum class Calling : std::uint8_t { calls, listens };

/// Connects queue pairs by the IP addresses of their interfaces (rdma_cm), as iWARP needs it, and as MPI and
/// storage do it. All functions throw a Failure.
class RdmaCmConnection {
 public:
  /// Who listens does so from now on, at the address of the port.
  RdmaCmConnection(const VerbsPort& port, Calling calling, std::uint8_t trafficClass, const Watch& watch);

  /// Adds what the other side has to know: where this one listens.
  void describe(Value& description) const;
  /// Brings the queue pair up towards the other side, ready to receive and to send.
  void connect(QueuePair& pair, const Value& other);

 private:
  struct End {
    const RdmaCm* cm;
    void operator()(rdma_event_channel* channel) const { cm->destroy_event_channel(channel); }
    void operator()(rdma_cm_id* id) const { cm->destroy_id(id); }
    void operator()(rdma_cm_event* event) const { cm->ack_cm_event(event); }
  };
  template <class Thing>
  using Owned = std::unique_ptr<Thing, End>;

  void call(QueuePair& pair, const Value& other);
  void answer(QueuePair& pair, const Value& other);
  /// Brings the queue pair up as rdma_cm has it of the connection.
  void raise(QueuePair& pair, const Value& other);
  Owned<rdma_cm_event> next();
  /// The event that has to come next; anything else is a failure.
  Owned<rdma_cm_event> await(rdma_cm_event_type wanted);

  const RdmaCm& cm_;
  const Watch& watch_;
  std::string address_;
  Owned<rdma_event_channel> channel_;
  Owned<rdma_cm_id> listener_;    ///< of who listens
  Owned<rdma_cm_id> connection_;  ///< of who calls at once, of who listens when it is called
};

}  // namespace aictl::rdma::bench
