#pragma once

#include <string>

#include "core/rdma/bench/test.h"
#include "core/rdma/bench/verbs_library.h"

namespace aictl::rdma::bench {

/// What a device says of itself, with the port that was chosen.
struct Ability {
  std::string device;
  const ibv_device_attr& limits;
  const ibv_port_attr& port;
};

/// Throws a Failure where a test is beyond the device: a message too large, or an operation that it lacks.
void checkAbility(const Test& test, const Ability& ability);

}  // namespace aictl::rdma::bench
