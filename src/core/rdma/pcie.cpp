#include "core/rdma/pcie.h"

#include <array>

namespace aictl::rdma {

std::optional<double> pcieGigabits(std::int64_t generation, std::int64_t width) {
  constexpr auto lanes = std::to_array<double>({2.0, 4.0, 7.877, 15.754, 31.508, 60.5});
  if (generation < 1 || generation > static_cast<std::int64_t>(lanes.size())) return std::nullopt;
  return lanes.at(static_cast<std::size_t>(generation - 1)) * static_cast<double>(width);
}

}  // namespace aictl::rdma
