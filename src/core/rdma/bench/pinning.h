#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace aictl::rdma::bench {

/// The cores that this process may run on.
std::vector<int> allowedCores();

/// Of those the ones in a list as the kernel writes it: `0-3,8`.
std::vector<int> among(const std::vector<int>& cores, const std::string& list);

/// Keeps this thread on one core; whether the kernel did.
bool pinThread(int core);

}  // namespace aictl::rdma::bench
