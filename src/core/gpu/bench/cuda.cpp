#include "core/gpu/bench/cuda.h"

#include <fmt/format.h>

namespace aictl::gpu::cuda {

std::string Api::words(int code) const {
  const char* text = nullptr;
  if (errorString && errorString(code, &text) == success && text != nullptr) return text;
  return fmt::format("error {}", code);
}

}  // namespace aictl::gpu::cuda
