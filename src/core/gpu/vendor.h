#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/gpu/answer.h"

namespace aictl::gpu {

/// A vendor whose library can be asked.
struct Vendor {
  std::string_view key;    ///< as in `--vendor nvidia` and in names of devices
  std::string_view title;  ///< for sentences
  std::uint32_t pciVendor = 0;
  std::span<const std::string_view> libraries;  ///< where the library is looked for, the first one first
  Outcome (*read)(const std::string& library, const Sink& sink) = nullptr;
};

/// All of them, in the order in which devices are shown.
std::span<const Vendor> vendors();

/// The one of that key, or with that number on the PCI bus; nullptr for none.
const Vendor* vendorOf(std::string_view key);
const Vendor* vendorOf(std::uint32_t pciVendor);

}  // namespace aictl::gpu
