#pragma once

#include <time.h>

#include <cstdint>

namespace aictl::rdma::bench {

/// Nanoseconds of CLOCK_MONOTONIC, which the kernel keeps right whatever the processor's frequency does, and
/// which is read without a system call. All times of the benchmark are of it.
inline std::uint64_t now() {
  timespec time{};
  ::clock_gettime(CLOCK_MONOTONIC, &time);
  constexpr std::uint64_t perSecond = 1'000'000'000;
  return static_cast<std::uint64_t>(time.tv_sec) * perSecond + static_cast<std::uint64_t>(time.tv_nsec);
}

/// Nanoseconds that reading it takes: the median of many pairs. A sample has one reading in it.
double clockCost();

/// Nanoseconds of processor time that this thread has had, of itself and of the kernel for it.
std::uint64_t processorTime();

}  // namespace aictl::rdma::bench
