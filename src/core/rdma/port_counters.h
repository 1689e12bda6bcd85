#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aictl::rdma {

/// Counters by their names, in the order of names.
using Counters = std::vector<std::pair<std::string, std::int64_t>>;

/// `counters/` and `hw_counters/` together, of the port with this folder
/// (`/sys/class/infiniband/mlx5_0/ports/1`); empty where there are none.
Counters portCounters(const std::string& folder);

/// Whether only a fault or a jam makes it grow. Linux Documentation/ABI/stable/sysfs-class-infiniband, and
/// "Understanding mlx5 Linux Counters and Status Parameters" for those of hw_counters.
bool countsFaults(std::string_view name);

/// Whether it counts what made this side send again: answers that did not come in time, or that said that a
/// packet was missing or nobody ready to receive.
bool countsRetransmissions(std::string_view name);

/// The counters of faults that are higher now, by how much.
Counters grownFaults(const Counters& before, const Counters& now);

}  // namespace aictl::rdma
