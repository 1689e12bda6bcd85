#include "core/gpu/bench/kinds.h"
#include "core/gpu/bench/pattern.h"

namespace aictl::gpu::bench {
namespace {

constexpr std::uint32_t seed = 0x0C0FFEE0;
constexpr std::uint32_t otherSeed = 0x5EED5EED;

}  // namespace

void hostToDevice(Bench& bench, Measurement& into) {
  const HostMemory host(bench.gpu, bench.extent.bytes);
  const DeviceMemory memory(bench.gpu, bench.extent.bytes);
  writePattern(host.as<std::uint32_t>(), seed);
  into.amount = static_cast<double>(bench.extent.bytes);
  timeOnDevice(bench, into, [&] { host.copyTo(memory, bench.gpu.stream); });
  expectPattern(bench.gpu, memory, seed);
}

void deviceToHost(Bench& bench, Measurement& into) {
  const HostMemory host(bench.gpu, bench.extent.bytes);
  const DeviceMemory memory(bench.gpu, bench.extent.bytes);
  writePattern(host.as<std::uint32_t>(), seed);
  host.copyTo(memory, bench.gpu.stream);
  bench.gpu.wait();
  std::ranges::fill(host.as<std::uint32_t>(), 0);
  into.amount = static_cast<double>(bench.extent.bytes);
  timeOnDevice(bench, into, [&] { host.copyFrom(memory, bench.gpu.stream); });
  expectPattern(host.as<const std::uint32_t>(), seed);
}

void bothWays(Bench& bench, Measurement& into) {
  const Gpu& gpu = bench.gpu;
  const HostMemory sent(gpu, bench.extent.bytes);
  const DeviceMemory received(gpu, bench.extent.bytes);
  const HostMemory back(gpu, bench.extent.bytes);
  const DeviceMemory source(gpu, bench.extent.bytes);
  writePattern(sent.as<std::uint32_t>(), seed);
  writePattern(back.as<std::uint32_t>(), otherSeed);
  back.copyTo(source, gpu.stream);
  gpu.wait();
  std::ranges::fill(back.as<std::uint32_t>(), 0);

  const Event apart(gpu);
  const Event together(gpu);
  into.amount = 2 * static_cast<double>(bench.extent.bytes);
  timeOnDevice(bench, into, [&] {
    apart.record(gpu.stream);
    apart.holdBack(gpu.otherStream);
    sent.copyTo(received, gpu.stream);
    back.copyFrom(source, gpu.otherStream);
    together.record(gpu.otherStream);
    together.holdBack(gpu.stream);
  });
  expectPattern(gpu, received, seed);
  expectPattern(back.as<const std::uint32_t>(), otherSeed);
}

}  // namespace aictl::gpu::bench
