#include "core/node/pci.h"

#include <charconv>
#include <filesystem>

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/node/attribute.h"

namespace aictl::node {
namespace {

namespace fs = std::filesystem;

const char* const devicesFolder = "/sys/bus/pci/devices/";

/// The generation that has this speed, as in `16.0 GT/s PCIe`. Sysfs says `Unknown` of a link that is down.
std::optional<std::int64_t> generationOf(std::string_view speed) {
  struct Speed {
    std::string_view text;
    std::int64_t generation;
  };
  static constexpr auto speeds = std::to_array<Speed>({{"2.5", 1},
                                                       {"5", 2},
                                                       {"5.0", 2},
                                                       {"8", 3},
                                                       {"8.0", 3},
                                                       {"16.0", 4},
                                                       {"16", 4},
                                                       {"32.0", 5},
                                                       {"32", 5},
                                                       {"64.0", 6},
                                                       {"64", 6}});
  const auto number = speed.substr(0, speed.find(' '));
  const auto found = std::ranges::find(speeds, number, &Speed::text);
  if (found == speeds.end()) return std::nullopt;
  return found->generation;
}

/// 0 lanes, or 255 of a device that is lost, are no width.
std::optional<std::int64_t> widthOf(std::optional<std::int64_t> lanes) {
  constexpr std::int64_t most = 32;
  return lanes && *lanes > 0 && *lanes <= most ? lanes : std::nullopt;
}

bool isAddress(const std::string& name) { return std::ranges::count(name, ':') == 2; }

std::vector<std::string> pathOf(const std::string& folder) {
  std::error_code error;
  const fs::path target = fs::canonical(folder, error);
  std::vector<std::string> path;
  for (const auto& part : target) {
    const std::string name = part.string();
    if (name.starts_with("pci") && name.find(':') != std::string::npos)
      path.assign({name});
    else if (!path.empty() && isAddress(name))
      path.push_back(name);
  }
  return path;
}

PciDevice read(const std::string& folder, const std::string& address) {
  const auto number = [&](const char* name) { return integerAttribute(folder + name).value_or(0); };
  PciDevice device{.address = address,
                   .vendor = static_cast<std::uint32_t>(number("/vendor")),
                   .device = static_cast<std::uint32_t>(number("/device")),
                   .classCode = static_cast<std::uint32_t>(number("/class")),
                   .driver = linkName(folder + "/driver"),
                   .numaNode = integerAttribute(folder + "/numa_node"),
                   .generation = generationOf(attribute(folder + "/current_link_speed")),
                   .generationMaximum = generationOf(attribute(folder + "/max_link_speed")),
                   .width = widthOf(integerAttribute(folder + "/current_link_width")),
                   .widthMaximum = widthOf(integerAttribute(folder + "/max_link_width")),
                   .iommuType = attribute(folder + "/iommu_group/type"),
                   .path = pathOf(folder)};
  if (device.numaNode && *device.numaNode < 0) device.numaNode.reset();  // -1: the firmware does not say
  return device;
}

/// A number of the configuration space, which is little endian; 0 beyond what could be read.
std::uint32_t word(std::string_view space, std::size_t at, std::size_t bytes) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < bytes && at + i < space.size(); ++i)
    number |= static_cast<std::uint32_t>(static_cast<unsigned char>(space[at + i])) << (8 * i);
  return number;
}

/// Where the extended capability of that number begins; 0 for none.
std::size_t extendedCapability(std::string_view space, std::uint32_t wanted) {
  constexpr std::size_t first = 0x100;
  constexpr int most = 480;  // of 8 bytes, in 4096: more means that they go round
  std::size_t at = first;
  for (int i = 0; i < most && at >= first; ++i) {
    const std::uint32_t head = word(space, at, 4);
    if (head == 0) return 0;
    if ((head & 0xFFFFU) == wanted) return at;
    at = head >> 20U;
  }
  return 0;
}

bool redirects(std::string_view space) {
  constexpr std::uint32_t accessControlServices = 0x000D;
  constexpr std::uint32_t requestAndCompletionRedirect = 0x4 | 0x8;
  constexpr std::size_t control = 6;
  const std::size_t at = extendedCapability(space, accessControlServices);
  return at != 0 && (word(space, at + control, 2) & requestAndCompletionRedirect) != 0;
}

}  // namespace

std::vector<PciDevice> pciDevices(const std::string& root) {
  const std::string folder = root + devicesFolder;
  std::vector<PciDevice> devices;
  for (const std::string& name : namesIn(folder)) {
    if (isAddress(name)) devices.push_back(read(folder + name, name));
  }
  return devices;
}

std::optional<double> pcieGigabits(std::int64_t generation, std::int64_t width) {
  constexpr double two = 8.0 / 10;  // the share of bits that are data, by encoding
  constexpr double three = 128.0 / 130;
  constexpr double six = 236.0 / 256;
  constexpr auto lanes =
      std::to_array<double>({2.5 * two, 5 * two, 8 * three, 16 * three, 32 * three, 64 * six, 128 * six});
  if (generation < 1 || generation > static_cast<std::int64_t>(lanes.size())) return std::nullopt;
  return lanes.at(static_cast<std::size_t>(generation - 1)) * static_cast<double>(width);
}

std::string pciAddress(std::string_view text) {
  std::string address = lowered(text);
  if (std::ranges::count(address, ':') == 1) return "0000:" + address;
  const std::size_t colon = address.find(':');
  constexpr std::size_t domainDigits = 4;
  if (colon == std::string::npos || colon <= domainDigits) return address;
  const std::string_view more = std::string_view(address).substr(0, colon - domainDigits);
  const bool isZero = more.find_first_not_of('0') == std::string_view::npos;
  return isZero ? address.substr(colon - domainDigits) : address;
}

std::optional<std::vector<std::string>> redirectingBridges(const std::string& root, const PciDevice& device) {
  constexpr std::size_t most = 4096;
  constexpr std::size_t forEverybody = 64;  // bytes that the kernel gives without a right
  std::vector<std::string> bridges;
  for (std::size_t i = 1; i + 1 < device.path.size(); ++i) {
    const auto space = readFile(root + devicesFolder + device.path[i] + "/config", most);
    if (!space || space->size() <= forEverybody) return std::nullopt;
    if (redirects(*space)) bridges.push_back(device.path[i]);
  }
  return bridges;
}

}  // namespace aictl::node
