#include "core/node/network.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/node/attribute.h"

namespace aictl::node {
namespace {

/// `4: ACTIVE` is `ACTIVE`.
std::string withoutNumber(const std::string& state) {
  const std::size_t colon = state.find(": ");
  return colon == std::string::npos ? state : state.substr(colon + 2);
}

std::vector<RdmaPort> portsOf(const std::string& folder) {
  std::vector<RdmaPort> ports;
  for (const std::string& name : namesIn(folder)) {
    int number = 0;
    if (std::from_chars(name.data(), name.data() + name.size(), number).ec != std::errc{}) continue;
    const std::string port = fmt::format("{}/{}", folder, name);
    ports.push_back({.number = number,
                     .state = withoutNumber(attribute(port + "/state")),
                     .rate = attribute(port + "/rate"),
                     .linkLayer = attribute(port + "/link_layer")});
  }
  std::ranges::sort(ports, {}, &RdmaPort::number);
  return ports;
}

}  // namespace

std::vector<RdmaDevice> rdmaDevices(const std::string& root) {
  const std::string folder = root + "/sys/class/infiniband/";
  std::vector<RdmaDevice> devices;
  for (const std::string& name : namesIn(folder)) {
    const std::string address = linkName(folder + name + "/device");
    devices.push_back({.name = name,
                       .pciAddress = address.find(':') == std::string::npos ? "" : address,
                       .ports = portsOf(folder + name + "/ports")});
  }
  // mlx5_2 before mlx5_10
  std::ranges::stable_sort(devices, {}, [](const RdmaDevice& device) { return device.name.size(); });
  return devices;
}

}  // namespace aictl::node
