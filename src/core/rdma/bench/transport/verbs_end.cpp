#include "core/rdma/bench/transport/verbs_end.h"

#include "core/rdma/bench/ability.h"
#include "core/rdma/bench/transport/sleeping_end.h"
#include "core/rdma/bench/transport/verbs_end_of.h"

namespace aictl::rdma::bench {
namespace {

ibv_qp_type typeOf(Transport transport) {
  switch (transport) {
    case Transport::unreliable:
      return IBV_QPT_UC;
    case Transport::datagram:
      return IBV_QPT_UD;
    default:
      return IBV_QPT_RC;
  }
}

/// What the other side may do with the memory of this one.
int accessOf(Operation operation) {
  if (isAtomic(operation)) return IBV_ACCESS_REMOTE_WRITE | IBV_ACCESS_REMOTE_READ | IBV_ACCESS_REMOTE_ATOMIC;
  return operation == Operation::read ? IBV_ACCESS_REMOTE_READ : IBV_ACCESS_REMOTE_WRITE;
}

/// Twice as many places for messages as are under way: the sender may be ahead of a receiver that looks away.
VerbsPlan planOf(const PathPlan& plan, const VerbsPort& port) {
  constexpr std::size_t mostInline = 236;  // bytes, of perftest too
  const Configuration& configuration = plan.configuration;
  // What is sent inline the program copies, which cannot look into the memory of a GPU.
  const bool isInline = plan.test.bytes <= mostInline && port.gpu() == nullptr;
  const auto list = static_cast<std::size_t>(postListOf(configuration, plan.test));
  const auto depth = static_cast<std::size_t>(depthOf(configuration, plan.test)) / list * list;
  VerbsPlan verbs{.bytes = plan.test.bytes,
                  .receivesMessages = false,
                  .marking = configuration.marking,
                  .postList = list};
  verbs.queuePair = {.type = typeOf(plan.test.transport),
                     .sends = depth,
                     .inlineBytes = static_cast<std::uint32_t>(isInline ? plan.test.bytes : 0),
                     .access = accessOf(plan.test.operation),
                     .waiting = configuration.waiting,
                     .trafficClass = static_cast<std::uint8_t>(configuration.trafficClass),
                     .serviceLevel = static_cast<std::uint8_t>(configuration.serviceLevel)};
  if (plan.test.operation == Operation::send || plan.test.operation == Operation::writeImmediate) {
    verbs.queuePair.sends = std::max<std::size_t>(2, depth);
    verbs.outgoing = verbs.queuePair.sends;
    verbs.incoming = 2 * verbs.queuePair.sends;
    verbs.queuePair.receives = verbs.incoming;
    verbs.receivesMessages = true;
  }
  if (configuration.connecting == Connecting::rdmaCm)
    verbs.byRdmaCm = plan.role == Role::initiator ? Calling::calls : Calling::listens;
  return verbs;
}

}  // namespace

std::unique_ptr<PathEnd> makeVerbsEnd(const PathPlan& plan, Side& side, const Watch& watch) {
  if (side.verbs == nullptr)
    throw Failure(ExitCode::notHere, Finding{.rule = "rdma", .message = "this machine has no RDMA device"});
  checkAbility(plan.test, side.verbs->ability());
  if (side.verbs->gpu() != nullptr && plan.configuration.marking != Marking::beside) {
    throw Failure(ExitCode::badInput,
                  Finding{.rule = "bench",
                          .message = "messages lie in the memory of a GPU here, and are to be marked in it"});
  }
  auto connection = std::make_unique<VerbsConnection>(*side.verbs, planOf(plan, *side.verbs), watch);
  return plan.configuration.waiting == Waiting::events ? makeSleepingEnd(plan.test, std::move(connection))
                                                       : endOf<Polling>(plan.test, std::move(connection));
}

}  // namespace aictl::rdma::bench
