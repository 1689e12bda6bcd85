#include "core/statistics/summary.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace aictl::statistics {
namespace {

double meanOf(const std::vector<double>& samples) {
  return std::accumulate(samples.begin(), samples.end(), 0.0) / static_cast<double>(samples.size());
}

double deviationOf(const std::vector<double>& samples, double mean) {
  if (samples.size() < 2) return 0;
  double squares = 0;
  for (const double sample : samples) squares += (sample - mean) * (sample - mean);
  return std::sqrt(squares / static_cast<double>(samples.size() - 1));
}

}  // namespace

std::optional<double> Summary::at(std::string_view name) const {
  const auto found = std::ranges::find(percentiles, name, &Percentile::name);
  if (found == percentiles.end()) return std::nullopt;
  return percentile.at(static_cast<std::size_t>(found - percentiles.begin()));
}

Summary Summary::scaled(double factor) const {
  Summary result = *this;
  for (double* figure : {&result.minimum, &result.maximum, &result.mean, &result.standardDeviation})
    *figure *= factor;
  for (auto& figure : result.percentile) {
    if (figure) *figure *= factor;
  }
  return result;
}

Summary summarize(std::vector<double> samples) {
  Summary summary;
  if (samples.empty()) return summary;
  std::ranges::sort(samples);
  summary.count = samples.size();
  summary.minimum = samples.front();
  summary.maximum = samples.back();
  summary.mean = meanOf(samples);
  summary.standardDeviation = deviationOf(samples, summary.mean);
  for (std::size_t i = 0; i < percentiles.size(); ++i) {
    if (samples.size() < percentiles[i].samplesNeeded) continue;
    const auto rank = std::ceil(percentiles[i].fraction * static_cast<double>(samples.size()));
    summary.percentile[i] = samples[static_cast<std::size_t>(rank) - 1];
  }
  return summary;
}

double median(std::vector<double> samples) {
  if (samples.empty()) return 0;
  std::ranges::sort(samples);
  const std::size_t middle = samples.size() / 2;
  return samples.size() % 2 == 1 ? samples[middle] : (samples[middle - 1] + samples[middle]) / 2;
}

}  // namespace aictl::statistics
