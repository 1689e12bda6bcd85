#include "core/gpu/bench/kinds.h"
#include "core/gpu/bench/pattern.h"

namespace aictl::gpu::bench {
namespace {

constexpr std::uint32_t seed = 0xA5A5F00D;
constexpr std::size_t vectorBytes = 16;

std::uint32_t vectorsOf(const Bench& bench) {
  return static_cast<std::uint32_t>(bench.extent.bytes / vectorBytes);
}

/// As many threads as the device can have at once.
Grid fullGrid(const Gpu& gpu) {
  constexpr unsigned blocks = 8;
  constexpr unsigned threads = 256;
  return {.columns = static_cast<unsigned>(gpu.multiprocessors) * blocks, .threads = threads};
}

void writeAll(const Bench& bench, const DeviceMemory& memory) {
  Kernel(bench.gpu, memoryKernels(), "write")
      .launch(fullGrid(bench.gpu), memory.address, vectorsOf(bench), seed);
  bench.gpu.wait();
}

}  // namespace

void memoryRead(Bench& bench, Measurement& into) {
  const DeviceMemory memory(bench.gpu, bench.extent.bytes);
  const DeviceMemory sum(bench.gpu, vectorBytes);
  writeAll(bench, memory);
  const Kernel kernel(bench.gpu, memoryKernels(), "read");
  const auto readOnce = [&] {
    kernel.launch(fullGrid(bench.gpu), memory.address, vectorsOf(bench), sum.address);
  };
  into.amount = static_cast<double>(bench.extent.bytes);
  timeOnDevice(bench, into, readOnce);

  sum.fill(0);
  readOnce();
  const HostMemory host(bench.gpu, vectorBytes);
  host.copyFrom(sum, bench.gpu.stream);
  bench.gpu.wait();
  std::uint32_t right = 0;
  for (std::uint32_t i = 0; i < bench.extent.bytes / sizeof right; ++i) right += patternWord(i, seed);
  const std::uint32_t found = host.as<const std::uint32_t>().front();
  if (found != right) {
    throw Fault{Trouble::wrong,
                fmt::format("the sum of what was read is {:08x}, and not {:08x}", found, right)};
  }
}

void memoryWrite(Bench& bench, Measurement& into) {
  const DeviceMemory memory(bench.gpu, bench.extent.bytes);
  memory.fill(0);
  const Kernel kernel(bench.gpu, memoryKernels(), "write");
  into.amount = static_cast<double>(bench.extent.bytes);
  timeOnDevice(bench, into,
               [&] { kernel.launch(fullGrid(bench.gpu), memory.address, vectorsOf(bench), seed); });
  expectPattern(bench.gpu, memory, seed);
}

void memoryCopy(Bench& bench, Measurement& into) {
  const DeviceMemory from(bench.gpu, bench.extent.bytes);
  const DeviceMemory to(bench.gpu, bench.extent.bytes);
  writeAll(bench, from);
  to.fill(0);
  into.amount = 2 * static_cast<double>(bench.extent.bytes);
  timeOnDevice(bench, into, [&] {
    call(bench.gpu.api, bench.gpu.api.copyOnDevice, to.address, from.address, to.bytes, bench.gpu.stream);
  });
  expectPattern(bench.gpu, to, seed);
}

}  // namespace aictl::gpu::bench
