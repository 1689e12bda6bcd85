#pragma once

#include <array>
#include <cstddef>
#include <new>

#if defined(__has_feature)
#define AICTL_HAS_FEATURE(feature) __has_feature(feature)
#else
#define AICTL_HAS_FEATURE(feature) 0
#endif

namespace aictl {

/// Memory for what is small and made often. What one gives back is kept for the next of about its size, and
/// never goes back to the system; what is large comes from the system. It belongs to one thread, but may be
/// given back by another.
class SmallMemory {
 public:
  /// At least one byte, aligned for anything but what is over-aligned.
  void* take(std::size_t bytes) {
    const std::size_t steps = stepsOf(bytes);
    if (steps >= free_.size()) return ::operator new(bytes);
    if (Free* known = free_[steps]) {
      free_[steps] = known->next;
      return known;
    }
    if (room_ < steps * step) addBlock();
    room_ -= steps * step;
    return block_ + room_;
  }

  /// `bytes` as they were taken.
  void giveBack(void* memory, std::size_t bytes) {
    const std::size_t steps = stepsOf(bytes);
    if (steps >= free_.size()) return ::operator delete(memory);
    free_[steps] = new (memory) Free{free_[steps]};
  }

 private:
  struct Free {
    Free* next;
  };

  static constexpr std::size_t step = __STDCPP_DEFAULT_NEW_ALIGNMENT__;
  static constexpr std::size_t blockBytes = 32U << 10U;
  // Below so many steps is small. AddressSanitizer has to see each piece: then nothing is.
#if defined(__SANITIZE_ADDRESS__) || AICTL_HAS_FEATURE(address_sanitizer)
  static constexpr std::size_t smallSteps = 1;
#else
  static constexpr std::size_t smallSteps = 64;
#endif

  static constexpr std::size_t stepsOf(std::size_t bytes) { return (bytes + step - 1) / step; }

  void addBlock() {
    block_ = static_cast<std::byte*>(::operator new(blockBytes));
    room_ = blockBytes;
  }

  std::array<Free*, smallSteps> free_{};  ///< by size, in steps
  std::byte* block_ = nullptr;
  std::size_t room_ = 0;  ///< in the block, from its begin
};

/// That of this thread.
inline constinit thread_local SmallMemory smallMemory;

}  // namespace aictl
