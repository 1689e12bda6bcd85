#pragma once

#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

#include "core/rdma/bench/queue_pair.h"
#include "core/rdma/bench/watch.h"

namespace aictl::rdma::bench {

/// Looks, while a thread sleeps until its device tells, whether that makes sense still. Where it does not,
/// the queue pair is broken up, which wakes the thread: a sleep with a time limit would be a system call
/// more.
class SleepWatch {
 public:
  SleepWatch(const Watch& watch, QueuePair& pair);
  ~SleepWatch();
  SleepWatch(const SleepWatch&) = delete;
  SleepWatch& operator=(const SleepWatch&) = delete;

  /// Before and after each sleep, by the thread that sleeps.
  void change() { changes_.store(changes_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed); }
  /// Why the queue pair was broken up, where it was.
  void rethrow();

 private:
  void run();

  const Watch& watch_;
  QueuePair& pair_;
  std::atomic<std::uint64_t> changes_{0};  ///< odd: asleep
  std::mutex mutex_;
  std::condition_variable over_;
  bool isOver_ = false;
  std::exception_ptr fault_;
  std::thread thread_;
};

}  // namespace aictl::rdma::bench
