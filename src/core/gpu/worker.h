#pragma once

#include <chrono>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/gpu/vendor.h"
#include "core/gpu/worker_process.h"

/// Each vendor's library is asked in a process of its own: `aictl __gpu VENDOR LIBRARY`.
namespace aictl::gpu {

/// The hidden command that a worker is.
inline constexpr std::string_view workerCommand = "__gpu";

/// What a worker does: asks the library, and writes a line of JSON for each answer. Gives the exit code of
/// the process, where it does not end it itself.
int work(std::string_view vendor, const std::string& library);

struct VendorQuestion {
  const Vendor* vendor = nullptr;
  std::string library;  ///< its file; "" for that of the system
};

/// What came of asking a vendor.
struct VendorReport {
  using State = WorkerState;
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
