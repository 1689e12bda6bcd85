#pragma once

#include <cstdint>
#include <string>

namespace aictl::node {

/// What the PCI ID repository (https://pci-ids.ucw.cz) calls a device, as in `GH100 [H200 SXM 141GB]`, from
/// the copy that distributions install; "" where there is none, or it does not know the device.
std::string pciName(const std::string& root, std::uint32_t vendor, std::uint32_t device);

}  // namespace aictl::node
