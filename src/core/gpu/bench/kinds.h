#pragma once

#include <span>
#include <string_view>

#include "core/gpu/bench/loop.h"

namespace aictl::gpu::bench {

/// A kind of measurement of one device.
struct Kind {
  std::string_view name;
  Unit unit;
  std::string_view words;  ///< what it measures
  void (*measure)(Bench& bench, Measurement& into);
};

/// All of them, in the order in which they are measured.
std::span<const Kind> kinds();

/// What is measured between each two devices, and is no kind of one device.
inline constexpr std::string_view peerToPeer = "peer-to-peer";

// Each puts its figures into the measurement, or throws a Fault. Where something was copied or computed, it
// has been compared with what is right.

// host_copies.cpp: page-locked memory next to the device, by the copy engines
void hostToDevice(Bench& bench, Measurement& into);
void deviceToHost(Bench& bench, Measurement& into);
void bothWays(Bench& bench, Measurement& into);

// device_memory.cpp
void memoryRead(Bench& bench, Measurement& into);
void memoryWrite(Bench& bench, Measurement& into);
void memoryCopy(Bench& bench, Measurement& into);

// launch.cpp
void launch(Bench& bench, Measurement& into);
void launchAndWait(Bench& bench, Measurement& into);

// multiply.cpp
void multiplyFp32(Bench& bench, Measurement& into);
void multiplyTf32(Bench& bench, Measurement& into);
void multiplyBf16(Bench& bench, Measurement& into);
void multiplyFp8(Bench& bench, Measurement& into);

// peer_copies.cpp: from the device of the bench to another one; says in the note which way the copies go
void copyToPeer(Bench& bench, const Gpu& peer, Measurement& into);

}  // namespace aictl::gpu::bench
