#pragma once

#include <cstdint>
#include <span>

#include "core/gpu/bench/gpu.h"
#include "core/gpu/bench/kernels.h"

/// What is copied and written, so that it can be told from what was there before.
namespace aictl::gpu::bench {

/// Puts the pattern into all words.
void writePattern(std::span<std::uint32_t> words, std::uint32_t seed);

/// A Fault that says where the words are not the pattern.
void expectPattern(std::span<const std::uint32_t> words, std::uint32_t seed);

/// The same of memory of a device: takes it to the host.
void expectPattern(const Gpu& gpu, const DeviceMemory& memory, std::uint32_t seed);

}  // namespace aictl::gpu::bench
