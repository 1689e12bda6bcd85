#pragma once

#include <optional>
#include <string_view>

namespace aictl::gpu::bench {

/// What NVIDIA says that a board can do. Rates of tensor cores are without sparsity.
struct Datasheet {
  std::string_view model;  ///< as NVML names it
  double memoryBytesPerSecond = 0;
  double fp32 = 0;  ///< operations per second; 0 where the board cannot do it
  double tf32 = 0;
  double bf16 = 0;
  double fp8 = 0;
  std::string_view source;
};

/// The one of the board of this very name; nullptr where it is not in the table.
const Datasheet* datasheetOf(std::string_view model);

}  // namespace aictl::gpu::bench
