#pragma once

#include <cstdint>
#include <optional>

namespace aictl::rdma {

/// What a PCI link carries in one direction, in Gb/s, with its encoding taken off (PCI Express Base
/// Specification 6.0, 4.2: 8b/10b up to generation 2, then 128b/130b, and FLITs in generation 6); none of a
/// generation that is not known.
std::optional<double> pcieGigabits(std::int64_t generation, std::int64_t width);

}  // namespace aictl::rdma
