#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace aictl::rdma::bench {

/// Messages from one thread to another through memory: as many slots as may be under way at once.
class Ring {
 public:
  Ring(std::size_t bytes, std::size_t slots)
      : bytes_(bytes), slots_(slots), stride_((bytes + line - 1) / line * line), memory_(stride_ * slots) {}

  /// The slot to write the next message into; nullptr where all are taken.
  std::byte* free() {
    const auto written = written_.load(std::memory_order_relaxed);
    if (written - taken_.load(std::memory_order_acquire) == slots_) return nullptr;
    return slot(written);
  }
  void publish() { written_.store(written_.load(std::memory_order_relaxed) + 1, std::memory_order_release); }

  /// The next message; nullptr where there is none.
  const std::byte* next() {
    const auto taken = taken_.load(std::memory_order_relaxed);
    if (written_.load(std::memory_order_acquire) == taken) return nullptr;
    return slot(taken);
  }
  void release() { taken_.store(taken_.load(std::memory_order_relaxed) + 1, std::memory_order_release); }

  std::size_t bytes() const { return bytes_; }

 private:
  static constexpr std::size_t line = 64;  // bytes of a processor's cache line

  std::byte* slot(std::uint64_t number) { return &memory_[number % slots_ * stride_]; }

  std::size_t bytes_;
  std::size_t slots_;
  std::size_t stride_;
  std::vector<std::byte> memory_;
  alignas(line) std::atomic<std::uint64_t> written_{0};
  alignas(line) std::atomic<std::uint64_t> taken_{0};
};

}  // namespace aictl::rdma::bench
