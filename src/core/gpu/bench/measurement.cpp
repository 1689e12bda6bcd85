#include "core/gpu/bench/measurement.h"

namespace aictl::gpu::bench {
namespace {

double inUnit(const Measurement& measurement, double nanoseconds) {
  constexpr double perSecond = 1e9;
  return measurement.unit == Unit::nanoseconds ? nanoseconds : measurement.amount / nanoseconds * perSecond;
}

}  // namespace

double Measurement::figure() const { return inUnit(*this, statistics::median(nanoseconds)); }

std::vector<double> Measurement::figures() const {
  std::vector<double> figures;
  figures.reserve(nanoseconds.size());
  for (const double one : nanoseconds) figures.push_back(inUnit(*this, one));
  return figures;
}

statistics::Summary Measurement::summary() const { return statistics::summarize(figures()); }

}  // namespace aictl::gpu::bench
