#include "core/gpu/bench/gpu.h"

#include <fmt/format.h>

namespace aictl::gpu::bench {

void throwMissing(const char* function) {
  throw Fault{Trouble::unsupported, fmt::format("the library has no {}", function)};
}

void throwFailed(const cuda::Api& api, const char* function, int code) {
  throw Fault{Trouble::failed, fmt::format("{}: {}", function, api.words(code))};
}

Gpu::Gpu(const cuda::Api& from, cuda::Device number) : api(from), device(number) {
  int major = 0;
  int minor = 0;
  constexpr int ten = 10;
  call(api, api.attribute, &major, int{cuda::capabilityMajor}, device);
  call(api, api.attribute, &minor, int{cuda::capabilityMinor}, device);
  call(api, api.attribute, &multiprocessors, int{cuda::multiprocessors}, device);
  capability = major * ten + minor;
  call(api, api.retainContext, &context, device);
  makeCurrent();
  call(api, api.createStream, &stream, cuda::nonBlockingStream);
  call(api, api.createStream, &otherStream, cuda::nonBlockingStream);
}

Gpu::~Gpu() {
  // A driver without one of these keeps what it has until the process ends.
  if (api.destroyStream) {
    api.destroyStream(stream);
    api.destroyStream(otherStream);
  }
  if (api.releaseContext) api.releaseContext(device);
}

double Event::since(const Event& earlier) const {
  float milliseconds = 0;
  call(gpu_.api, gpu_.api.elapsed, &milliseconds, earlier.handle_, handle_);
  constexpr double perMillisecond = 1e6;
  return static_cast<double>(milliseconds) * perMillisecond;
}

Kernel::Kernel(const Gpu& gpu, const std::string& ptx, const char* name) : gpu_(gpu) {
  if (!gpu.api.load) throwMissing(gpu.api.load.name());
  std::array<char, 4096> log{};
  std::array<int, 2> options{cuda::errorLogBuffer, cuda::errorLogBufferBytes};
  // A number that an option takes is given in the place of the pointer.
  std::array<void*, 2> values{log.data(),
                              reinterpret_cast<void*>(log.size() - 1)};  // NOLINT(performance-no-int-to-ptr)
  cuda::Module module = nullptr;
  const int code = gpu.api.load(&module, ptx.c_str(), static_cast<unsigned>(options.size()), options.data(),
                                values.data());
  if (code != cuda::success) {
    std::string said = textOf(log);
    while (!said.empty() && (said.back() == '\n' || said.back() == ' ')) said.pop_back();
    throw Fault{Trouble::failed, fmt::format("the driver does not compile the kernel '{}': {}{}{}", name,
                                             gpu.api.words(code), said.empty() ? "" : ": ", said)};
  }
  call(gpu.api, gpu.api.function, &function_, module, name);
}

}  // namespace aictl::gpu::bench
