#include "core/gpu/bench/pattern.h"

namespace aictl::gpu::bench {

void writePattern(std::span<std::uint32_t> words, std::uint32_t seed) {
  for (std::size_t i = 0; i < words.size(); ++i) words[i] = patternWord(static_cast<std::uint32_t>(i), seed);
}

void expectPattern(std::span<const std::uint32_t> words, std::uint32_t seed) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::uint32_t right = patternWord(static_cast<std::uint32_t>(i), seed);
    if (words[i] == right) continue;
    throw Fault{Trouble::wrong, fmt::format("what arrived is not what was sent: at byte {} of {} there is "
                                            "{:08x}, and not {:08x}",
                                            i * sizeof right, words.size_bytes(), words[i], right)};
  }
}

void expectPattern(const Gpu& gpu, const DeviceMemory& memory, std::uint32_t seed) {
  const HostMemory host(gpu, memory.bytes);
  host.copyFrom(memory, gpu.stream);
  gpu.wait();
  expectPattern(host.as<const std::uint32_t>(), seed);
}

}  // namespace aictl::gpu::bench
