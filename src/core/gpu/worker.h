#pragma once

#include <chrono>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/gpu/vendor.h"

/// A vendor's library is asked in a process of its own, this same program run as `aictl __gpu VENDOR
/// LIBRARY`: it may crash there, or hang in a sick driver where no signal reaches it.
namespace aictl::gpu {

/// The hidden command that a worker is.
inline constexpr std::string_view workerCommand = "__gpu";

/// What a worker does: asks the library, and writes a line of JSON for each answer to standard output, which
/// the library itself cannot write to. Gives the exit code of the process.
int work(std::string_view vendor, const std::string& library);

struct VendorQuestion {
  const Vendor* vendor = nullptr;
  std::string library;  ///< its file; "" for that of the system
};

/// What came of asking a vendor.
struct VendorReport {
  enum class State {
    answered,
    noLibrary,
    noDriver,
    refused,  ///< the library said why it does not work
    crashed,  ///< the library ended the worker
    silent,   ///< the driver did not answer in time
    garbled,  ///< what came is no answer
    stopped   ///< we were asked to stop
  };
  const Vendor* vendor = nullptr;
  State state = State::answered;
  System system;
  std::vector<Device> devices;  ///< that were told before whatever went wrong
  std::string message;
  std::string remedy;
};

/// Asks all at once, each for no longer than `time`.
std::vector<VendorReport> askVendors(std::span<const VendorQuestion> questions,
                                     std::chrono::milliseconds time, const std::function<bool()>& isStopped);

}  // namespace aictl::gpu
