#include "core/rdma/bench/clock.h"

#include "core/statistics/summary.h"

namespace aictl::rdma::bench {

double clockCost() {
  constexpr int batches = 101;
  constexpr int readings = 100;  // the resolution of one pair is not enough
  std::vector<double> costs;
  for (int batch = 0; batch < batches; ++batch) {
    const std::uint64_t begin = now();
    for (int i = 1; i < readings; ++i) now();
    costs.push_back(static_cast<double>(now() - begin) / readings);
  }
  return statistics::median(std::move(costs));
}

std::uint64_t processorTime() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  constexpr std::uint64_t perSecond = 1'000'000'000;
  return static_cast<std::uint64_t>(time.tv_sec) * perSecond + static_cast<std::uint64_t>(time.tv_nsec);
}

}  // namespace aictl::rdma::bench
