#include "core/rdma/bench/ability.h"

#include <fmt/format.h>

#include "core/base/result.h"

namespace aictl::rdma::bench {
namespace {

void checkSize(const Test& test, const Ability& ability) {
  const auto fail = [&](std::uint64_t most, const char* whose) {
    throw Failure(ExitCode::badInput,
                  Finding{.rule = "bench",
                          .message = fmt::format("a message of {} is larger than the {} {}",
                                                 sizeText(test.bytes), whose, sizeText(most))});
  };
  constexpr std::uint64_t smallest = 128;  // bytes of the MTU with number 0, InfiniBand 1.4
  const std::uint64_t mtu = smallest << static_cast<unsigned>(ability.port.active_mtu);
  if (test.transport == Transport::datagram && test.bytes > mtu)
    fail(mtu, "MTU, which a datagram has to fit into:");
  if (test.bytes > ability.port.max_msg_sz) fail(ability.port.max_msg_sz, "device's largest message of");
}

}  // namespace

void checkAbility(const Test& test, const Ability& ability) {
  checkSize(test, ability);
  if (isHalved(test.operation)) return;
  const bool canRead = ability.limits.max_qp_rd_atom > 0 && ability.limits.max_qp_init_rd_atom > 0;
  if (canRead && (!isAtomic(test.operation) || ability.limits.atomic_cap != IBV_ATOMIC_NONE)) return;
  throw Failure(
      ExitCode::notHere,
      Finding{.rule = "rdma",
              .message = fmt::format("{} cannot do {}: it has no {}", ability.device, name(test.operation),
                                     canRead ? "atomic operations" : "room for reads and atomics"),
              .remedy = "measure another --operation"});
}

}  // namespace aictl::rdma::bench
