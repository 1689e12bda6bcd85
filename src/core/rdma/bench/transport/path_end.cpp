#include "core/rdma/bench/transport/path_end.h"

#include "core/rdma/bench/transport/path_over.h"
#include "core/rdma/bench/transport/ring_endpoint.h"
#include "core/rdma/bench/transport/tcp_endpoint.h"
#include "core/rdma/bench/transport/verbs_end.h"

namespace aictl::rdma::bench {
namespace {

class TcpEnd : public PathEnd {
 public:
  TcpEnd(const PathPlan& plan, Side& side, const Watch& watch)
      : name_(plan.name), bytes_(plan.test.bytes), side_(side), watch_(watch) {}

  std::unique_ptr<Path> connect(const Value& /*other*/) override {
    return std::make_unique<PathOver<TcpEndpoint>>(side_.dataConnection(name_), bytes_, watch_);
  }

 private:
  std::string name_;
  std::size_t bytes_;
  Side& side_;
  const Watch& watch_;
};

class RingEnd : public PathEnd {
 public:
  RingEnd(const PathPlan& plan, Side& side, const Watch& watch) : role_(plan.role), watch_(watch) {
    if (side.rings == nullptr) {
      throw Failure(ExitCode::badInput, Finding{.rule = "bench",
                                                .message = "shared memory is between two ends of one machine",
                                                .remedy = "measure it with --loopback"});
    }
    rings_ = side.rings->meet(plan.name, plan.test.bytes, depthOf(plan.configuration, plan.test));
  }

  std::unique_ptr<Path> connect(const Value& /*other*/) override {
    if (role_ == Role::initiator)
      return std::make_unique<PathOver<RingEndpoint>>(rings_.forth, rings_.back, watch_);
    return std::make_unique<PathOver<RingEndpoint>>(rings_.back, rings_.forth, watch_);
  }

 private:
  Role role_;
  const Watch& watch_;
  RingPair rings_;
};

}  // namespace

std::unique_ptr<PathEnd> makeEnd(const PathPlan& plan, Side& side, const Watch& watch) {
  switch (plan.test.transport) {
    case Transport::tcp:
      return std::make_unique<TcpEnd>(plan, side, watch);
    case Transport::sharedMemory:
      return std::make_unique<RingEnd>(plan, side, watch);
    case Transport::reliable:
    case Transport::unreliable:
    case Transport::datagram:
      break;
  }
  return makeVerbsEnd(plan, side, watch);
}

}  // namespace aictl::rdma::bench
