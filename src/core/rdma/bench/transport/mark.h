#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

/// The last byte of each message: six bits count the messages, so that one that is lost or comes twice is
/// seen, and two bits say what is to follow.
namespace aictl::rdma::bench {

using Mark = std::uint8_t;

inline constexpr Mark countBits = 0x3f;
inline constexpr Mark endsWindow = 0x40;  ///< a receiver of a stream answers it
inline constexpr Mark endsTest = 0x80;    ///< nothing comes after it

/// What a receiver sends of itself in the middle of a stream: it has taken some messages more. No message
/// that is counted has this mark.
inline constexpr Mark credit = endsTest;

/// The count that follows.
constexpr Mark following(Mark mark) { return static_cast<Mark>((mark + 1U) & countBits); }

/// The other bytes of a message, so that what arrives can be told from what does not.
constexpr std::byte patternAt(std::size_t index) {
  constexpr std::size_t step = 131;  // no power of two is a multiple of it
  return static_cast<std::byte>((index * step + (index >> 8U)) & 0xffU);
}

inline void fillPattern(std::span<std::byte> message) {
  for (std::size_t i = 0; i < message.size(); ++i) message[i] = patternAt(i);
}

/// Whether all bytes but the last are those of the pattern.
inline bool hasPattern(std::span<const std::byte> message) {
  for (std::size_t i = 0; i + 1 < message.size(); ++i) {
    if (message[i] != patternAt(i)) return false;
  }
  return true;
}

}  // namespace aictl::rdma::bench
