#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// The kernels as PTX texts, which the driver compiles for the chip at hand. By the PTX ISA reference
/// (docs.nvidia.com/cuda/parallel-thread-execution): version 6.0 for what all chips do, 7.0 for bf16 and tf32
/// (sm_80), 8.4 for fp8 (sm_89).
namespace aictl::gpu::bench {

/// `nothing()`, which a launch is measured with.
std::string emptyKernel();

/// `write(memory, vectors, seed)` and `read(memory, vectors, sum)`: each 16 bytes of the memory once, the
/// word of number i as `patternWord` has it; `read` adds all words to the one at `sum`. Any grid of one row.
std::string memoryKernels();

/// What `write` puts into the word of that number.
constexpr std::uint32_t patternWord(std::uint32_t number, std::uint32_t seed) {
  constexpr std::uint32_t step = 0x9E3779B1;  // of Fibonacci hashing: neighbours differ in many bits
  return number * step + seed;
}

/// A tile of the product is what a block computes, with so many threads.
inline constexpr unsigned tileRows = 128;
inline constexpr unsigned tileThreads = 256;
/// Bytes of a row of the factors that a block takes at a time: a row has a multiple of them.
inline constexpr unsigned tileBytes = 64;

/// `multiply(a, b, product, pitch, columns)`: product = a · bᵀ, where all three are stored row by row, a row
/// of a and b has `pitch` bytes, and the product, of floats, `columns` numbers. The grid has a block for each
/// tile. Here a and b are of floats, multiplied one by one.
std::string multiplyKernel();

/// The same on tensor cores, 32 bytes of a row at a time.
struct TensorFormat {
  std::string_view version;  ///< of PTX
  std::string_view target;
  std::string_view instruction;
};
std::string multiplyKernel(const TensorFormat& format);

}  // namespace aictl::gpu::bench
