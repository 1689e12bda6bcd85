#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/gpu/device.h"
#include "core/statistics/summary.h"

namespace aictl::gpu::bench {

/// What a figure counts.
enum class Unit {
  bytesPerSecond,
  operationsPerSecond,  ///< a multiplication and an addition are two
  nanoseconds
};

/// Why something was not measured.
enum class Trouble {
  none,
  unsupported,  ///< this device, driver or library cannot do it
  failed,       ///< a call of the driver failed
  wrong         ///< the device computed something else than what is right
};

/// How the device was while it was measured, as its driver says.
struct Conditions {
  Measure clockMinimumMegahertz;
  Measure clockMaximumMegahertz;
  Measure temperatureMaximumCelsius;
  Measure powerMaximumWatts;
  std::vector<std::string> clockReasons;  ///< what held its clocks back at one time or another
};

/// What was measured at a device.
struct Measurement {
  std::string name;    ///< of its kind, as `memory-read`
  std::string device;  ///< `nvidia0`
  std::string peer;    ///< the device that copies go to; "" where there is none
  Unit unit = Unit::bytesPerSecond;
  double amount = 0;                ///< bytes or operations of one call
  std::vector<double> nanoseconds;  ///< that one call took: a sample each
  bool isSteady = true;             ///< the warm-up had come to an end
  Conditions conditions;
  std::string note;                 ///< what one has to know to read it
  Trouble trouble = Trouble::none;  ///< where there is some, there are no samples
  std::string reason;               ///< it in words

  bool isMeasured() const { return trouble == Trouble::none && !nanoseconds.empty(); }
  /// In its unit: of the median sample.
  double figure() const;
  /// All samples in the unit, in the order in which they were measured.
  std::vector<double> figures() const;
  statistics::Summary summary() const;
};

}  // namespace aictl::gpu::bench
