#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/gpu/bench/loop.h"
#include "core/gpu/worker_process.h"

/// What is measured of which devices. Each device is measured in a process of its own, one after another, and
/// the ways between them in one more: `aictl __gpu-bench QUESTION`, with the question as JSON.
namespace aictl::gpu::bench {

/// The hidden command that a worker is.
inline constexpr std::string_view workerCommand = "__gpu-bench";

/// A device as NVML knows it.
struct Target {
  std::string name;  ///< `nvidia0`
  unsigned index = 0;
  std::string pciAddress;
  std::string instance;  ///< UUID of the MIG instance that it is; "" for a whole device
};

struct Question {
  std::string library;            ///< the CUDA driver's; "" for that of the system
  std::string managementLibrary;  ///< NVML
  std::vector<Target> targets;
  std::vector<std::string> kinds;  ///< names, `peerToPeer` among them where that is asked for
  Extent extent;
};

Value questionValue(const Question& question);
Question questionOf(const Value& value);

/// What a worker does. Gives the exit code of the process, where it does not end it itself.
int work(std::string_view question);

/// What came of it.
struct Report {
  std::vector<Measurement> measurements;
  std::vector<WorkerEnd> ends;  ///< of the workers that did not come to their end
};

/// Who runs them.
struct Run {
  std::chrono::milliseconds time{};  ///< that a worker may take
  std::function<bool()> isStopped;
  std::function<void(const std::string& what)> progress;  ///< told what is measured next
};

/// Measures all. There are no ways between instances (MIG).
Report measure(const Question& question, const Run& run);

}  // namespace aictl::gpu::bench
