#include "core/gpu/bench/kinds.h"
#include "core/gpu/bench/pattern.h"

namespace aictl::gpu::bench {
namespace {

/// Whether the devices reach each other's memory without the host.
bool openTheWay(const Gpu& gpu, const Gpu& peer) {
  int can = 0;
  call(gpu.api, gpu.api.canAccessPeer, &can, gpu.device, peer.device);
  if (can == 0 || !gpu.api.enablePeerAccess) return false;
  const int code = gpu.api.enablePeerAccess(peer.context, 0U);
  return code == cuda::success || code == cuda::peerAccessAlreadyEnabled;
}

}  // namespace

void copyToPeer(Bench& bench, const Gpu& peer, Measurement& into) {
  constexpr std::uint32_t seed = 0xBEEFCAFE;
  const Gpu& gpu = bench.gpu;
  peer.makeCurrent();
  const DeviceMemory to(peer, bench.extent.bytes);
  to.fill(0);
  peer.wait();
  gpu.makeCurrent();
  into.note = openTheWay(gpu, peer) ? "direct" : "through the host";
  const DeviceMemory from(gpu, bench.extent.bytes);
  {
    const HostMemory host(gpu, bench.extent.bytes);
    writePattern(host.as<std::uint32_t>(), seed);
    host.copyTo(from, gpu.stream);
    gpu.wait();
  }
  into.amount = static_cast<double>(bench.extent.bytes);
  timeOnDevice(bench, into, [&] {
    call(gpu.api, gpu.api.copyToPeer, to.address, peer.context, from.address, gpu.context, to.bytes,
         gpu.stream);
  });
  peer.makeCurrent();
  expectPattern(peer, to, seed);
  gpu.makeCurrent();
}

}  // namespace aictl::gpu::bench
