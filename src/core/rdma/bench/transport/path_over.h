#pragma once

#include <algorithm>
#include <utility>

#include "core/base/result.h"
#include "core/rdma/bench/clock.h"
#include "core/rdma/bench/transport/path.h"

namespace aictl::rdma::bench {

/// The loops of all tests, written once. An endpoint is what a transport and an operation do:
///
///     void send(Mark mark);   // a message whose last byte is the mark; waits where too many are under way
///     Mark receive();         // waits for the next message; one-sided: until all that was sent is done
///     bool isIntact() const;  // the bytes of the message that came last
///     std::int64_t retransmissions() const;
///
///     void confirm(Mark mark);  // where it can: answers a stream with the mark alone, as a whole message
///     would Mark confirmation();      // take its time of the stream's; waits for that
///
/// Inside of a loop nothing is asked of the configuration, and no memory is taken.
template <class Endpoint>
class PathOver final : public Path {
 public:
  template <class... Arguments>
  explicit PathOver(Arguments&&... arguments) : endpoint_(std::forward<Arguments>(arguments)...) {}

  void exchange(const Window& window, statistics::Histogram& samples) override {
    std::uint64_t left = window.messages;
    const std::uint64_t begin = now();
    std::uint64_t before = begin;
    Mark mark = 0;
    do {
      const bool isLast = --left == 0 || before - begin >= window.nanoseconds;
      mark = nextMark(isLast ? window.ending : Mark{0});
      before = now();
      endpoint_.send(mark);
      expect(endpoint_.receive(), mark);
      samples.record(now() - before);
    } while ((mark & endsWindow) == 0);
  }

  bool answerExchange() override {
    Mark mark = 0;
    do {
      mark = endpoint_.receive();
      expect(mark, nextMark(mark & (endsWindow | endsTest)));
      endpoint_.send(mark);
    } while ((mark & endsWindow) == 0);
    return (mark & endsTest) != 0;
  }

  Flow stream(const Window& window) override {
    constexpr std::uint64_t batch = 32;  // between two looks at the clock
    Flow flow;
    const std::uint64_t begin = now();
    while (flow.messages + batch < window.messages && now() - begin < window.nanoseconds) {
      for (std::uint64_t i = 0; i < batch; ++i) endpoint_.send(nextMark(0));
      flow.messages += batch;
    }
    // In all as many as were asked for, or one more where the time is over.
    const bool isTimed = now() - begin >= window.nanoseconds;
    const std::uint64_t rest = isTimed ? 1 : window.messages - flow.messages;
    for (std::uint64_t i = 1; i < rest; ++i) endpoint_.send(nextMark(0));
    const Mark last = nextMark(window.ending);
    endpoint_.send(last);
    expect(confirmation(), last);
    flow.messages += rest;
    flow.nanoseconds = now() - begin;
    return flow;
  }

  bool answerStream() override {
    Mark mark = 0;
    do {
      mark = endpoint_.receive();
      expect(mark, nextMark(mark & (endsWindow | endsTest)));
    } while ((mark & endsWindow) == 0);
    confirm(mark);
    return (mark & endsTest) != 0;
  }

  bool isIntact() const override { return endpoint_.isIntact(); }
  std::int64_t retransmissions() const override { return endpoint_.retransmissions(); }

 private:
  Mark nextMark(unsigned bits) {
    count_ = following(count_);
    return static_cast<Mark>(count_ | bits);
  }

  void confirm(Mark mark) {
    if constexpr (requires { endpoint_.confirm(mark); }) {
      endpoint_.confirm(mark);
    } else {
      endpoint_.send(mark);
    }
  }
  Mark confirmation() {
    if constexpr (requires { endpoint_.confirmation(); }) {
      return endpoint_.confirmation();
    } else {
      return endpoint_.receive();
    }
  }

  static void expect(Mark found, Mark expected) {
    if (found == expected) return;
    throw Failure(ExitCode::noAnswer,
                  Finding{.rule = "bench", .message = "a message was lost, or came twice or out of order"});
  }

  Endpoint endpoint_;
  Mark count_ = 0;
};

}  // namespace aictl::rdma::bench
