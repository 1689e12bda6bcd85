#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aictl::node {

/// A PCI device as sysfs has it (Linux Documentation/ABI/testing/sysfs-bus-pci).
struct PciDevice {
  std::string address;       ///< `0000:3b:00.0`
  std::uint32_t vendor = 0;  ///< as in the PCI ID repository
  std::uint32_t device = 0;
  std::uint32_t classCode = 0;  ///< class, subclass and interface: 0x030200
  std::string driver;           ///< of the kernel; "" where none is bound
  std::optional<std::int64_t> numaNode;
  std::optional<std::int64_t> generation;         ///< of the link as it is now
  std::optional<std::int64_t> generationMaximum;  ///< that the device can have
  std::optional<std::int64_t> width;              ///< lanes
  std::optional<std::int64_t> widthMaximum;
  std::string iommuType;  ///< of its group: `DMA`, `identity` …; "" where there is none
  /// The host bridge (`pci0000:3a`) and the bridges below it down to the device's slot, then the device.
  std::vector<std::string> path;
};

/// All of the machine, in the order of their addresses.
std::vector<PciDevice> pciDevices(const std::string& root);

/// What a PCI link of so many lanes carries in one direction, in Gb/s, without its encoding and with its
/// packets' headers (PCI Express Base Specification 6.0, 4.2: 8b/10b up to generation 2, 128b/130b up to 5,
/// then 236 of the 256 bytes of a flit). None of a generation that is not known.
std::optional<double> pcieGigabits(std::int64_t generation, std::int64_t width);

/// The address as sysfs writes it, from the forms of vendors: `00000000:3B:00.0` is `0000:3b:00.0`, and
/// `3b:00.0` is in domain 0. The text itself in small letters where it is no address.
std::string pciAddress(std::string_view text);

/// Bridges between the device and the root whose Access Control Services send what one device writes to
/// another up to the root complex, so that traffic between them goes a long way round (PCI Express Base
/// Specification, 7.7.8: P2P request or completion redirect). None where this cannot be known: the
/// configuration of a bridge takes root to read.
std::optional<std::vector<std::string>> redirectingBridges(const std::string& root, const PciDevice& device);

}  // namespace aictl::node
