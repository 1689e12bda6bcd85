#pragma once

#include <functional>
#include <string>

#include "core/gpu/device.h"

namespace aictl::gpu {

/// What a vendor's library says of itself.
struct System {
  std::string library;  ///< the file that was opened
  std::string libraryVersion;
  std::string driverVersion;
  std::string cudaVersion;  ///< the newest CUDA that the driver runs
};

/// Takes what a library answers, as soon as it does: one that hangs later loses nothing of it.
struct Sink {
  std::function<void(const System&)> system;
  std::function<void(const Device&)> device;
};

/// How the asking of a library ended.
struct Outcome {
  enum class Kind {
    answered,
    noLibrary,  ///< it is not installed
    noDriver,   ///< it says that there is no driver or no device
    refused     ///< it gave another error, or is no such library
  };
  Kind kind = Kind::answered;
  std::string message;  ///< in words, where it did not answer
  std::string remedy;
};

}  // namespace aictl::gpu
