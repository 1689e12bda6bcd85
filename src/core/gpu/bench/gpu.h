#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>

#include "core/gpu/bench/cuda.h"
#include "core/gpu/bench/measurement.h"

namespace aictl::gpu::bench {

/// Why something was not measured. Thrown where it is met, inside a measurement, and caught by who began it.
struct Fault {
  Trouble trouble = Trouble::failed;
  std::string message;
};

/// Throws a Fault: the library has no such function, or a call of it failed.
[[noreturn]] void throwMissing(const char* function);
[[noreturn]] void throwFailed(const cuda::Api& api, const char* function, int code);

/// Calls a function of the library; a Fault where it has none or the call fails.
template <class... Parameters, class... Arguments>
void call(const cuda::Api& api, const Symbol<int(Parameters...)>& function, Arguments... arguments) {
  if (!function) throwMissing(function.name());
  if (const int code = function(arguments...); code != cuda::success) throwFailed(api, function.name(), code);
}

/// A device that is measured. It stays open as long as the process.
class Gpu {
 public:
  /// Opens it and makes it the current one of the thread.
  Gpu(const cuda::Api& api, cuda::Device device);
  ~Gpu();
  Gpu(const Gpu&) = delete;
  Gpu& operator=(const Gpu&) = delete;

  void makeCurrent() const { call(api, api.setContext, context); }
  void wait() const { call(api, api.wait, stream); }

  const cuda::Api& api;
  cuda::Device device;
  cuda::Context context = nullptr;
  cuda::Stream stream = nullptr;       ///< for all work
  cuda::Stream otherStream = nullptr;  ///< for what goes on beside it
  int capability = 0;                  ///< 90 for compute capability 9.0
  int multiprocessors = 0;
};

/// An event of the device's clock.
class Event {
 public:
  explicit Event(const Gpu& gpu) : gpu_(gpu) { call(gpu.api, gpu.api.createEvent, &handle_, 0U); }
  void record(cuda::Stream stream) const { call(gpu_.api, gpu_.api.record, handle_, stream); }
  /// The stream goes on once the event has happened.
  void holdBack(cuda::Stream stream) const { call(gpu_.api, gpu_.api.waitFor, stream, handle_, 0U); }
  /// Nanoseconds from the other to this one; both have happened.
  double since(const Event& earlier) const;

 private:
  const Gpu& gpu_;
  cuda::Event handle_ = nullptr;
};

/// Memory of the device.
class DeviceMemory {
 public:
  DeviceMemory(const Gpu& gpu, std::size_t size) : bytes(size), gpu_(gpu) {
    call(gpu.api, gpu.api.allocate, &address, size);
  }
  ~DeviceMemory() { gpu_.api.free(address); }
  DeviceMemory(const DeviceMemory&) = delete;
  DeviceMemory& operator=(const DeviceMemory&) = delete;

  /// Each word of it, once the stream comes to it.
  void fill(std::uint32_t word) const {
    call(gpu_.api, gpu_.api.fill, address, word, bytes / sizeof word, gpu_.stream);
  }

  cuda::Address address = 0;
  std::size_t bytes;

 private:
  const Gpu& gpu_;
};

/// Memory of the host that the device's copy engines reach (page-locked).
class HostMemory {
 public:
  HostMemory(const Gpu& gpu, std::size_t size) : bytes(size), gpu_(gpu) {
    call(gpu.api, gpu.api.allocateHost, &address, size);
  }
  ~HostMemory() { gpu_.api.freeHost(address); }
  HostMemory(const HostMemory&) = delete;
  HostMemory& operator=(const HostMemory&) = delete;

  template <class Item>
  std::span<Item> as() const {
    return {static_cast<Item*>(address), bytes / sizeof(Item)};
  }

  /// All of it to the device, or from there, once the stream comes to it.
  void copyTo(const DeviceMemory& memory, cuda::Stream stream) const {
    call(gpu_.api, gpu_.api.copyToDevice, memory.address, static_cast<const void*>(address), bytes, stream);
  }
  void copyFrom(const DeviceMemory& memory, cuda::Stream stream) const {
    call(gpu_.api, gpu_.api.copyToHost, address, memory.address, bytes, stream);
  }

  void* address = nullptr;
  std::size_t bytes;

 private:
  const Gpu& gpu_;
};

/// How many blocks of how many threads.
struct Grid {
  unsigned columns = 1;
  unsigned rows = 1;
  unsigned threads = 1;
};

/// A kernel of a PTX text, compiled by the driver.
class Kernel {
 public:
  /// A Fault with what the compiler said, where it does not compile.
  Kernel(const Gpu& gpu, const std::string& ptx, const char* name);

  /// Puts it into the stream; the arguments are those of the kernel, in their very types.
  template <class... Arguments>
  void launch(Grid grid, Arguments... arguments) const {
    std::array<void*, sizeof...(Arguments) + 1> parameters{&arguments..., nullptr};
    call(gpu_.api, gpu_.api.launch, function_, grid.columns, grid.rows, 1U, grid.threads, 1U, 1U, 0U,
         gpu_.stream, parameters.data(), nullptr);
  }

 private:
  const Gpu& gpu_;
  cuda::Function function_ = nullptr;
};

}  // namespace aictl::gpu::bench
