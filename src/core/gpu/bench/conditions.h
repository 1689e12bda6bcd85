#pragma once

#include <string>

#include "core/gpu/bench/measurement.h"
#include "core/gpu/nvml.h"

namespace aictl::gpu::bench {

/// Looks by NVML at a device while it is measured. Where the library is not there, it sees nothing.
class Watch {
 public:
  /// The device of that number in NVML, by the library at `path` (that of the system with "").
  Watch(const std::string& path, unsigned index);

  /// Keeps the thread to the processors that are next to the device; the memory it takes then is there, too.
  void moveBesideDevice() const;
  /// Takes a reading. To be called while the device works.
  void look();
  /// What was seen since the last call.
  Conditions take();

 private:
  Library library_;
  nvml::Api api_;
  nvml::Device device_ = nullptr;
  Conditions seen_;
};

}  // namespace aictl::gpu::bench
