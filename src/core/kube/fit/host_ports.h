#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/value.h"

namespace aictl::kube {

/// A port that a pod takes of its node.
struct HostPort {
  std::string address;  ///< "0.0.0.0" for all addresses
  std::string protocol;
  std::int64_t port = 0;
};

/// The ports of the containers of a pod. One in the network of its node takes all that it names.
std::vector<HostPort> hostPortsOf(const Value& podSpec);

/// The first of `wanted` that cannot be had beside those taken; nullptr where all can.
const HostPort* portInUse(std::span<const HostPort> wanted, std::span<const HostPort> taken);

}  // namespace aictl::kube
