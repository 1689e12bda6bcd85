#include "core/gpu/bench/kernels.h"
#include "core/gpu/bench/kinds.h"

namespace aictl::gpu::bench {
namespace {

/// The factors are of small whole numbers, which all formats have and whose sums all adders keep exactly:
/// each number of the product is exactly one that can be known.
int element(std::uint32_t seed, std::uint32_t row, std::uint32_t column) {
  std::uint32_t hash = row * 0x9E3779B1U ^ column * 0x85EBCA6BU ^ seed;
  hash = (hash ^ hash >> 15U) * 0x2C1B3C6DU;
  hash = (hash ^ hash >> 12U) * 0x297A2D39U;
  constexpr std::uint32_t values = 5;
  return static_cast<int>((hash ^ hash >> 15U) % values) - 2;
}
constexpr std::uint32_t seedA = 0x11111111;
constexpr std::uint32_t seedB = 0x77777777;

// -2 to 2 in each format.
struct Float {
  using Item = float;
  static constexpr std::array<float, 5> values{-2, -1, 0, 1, 2};
};
struct Bfloat16 {
  using Item = std::uint16_t;
  static constexpr std::array<std::uint16_t, 5> values{0xC000, 0xBF80, 0, 0x3F80, 0x4000};
};
struct E4m3 {  ///< four bits of exponent (bias 7), three of mantissa
  using Item = std::uint8_t;
  static constexpr std::array<std::uint8_t, 5> values{0xC0, 0xB8, 0, 0x38, 0x40};
};

template <class Format>
void sendFactor(const Gpu& gpu, const DeviceMemory& memory, unsigned size, std::uint32_t seed) {
  const HostMemory host(gpu, memory.bytes);
  const auto items = host.as<typename Format::Item>();
  for (std::uint32_t row = 0; row < size; ++row) {
    for (std::uint32_t column = 0; column < size; ++column) {
      const int position = element(seed, row, column) + 2;
      items[std::size_t{row} * size + column] = Format::values.at(static_cast<std::size_t>(position));
    }
  }
  host.copyTo(memory, gpu.stream);
  gpu.wait();
}

/// The product times a vector has to be a times (bᵀ times the vector): all of it is checked in the time that
/// reading it takes (Freivalds). All numbers are whole and small enough to be exact.
void expectProduct(std::span<const float> product, unsigned size) {
  const auto weight = [](unsigned column) { return static_cast<double>(column % 7 + 1); };
  std::vector<double> ofB(size);
  for (unsigned column = 0; column < size; ++column) {
    for (unsigned k = 0; k < size; ++k) ofB[k] += element(seedB, column, k) * weight(column);
  }
  for (unsigned row = 0; row < size; ++row) {
    double right = 0;
    double found = 0;
    for (unsigned k = 0; k < size; ++k) {
      right += element(seedA, row, k) * ofB[k];
      found += static_cast<double>(product[std::size_t{row} * size + k]) * weight(k);
    }
    if (right == found) continue;
    throw Fault{Trouble::wrong,
                fmt::format("row {} of the product of two matrices is wrong: it comes to {}, and not {}", row,
                            found, right)};
  }
}

template <class Format>
void multiply(Bench& bench, Measurement& into, const std::string& ptx) {
  const Gpu& gpu = bench.gpu;
  const unsigned size = bench.extent.matrix;
  const std::size_t numbers = std::size_t{size} * size;
  const Kernel kernel(gpu, ptx, "multiply");
  const DeviceMemory a(gpu, numbers * sizeof(typename Format::Item));
  const DeviceMemory b(gpu, numbers * sizeof(typename Format::Item));
  const DeviceMemory product(gpu, numbers * sizeof(float));
  sendFactor<Format>(gpu, a, size, seedA);
  sendFactor<Format>(gpu, b, size, seedB);
  product.fill(~0U);  // no number: what is not written is seen

  const Grid grid{size / tileRows, size / tileRows, tileThreads};
  const auto pitch = static_cast<std::uint32_t>(size * sizeof(typename Format::Item));
  into.amount = 2.0 * size * static_cast<double>(numbers);
  timeOnDevice(bench, into, [&] { kernel.launch(grid, a.address, b.address, product.address, pitch, size); });

  const HostMemory host(gpu, product.bytes);
  host.copyFrom(product, gpu.stream);
  gpu.wait();
  expectProduct(host.as<const float>(), size);
}

template <class Format>
void multiplyOnTensorCores(Bench& bench, Measurement& into, int capability, const TensorFormat& format) {
  if (bench.gpu.capability < capability) {
    constexpr int ten = 10;
    throw Fault{
        Trouble::unsupported,
        fmt::format("the chip has no tensor cores for it: it is of compute capability {}.{}, and they "
                    "came with {}.{}",
                    bench.gpu.capability / ten, bench.gpu.capability % ten, capability / ten,
                    capability % ten)};
  }
  multiply<Format>(bench, into, multiplyKernel(format));
}

}  // namespace

void multiplyFp32(Bench& bench, Measurement& into) { multiply<Float>(bench, into, multiplyKernel()); }

void multiplyTf32(Bench& bench, Measurement& into) {
  multiplyOnTensorCores<Float>(bench, into, 80,
                               {"7.0", "sm_80", "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32"});
}

void multiplyBf16(Bench& bench, Measurement& into) {
  multiplyOnTensorCores<Bfloat16>(bench, into, 80,
                                  {"7.0", "sm_80", "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32"});
}

void multiplyFp8(Bench& bench, Measurement& into) {
  multiplyOnTensorCores<E4m3>(bench, into, 89,
                              {"8.4", "sm_89", "mma.sync.aligned.m16n8k32.row.col.f32.e4m3.e4m3.f32"});
}

}  // namespace aictl::gpu::bench
