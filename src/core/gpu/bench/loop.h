#pragma once

#include <functional>

#include "core/gpu/bench/conditions.h"
#include "core/gpu/bench/gpu.h"

namespace aictl::gpu::bench {

/// How much is measured.
struct Extent {
  std::size_t samples = 30;
  double sampleNanoseconds = 2e6;   ///< that a sample takes at least, by more calls
  std::size_t bytes = 512U << 20U;  ///< of a copy, and of the memory that is read and written
  unsigned matrix = 8192;           ///< rows and columns of matrices
};

/// What is measured, and with what.
struct Bench {
  const Gpu& gpu;
  Watch& watch;
  const Extent& extent;
};

/// The one loop: times calls by the device's own clock, with an event before and one behind. A sample is of
/// so many calls that it takes as long as is wanted, so that what the events themselves take does not count.
/// Before that, the same is done for warming up until three samples in a row are within 2 %, or for a second.
/// Puts `nanoseconds`, `isSteady` and `conditions` into the measurement. `enqueue` puts the work of one call
/// into the device's stream.
void timeOnDevice(Bench& bench, Measurement& into, const std::function<void()>& enqueue);

/// Times calls by the host's clock: each comes to its end, as the host sees it, before the next one. So many
/// of them that p99.9 is told.
void timeOnHost(Bench& bench, Measurement& into, const std::function<void()>& run);

}  // namespace aictl::gpu::bench
