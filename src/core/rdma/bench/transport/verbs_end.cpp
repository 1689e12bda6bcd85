#include "core/rdma/bench/transport/verbs_end.h"

#include <fmt/format.h>

#include "core/rdma/bench/transport/path_over.h"
#include "core/rdma/bench/transport/verbs_endpoints.h"

namespace aictl::rdma::bench {
namespace {

/// The endpoint is what the test is; all else is the same for all of them.
template <class Endpoint>
class VerbsEnd : public PathEnd {
 public:
  explicit VerbsEnd(std::unique_ptr<VerbsConnection> connection) : connection_(std::move(connection)) {}

  Value description() const override { return connection_->description(); }
  std::unique_ptr<Path> connect(const Value& other) override {
    connection_->connect(other);
    return std::make_unique<PathOver<Endpoint>>(std::move(connection_));
  }

 private:
  std::unique_ptr<VerbsConnection> connection_;
};

/// Twice as many places for messages as are under way: the sender may be ahead of a receiver that looks away.
VerbsPlan planOf(const PathPlan& plan) {
  const auto depth = static_cast<std::size_t>(depthOf(plan.configuration, plan.test));
  VerbsPlan verbs{.type = plan.test.transport == Transport::datagram ? IBV_QPT_UD : IBV_QPT_RC,
                  .bytes = plan.test.bytes,
                  .depth = depth,
                  .outgoing = 1,
                  .incoming = 1,
                  .receivesMessages = false};
  if (plan.test.operation == Operation::send) {
    verbs.depth = std::max<std::size_t>(2, depth);
    verbs.outgoing = verbs.depth;
    verbs.incoming = 2 * verbs.depth;
    verbs.receivesMessages = true;
  }
  return verbs;
}

void checkSize(const PathPlan& plan, const VerbsPort& port) {
  const auto fail = [&](std::uint64_t most, const char* whose) {
    throw Failure(ExitCode::badInput,
                  Finding{.rule = "bench",
                          .message = fmt::format("a message of {} is larger than the {} {}",
                                                 sizeText(plan.test.bytes), whose, sizeText(most))});
  };
  constexpr std::uint64_t smallest = 128;  // bytes of the MTU with number 0, InfiniBand 1.4
  const std::uint64_t mtu = smallest << static_cast<unsigned>(port.attributes().active_mtu);
  const std::uint64_t most = port.attributes().max_msg_sz;
  if (plan.test.transport == Transport::datagram && plan.test.bytes > mtu)
    fail(mtu, "MTU, which a datagram has to fit into:");
  if (plan.test.bytes > most) fail(most, "device's largest message of");
}

}  // namespace

std::unique_ptr<PathEnd> makeVerbsEnd(const PathPlan& plan, Side& side, const Watch& watch) {
  if (side.verbs == nullptr)
    throw Failure(ExitCode::notHere, Finding{.rule = "rdma", .message = "this machine has no RDMA device"});
  checkSize(plan, *side.verbs);
  auto connection = std::make_unique<VerbsConnection>(*side.verbs, planOf(plan), watch);
  switch (plan.test.operation) {
    case Operation::write:
      if (plan.test.measure == Measure::latency)
        return std::make_unique<VerbsEnd<WriteExchangeEndpoint>>(std::move(connection));
      return std::make_unique<VerbsEnd<OneSidedEndpoint<IBV_WR_RDMA_WRITE>>>(std::move(connection));
    case Operation::read:
      return std::make_unique<VerbsEnd<OneSidedEndpoint<IBV_WR_RDMA_READ>>>(std::move(connection));
    case Operation::send:
      break;
  }
  return std::make_unique<VerbsEnd<MessageEndpoint>>(std::move(connection));
}

}  // namespace aictl::rdma::bench
