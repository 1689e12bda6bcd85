#include "core/rdma/bench/sleep_watch.h"

#include <chrono>

namespace aictl::rdma::bench {

SleepWatch::SleepWatch(const Watch& watch, QueuePair& pair)
    : watch_(watch), pair_(pair), thread_([this] { run(); }) {}

SleepWatch::~SleepWatch() {
  {
    const std::lock_guard lock(mutex_);
    isOver_ = true;
  }
  over_.notify_one();
  thread_.join();
}

void SleepWatch::run() {
  constexpr std::chrono::milliseconds pause(100);
  std::uint64_t seen = 0;
  std::uint64_t since = now();
  std::unique_lock lock(mutex_);
  while (!over_.wait_for(lock, pause, [this] { return isOver_; })) {
    const std::uint64_t changes = changes_.load(std::memory_order_relaxed);
    const bool isSameSleep = changes == seen && changes % 2 == 1;
    seen = changes;
    if (!isSameSleep) {
      since = now();
      continue;
    }
    try {
      watch_.check(since);
    } catch (const Failure&) {
      fault_ = std::current_exception();
      pair_.breakUp();
      return;
    }
  }
}

void SleepWatch::rethrow() {
  const std::lock_guard lock(mutex_);
  if (fault_) std::rethrow_exception(fault_);
}

}  // namespace aictl::rdma::bench
