#include "core/gpu/vendor.h"

#include <array>

#include "core/gpu/amd.h"
#include "core/gpu/ascend.h"
#include "core/gpu/cambricon.h"
#include "core/gpu/nvidia.h"

namespace aictl::gpu {
namespace {

/// Numbers of the PCI ID repository.
constexpr auto table = std::to_array<Vendor>({
    {"nvidia", "NVIDIA", 0x10de, nvidiaLibraries, readNvidia},
    {"amd", "AMD", 0x1002, amdLibraries, readAmd},
    {"ascend", "Ascend", 0x19e5, ascendLibraries, readAscend},
    {"cambricon", "Cambricon", 0xcabc, cambriconLibraries, readCambricon},
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
