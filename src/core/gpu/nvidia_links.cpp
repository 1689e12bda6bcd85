#include "core/gpu/nvidia_links.h"

#include "core/node/pci.h"

namespace aictl::gpu {
namespace {

std::string remoteKindOf(int kind) {
  switch (kind) {  // nvmlIntNvLinkDeviceType_t
    case 0:
      return "gpu";
    case 1:
      return "cpu";
    case 2:
      return "switch";
    default:
      return {};
  }
}

/// What a number of nvmlNvlinkVersion_t stands for; none for one that is not in it.
Measure versionOf(unsigned number) {
  static constexpr auto versions = std::to_array<double>({0, 1, 2, 2.2, 3, 3.1, 4, 5, 6});
  if (number == 0 || number >= versions.size()) return {};
  return versions[number];
}

Measure errorsOf(const nvml::Api& api, nvml::Device handle, unsigned link, int counter) {
  unsigned long long count = 0;
  if (!api.linkErrors || api.linkErrors(handle, link, counter, &count) != nvml::success) return {};
  return static_cast<double>(count);
}

Link readLink(const nvml::Api& api, nvml::Device handle, unsigned number, bool active) {
  constexpr int replay = 0;  // nvmlNvLinkErrorCounter_t
  constexpr int recovery = 1;
  constexpr int crc = 2;
  Link link{.number = static_cast<int>(number), .kind = "NVLink", .active = active};
  unsigned version = 0;
  if (api.linkVersion && api.linkVersion(handle, number, &version) == nvml::success)
    link.version = versionOf(version);
  int kind = 0;
  if (api.linkRemoteKind && api.linkRemoteKind(handle, number, &kind) == nvml::success)
    link.remoteKind = remoteKindOf(kind);
  nvml::PciInfo pci{};
  if (active && api.linkRemote && api.linkRemote(handle, number, &pci) == nvml::success) {
    pci.busId.back() = '\0';
    link.remote = node::pciAddress(pci.busId.data());
  }
  link.replayErrors = errorsOf(api, handle, number, replay);
  link.recoveryErrors = errorsOf(api, handle, number, recovery);
  link.crcErrors = errorsOf(api, handle, number, crc);
  return link;
}

}  // namespace

void readNvlinks(const nvml::Api& api, nvml::Device handle, Device& device, Questions& questions) {
  if (!api.linkState) {
    int none = 0;
    questions.ask("links", api.linkState, handle, 0U, &none);
    return;
  }
  // Drivers that do not tell how many there are say of each that there is none.
  const auto most = static_cast<unsigned>(device.linkCount.value_or(nvml::mostLinks));
  for (unsigned i = 0; i < std::min(most, nvml::mostLinks); ++i) {
    int active = 0;
    if (api.linkState(handle, i, &active) == nvml::success)
      device.links.push_back(readLink(api, handle, i, active == 1));
  }
}

}  // namespace aictl::gpu
