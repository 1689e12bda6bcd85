#pragma once

#include <span>
#include <string_view>

#include "core/gpu/device.h"

namespace aictl::gpu {

/// A text or a number of a device. The key is its name in JSON and CSV, and makes the name of a Prometheus
/// metric; it says the unit.
struct TextField {
  std::string_view key;
  std::string Device::*member;
};
struct MeasureField {
  std::string_view key;
  Measure Device::*member;
  std::string_view help;
  bool isCounter = false;  ///< it only grows while the driver is loaded
};

std::span<const TextField> textFields();
std::span<const MeasureField> measureFields();

}  // namespace aictl::gpu
