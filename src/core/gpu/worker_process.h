#pragma once

#include <chrono>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/value.h"
#include "core/gpu/answer.h"

/// Processes of our own that call vendors' libraries: this same program, run with arguments that only it
/// knows. A library may crash there, or hang in a sick driver where no signal reaches it.
namespace aictl::gpu {

/// The worker's side: lines of JSON on what was standard output, which leads nowhere from then on, since
/// libraries print to it. The worker ends with the process that started it.
class WorkerOutput {
 public:
  WorkerOutput();

  /// A line `{"KEY": {…}}`.
  void write(std::string_view key, Value value) const;
  /// The last line; then the process ends, not through the library's own end, which may hang or crash.
  [[noreturn]] void finish(const Outcome& outcome) const;

 private:
  int descriptor_;
};

enum class WorkerState {
  answered,
  noLibrary,
  noDriver,
  refused,  ///< the library said why it does not work
  crashed,  ///< the library ended the worker
  silent,   ///< the driver did not answer in time
  garbled,  ///< what came is no answer
  stopped   ///< we were asked to stop
};

/// How a worker ended.
struct WorkerEnd {
  WorkerState state = WorkerState::answered;
  std::string message;  ///< in words, where it did not answer
  std::string remedy;
};

/// A worker to run.
struct Worker {
  std::vector<std::string> arguments;
  std::function<bool(std::string_view key, const Value& value)> take;  ///< a line; false for one that is none
  std::function<std::string()> last;  ///< the last answer in words, as `nvidia0 of libfoo.so`; "" for none
};

/// Runs all at once, each for no longer than `time`. What one wrote before whatever went wrong is taken.
std::vector<WorkerEnd> runWorkers(std::span<const Worker> workers, std::chrono::milliseconds time,
                                  const std::function<bool()>& isStopped);

}  // namespace aictl::gpu
