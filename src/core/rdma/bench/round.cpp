#include "core/rdma/bench/round.h"

#include <algorithm>
#include <array>

#include "core/rdma/bench/clock.h"

namespace aictl::rdma::bench {
namespace {

constexpr double nanosecondsPerSecond = 1e9;

/// The share of a core that this thread has from its making on.
class ProcessorShare {
 public:
  double now() const {
    const auto wall = static_cast<double>(bench::now() - begin_);
    return wall > 0 ? static_cast<double>(processorTime() - processor_) / wall : 0;
  }

 private:
  std::uint64_t begin_ = bench::now();
  std::uint64_t processor_ = processorTime();
};

Flow run(Path& path, const Test& test, const Window& window, statistics::Histogram& samples) {
  if (test.measure == Measure::bandwidth) return path.stream(window);
  const std::uint64_t begin = now();
  path.exchange(window, samples);
  return {samples.count(), now() - begin};
}

/// Nanoseconds a message; of latencies the median, which a single pause of the machine does not move.
double pace(const Flow& flow, const statistics::Histogram& samples) {
  if (samples.count() > 0) return samples.summary().at("p50").value_or(0);
  return static_cast<double>(flow.nanoseconds) / static_cast<double>(flow.messages);
}

constexpr std::uint64_t windowTime = 10'000'000;  // of a warm-up

/// Windows until the last three are within 2 % of each other; false where the time was over before.
bool warmUp(Path& path, const Test& test, const Configuration& configuration) {
  constexpr double alike = 1.02;
  const auto limit = static_cast<std::uint64_t>(configuration.warmUpSeconds * nanosecondsPerSecond);
  std::array<double, 3> last{};
  const std::uint64_t begin = now();
  for (std::size_t count = 0; now() - begin < limit; ++count) {
    statistics::Histogram samples;
    const Flow flow = run(path, test, {.nanoseconds = windowTime}, samples);
    last[count % last.size()] = pace(flow, samples);
    const auto [least, most] = std::ranges::minmax(last);
    if (least > 0 && most <= alike * least) return true;
  }
  return false;
}

/// The measured part, in windows so short that a wish to stop is seen between them.
Flow measure(Path& path, const Test& test, const Configuration& configuration, const Watch& watch,
             statistics::Histogram& samples) {
  constexpr std::uint64_t slice = 1'000'000'000;  // between two, a device has nothing to do
  const bool isCounted = configuration.iterations > 0;
  const auto limit = static_cast<std::uint64_t>(configuration.seconds * nanosecondsPerSecond);
  Flow all;
  while (isCounted ? all.messages < configuration.iterations : all.nanoseconds < limit) {
    watch.check(now());
    Window window{.nanoseconds = isCounted ? slice : std::min(slice, limit - all.nanoseconds)};
    if (isCounted) window.messages = configuration.iterations - all.messages;
    const std::uint64_t before = samples.count();
    const Flow flow = run(path, test, window, samples);
    all.messages += flow.messages - (test.measure == Measure::latency ? before : 0);
    all.nanoseconds += flow.nanoseconds;
  }
  return all;
}

/// Goes on as it is until the other paths are warm too, so that all have each other beside them.
void awaitOthers(Path& path, const Test& test, const Watch& watch, const WarmUps& warmUps) {
  while (!warmUps.areOver()) {
    watch.check(now());
    statistics::Histogram unused;
    run(path, test, {.nanoseconds = windowTime}, unused);
  }
}

/// Whether the side that starts the messages has some that came to it: of a stream it gets confirmations
/// alone.
bool getsMessages(const Test& test) {
  return isOneSided(test) ? test.operation != Operation::write : test.measure == Measure::latency;
}

/// One message more, which says that the test is over.
void end(Path& path, const Test& test) {
  statistics::Histogram unused;
  run(path, test, {.messages = 1, .ending = endsWindow | endsTest}, unused);
}

}  // namespace

PathRound initiate(Path& path, const Test& test, const Configuration& configuration, const Watch& watch,
                   WarmUps& warmUps) {
  PathRound round;
  const ProcessorShare share;
  round.isSteady = warmUp(path, test, configuration);
  warmUps.end();
  awaitOthers(path, test, watch, warmUps);
  round.flow = measure(path, test, configuration, watch, round.samples);
  round.processorShare = share.now();
  end(path, test);
  round.isIntact = !getsMessages(test) || path.isIntact();
  round.retransmissions = path.retransmissions();
  return round;
}

PathRound answer(Path& path, const Test& test, const Watch& watch) {
  PathRound round;
  const ProcessorShare share;
  const bool isLatency = test.measure == Measure::latency;
  while (!(isLatency ? path.answerExchange() : path.answerStream())) watch.check(now());
  round.processorShare = share.now();
  round.isIntact = path.isIntact();
  round.retransmissions = path.retransmissions();
  return round;
}

}  // namespace aictl::rdma::bench
