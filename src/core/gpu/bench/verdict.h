#pragma once

#include <optional>
#include <span>
#include <string>

#include "core/base/check.h"
#include "core/gpu/bench/measurement.h"

namespace aictl::gpu::bench {

/// What a figure is held against.
struct Judgement {
  Verdict verdict = Verdict::skipped;  ///< skipped where nothing is known to hold it against
  std::optional<double> expected;      ///< what the hardware can do, in the figure's unit
  std::string source;                  ///< of that
  std::string words;                   ///< what is wrong; "" where nothing is
};

/// Holds a measurement against the device's datasheet (memory, multiplications) or the PCIe link that it has.
/// Copies and memory fail below 70 % of that: what is well made gets more than 80. So not where a call has
/// less than 64 MiB, which caches hold and beside which the call itself counts. Multiplications have no
/// limit: their kernels are plain ones that run on all chips, and the share is theirs as much as the chip's.
/// A device that computed wrong fails.
Judgement judge(const Measurement& measurement, const Device& device);

/// Where a device is more than 10 % slower in a figure than the median of all devices of its model, of which
/// there are three or more: a warning in words; "" else. Of ways between devices nothing is said: they differ
/// as the machine is built.
std::string slowerThanItsLike(const Measurement& measurement, std::span<const Measurement> all,
                              std::span<const Device> devices);

}  // namespace aictl::gpu::bench
