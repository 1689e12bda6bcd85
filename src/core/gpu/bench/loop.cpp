#include "core/gpu/bench/loop.h"

#include <chrono>
#include <cmath>

namespace aictl::gpu::bench {
namespace {

constexpr double mostCalls = 10'000;
constexpr double longestWarmUp = 1e9;  // nanoseconds
constexpr double steady = 0.02;

/// Samples of so many calls each.
class Sampler {
 public:
  Sampler(Bench& bench, const std::function<void()>& enqueue)
      : bench_(bench), enqueue_(enqueue), begin_(bench.gpu), end_(bench.gpu) {}

  /// Nanoseconds of a call; the device is looked at while it works.
  double sample(double calls) {
    begin_.record(bench_.gpu.stream);
    for (double i = 0; i < calls; ++i) enqueue_();
    end_.record(bench_.gpu.stream);
    bench_.watch.look();
    bench_.gpu.wait();
    const double whole = end_.since(begin_);
    if (!(whole > 0)) throw Fault{Trouble::wrong, "by the device's clock, no time has passed"};
    return whole / calls;
  }

 private:
  Bench& bench_;
  const std::function<void()>& enqueue_;
  Event begin_;
  Event end_;
};

bool areAlike(double a, double b, double c) {
  return std::max({a, b, c}) <= std::min({a, b, c}) * (1 + steady);
}

/// Whether it has come to a steady state.
bool warmUp(Sampler& sampler, double calls) {
  double before = 0;
  double last = 0;
  double spent = 0;
  while (spent < longestWarmUp) {
    const double now = sampler.sample(calls);
    spent += now * calls;
    if (areAlike(before, last, now)) return true;
    before = std::exchange(last, now);
  }
  return false;
}

}  // namespace

void timeOnDevice(Bench& bench, Measurement& into, const std::function<void()>& enqueue) {
  Sampler sampler(bench, enqueue);
  sampler.sample(1);  // what is made at the first use
  const double calls =
      std::clamp(std::ceil(bench.extent.sampleNanoseconds / sampler.sample(1)), 1.0, mostCalls);
  into.isSteady = warmUp(sampler, calls);
  bench.watch.take();
  for (std::size_t i = 0; i < bench.extent.samples; ++i) into.nanoseconds.push_back(sampler.sample(calls));
  into.conditions = bench.watch.take();
}

void timeOnHost(Bench& bench, Measurement& into, const std::function<void()>& run) {
  using Clock = std::chrono::steady_clock;
  constexpr int warmUps = 1000;
  constexpr int samples = 10'000;
  for (int i = 0; i < warmUps; ++i) run();
  bench.watch.take();
  for (int i = 0; i < samples; ++i) {
    const auto begin = Clock::now();
    run();
    into.nanoseconds.push_back(std::chrono::duration<double, std::nano>(Clock::now() - begin).count());
  }
  bench.watch.look();
  into.conditions = bench.watch.take();
}

}  // namespace aictl::gpu::bench
