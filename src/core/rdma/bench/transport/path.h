#pragma once

#include <cstdint>

#include "core/rdma/bench/transport/mark.h"
#include "core/statistics/histogram.h"

namespace aictl::rdma::bench {

/// A part of a test: it ends with whichever is reached first, after at least one message.
struct Window {
  std::uint64_t messages = UINT64_MAX;
  std::uint64_t nanoseconds = UINT64_MAX;
  Mark ending = endsWindow;  ///< what the last message's mark has besides its count
};

/// Messages in a time.
struct Flow {
  std::uint64_t messages = 0;
  std::uint64_t nanoseconds = 0;
};

/// One end of a way between two sides over which one of them starts all messages, ready to be measured. All
/// functions throw a Failure where the other side is lost, or sends what it should not.
class Path {
 public:
  Path() = default;
  Path(const Path&) = delete;
  Path& operator=(const Path&) = delete;
  virtual ~Path() = default;

  /// Messages and their answers, one after the other; a sample is the time from a message to its answer.
  virtual void exchange(const Window& window, statistics::Histogram& samples) = 0;
  /// Messages as fast as they go, until the last has arrived for sure.
  virtual Flow stream(const Window& window) = 0;

  /// The other end of each, until a message ends a window; whether it ends the test too.
  virtual bool answerExchange() = 0;
  virtual bool answerStream() = 0;

  /// Whether the message that came last has the bytes that were sent.
  virtual bool isIntact() const = 0;

  /// Messages that had to be sent again during the life of the path, as the kernel counts; -1 where it does
  /// not.
  virtual std::int64_t retransmissions() const { return -1; }
};

}  // namespace aictl::rdma::bench
