#include "core/gpu/bench/datasheet.h"

namespace aictl::gpu::bench {
namespace {

constexpr double giga = 1e9;
constexpr double tera = 1e12;

constexpr std::string_view h200 = "NVIDIA H200 Tensor Core GPU datasheet, nvidia.com/en-us/data-center/h200";
constexpr std::string_view h100 = "NVIDIA H100 Tensor Core GPU datasheet, nvidia.com/en-us/data-center/h100";
constexpr std::string_view a100 = "NVIDIA A100 Tensor Core GPU datasheet, nvidia.com/en-us/data-center/a100";
constexpr std::string_view l40s = "NVIDIA L40S datasheet, nvidia.com/en-us/data-center/l40s";
constexpr std::string_view l4 = "NVIDIA L4 datasheet, nvidia.com/en-us/data-center/l4";
constexpr std::string_view a10 = "NVIDIA A10 datasheet, nvidia.com/en-us/data-center/products/a10-gpu";
constexpr std::string_view v100 = "NVIDIA V100 datasheet, nvidia.com/en-us/data-center/v100";

/// Where a datasheet gives the rate of tensor cores with sparsity alone, half of it stands here.
constexpr auto table = std::to_array<Datasheet>({
    {"NVIDIA H200", 4800 * giga, 67 * tera, 494.5 * tera, 989.5 * tera, 1979 * tera, h200},
    {"NVIDIA H200 NVL", 4800 * giga, 60 * tera, 417.5 * tera, 835.5 * tera, 1670.5 * tera, h200},
    {"NVIDIA H100 80GB HBM3", 3350 * giga, 67 * tera, 494.5 * tera, 989.5 * tera, 1979 * tera, h100},
    {"NVIDIA H100 PCIe", 2000 * giga, 51 * tera, 378 * tera, 756.5 * tera, 1513 * tera, h100},
    {"NVIDIA H100 NVL", 3900 * giga, 60 * tera, 417.5 * tera, 835.5 * tera, 1670.5 * tera, h100},
    {"NVIDIA A100-SXM4-80GB", 2039 * giga, 19.5 * tera, 156 * tera, 312 * tera, 0, a100},
    {"NVIDIA A100-SXM4-40GB", 1555 * giga, 19.5 * tera, 156 * tera, 312 * tera, 0, a100},
    {"NVIDIA A100 80GB PCIe", 1935 * giga, 19.5 * tera, 156 * tera, 312 * tera, 0, a100},
    {"NVIDIA A100-PCIE-40GB", 1555 * giga, 19.5 * tera, 156 * tera, 312 * tera, 0, a100},
    {"NVIDIA L40S", 864 * giga, 91.6 * tera, 183 * tera, 362.05 * tera, 733 * tera, l40s},
    {"NVIDIA L4", 300 * giga, 30.3 * tera, 60 * tera, 121 * tera, 242.5 * tera, l4},
    {"NVIDIA A10", 600 * giga, 31.2 * tera, 62.5 * tera, 125 * tera, 0, a10},
    {"Tesla V100-SXM2-16GB", 900 * giga, 15.7 * tera, 0, 0, 0, v100},
    {"Tesla V100-SXM2-32GB", 900 * giga, 15.7 * tera, 0, 0, 0, v100},
});

}  // namespace

const Datasheet* datasheetOf(std::string_view model) {
  const auto found = std::ranges::find(table, model, &Datasheet::model);
  return found == table.end() ? nullptr : &*found;
}

}  // namespace aictl::gpu::bench
