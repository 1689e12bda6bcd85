#include "core/gpu/bench/driver.h"

#include "core/gpu/bench/gpu.h"
#include "core/node/pci.h"

namespace aictl::gpu::bench {
namespace {

Outcome refused(std::string message, std::string remedy = {}) {
  return {Outcome::Kind::refused, std::move(message), std::move(remedy)};
}

}  // namespace

std::optional<Outcome> start(const cuda::Api& api) {
  const int code = api.init(0U);
  if (code == cuda::success) return std::nullopt;
  const std::string said = "the CUDA driver cannot start: " + api.words(code);
  switch (code) {
    case cuda::noDevice:
    case cuda::stubLibrary:
      return Outcome{Outcome::Kind::noDriver, said, {}};
    case cuda::systemNotReady:
      return refused(said, "the fabric manager has to run before GPUs with NVSwitch can be used");
    case cuda::driverMismatch:
      return refused(said, "the driver was updated while it was loaded: reload it, or restart the machine");
    default:
      return refused(said);
  }
}

std::vector<Place> places(const cuda::Api& api) {
  int count = 0;
  call(api, api.count, &count);
  std::vector<Place> all;
  for (int i = 0; i < count; ++i) {
    cuda::Device device = 0;
    std::array<char, 32> address{};
    call(api, api.device, &device, i);
    call(api, api.pciBusId, address.data(), static_cast<int>(address.size() - 1), device);
    all.push_back({device, node::pciAddress(textOf(address))});
  }
  return all;
}

}  // namespace aictl::gpu::bench
