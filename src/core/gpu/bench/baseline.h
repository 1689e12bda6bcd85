#pragma once

#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/base/value.h"
#include "core/gpu/bench/loop.h"
#include "core/gpu/bench/measurement.h"

namespace aictl::gpu::bench {

/// The form of the document of a run; it changes with what readers of it have to know.
inline constexpr std::string_view reportSchema = "aictl.dev/gpu-bench/v1";

/// A measurement of an earlier run's document, with the figure of each sample. They come from the histogram
/// of a call's time, which has them within 1/1024; their median is the document's.
struct Recorded {
  std::string name;
  std::string device;
  std::string peer;   ///< "" where there is none
  std::string model;  ///< of the device
  std::vector<double> figures;
};

/// An earlier run.
struct Baseline {
  std::size_t bytes = 0;  ///< as of Extent
  unsigned matrix = 0;
  std::vector<Recorded> measurements;
};

/// Of a document of the form `reportSchema`; says in words where it is none.
Result<Baseline> baselineOf(const Value& document);

/// What is to be told of figures beside those of an earlier run: an error for each that became worse beyond
/// the noise, information on each that did not. A Failure where another model was measured under a device's
/// name, the sizes were others, or nothing was measured both times.
Result<Findings> compareWith(std::span<const Measurement> measurements, std::span<const Device> devices,
                             const Extent& extent, const Baseline& baseline);

}  // namespace aictl::gpu::bench
