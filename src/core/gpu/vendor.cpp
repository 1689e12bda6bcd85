#include "core/gpu/vendor.h"

#include <array>

#include "core/gpu/nvidia.h"

namespace aictl::gpu {
namespace {

/// Numbers of the PCI ID repository.
constexpr auto table = std::to_array<Vendor>({
    {"nvidia", "NVIDIA", 0x10de, nvidiaLibraries, readNvidia},
});

}  // namespace

std::span<const Vendor> vendors() { return table; }

const Vendor* vendorOf(std::string_view key) {
  const auto found = std::ranges::find(table, key, &Vendor::key);
  return found == table.end() ? nullptr : &*found;
}

const Vendor* vendorOf(std::uint32_t pciVendor) {
  const auto found = std::ranges::find(table, pciVendor, &Vendor::pciVendor);
  return found == table.end() ? nullptr : &*found;
}

}  // namespace aictl::gpu
