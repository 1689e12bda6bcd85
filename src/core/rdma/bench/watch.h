#pragma once

#include <sched.h>

#include <atomic>
#include <cstdint>

#include "core/rdma/bench/clock.h"
#include "core/rdma/bench/socket.h"

namespace aictl::rdma::bench {

/// Looks, on behalf of a loop that waits for the other side, whether that makes sense still.
class Watch {
 public:
  /// `peer` is the connection that is cut when the other side is gone.
  Watch(const Socket& peer, double silenceSeconds, const std::atomic<bool>& stop)
      : peer_(peer), silence_(static_cast<std::uint64_t>(silenceSeconds * 1e9)), stop_(stop) {}

  /// Throws a Failure where the program is to stop, the other side is gone, or nothing came since that time
  /// for too long.
  void check(std::uint64_t waitingSince) const;

 private:
  const Socket& peer_;
  std::uint64_t silence_;
  const std::atomic<bool>& stop_;
};

/// Polls until `isReady` says so, for what a device does without the help of the other side's program.
template <class IsReady>
void spin(const Watch& watch, IsReady isReady) {
  constexpr std::uint64_t perCheck = 1U << 18U;
  std::uint64_t since = 0;
  for (std::uint64_t tries = 1; !isReady(); ++tries) {
    if (tries % perCheck != 0) continue;
    if (since == 0) since = now();
    watch.check(since);
  }
}

/// The same for what the other side's program does. The rest of the machine gets its turn now and then, or
/// two sides that poll on one processor would wait for each other's time slices.
template <class IsReady>
void poll(const Watch& watch, IsReady isReady) {
  constexpr std::uint64_t perYield = 4096;
  std::uint64_t tries = 0;
  spin(watch, [&] {
    if (isReady()) return true;
    if (++tries % perYield == 0) ::sched_yield();
    return false;
  });
}

}  // namespace aictl::rdma::bench
