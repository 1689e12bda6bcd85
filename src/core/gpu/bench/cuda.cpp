#include "core/gpu/bench/cuda.h"

#include <fmt/format.h>

namespace aictl::gpu::cuda {

Api::Api(const Library& from) : library(from) {}

std::string Api::words(int code) const {
  const char* text = nullptr;
  if (errorString && errorString(code, &text) == success && text != nullptr) return text;
  return fmt::format("error {}", code);
}

}  // namespace aictl::gpu::cuda
