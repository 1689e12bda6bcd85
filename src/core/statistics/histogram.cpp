#include "core/statistics/histogram.h"

#include <cmath>

namespace aictl::statistics {

void Histogram::add(const Histogram& other) {
  if (other.count_ == 0) return;
  if (count_ == 0) origin_ = other.origin_;
  for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
  const double distance = other.origin_ - origin_;
  const auto samples = static_cast<double>(other.count_);
  squares_ += other.squares_ + 2 * distance * other.sum_ + samples * distance * distance;
  sum_ += other.sum_ + samples * distance;
  count_ += other.count_;
  minimum_ = std::min(minimum_, other.minimum_);
  maximum_ = std::max(maximum_, other.maximum_);
}

Histogram::Bucket Histogram::bucketAt(std::size_t index) {
  constexpr std::size_t exact = std::size_t{1} << precision;
  if (index < exact) return {index, index, 0};
  const std::size_t shift = (index >> half) - 1;
  const std::uint64_t low = static_cast<std::uint64_t>(index - (shift << half)) << shift;
  return {low, low + ((std::uint64_t{1} << shift) - 1), 0};
}

std::uint64_t Histogram::atRank(std::uint64_t rank) const {
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    seen += counts_[i];
    if (seen >= rank) return std::min(bucketAt(i).high, maximum_);
  }
  return maximum_;
}

Summary Histogram::summary() const {
  Summary summary;
  if (count_ == 0) return summary;
  const auto samples = static_cast<double>(count_);
  summary.count = count_;
  summary.minimum = static_cast<double>(minimum_);
  summary.maximum = static_cast<double>(maximum_);
  summary.mean = origin_ + sum_ / samples;
  if (count_ > 1)
    summary.standardDeviation = std::sqrt(std::max(0.0, squares_ - sum_ * sum_ / samples) / (samples - 1));
  for (std::size_t i = 0; i < percentiles.size(); ++i) {
    if (count_ < percentiles[i].samplesNeeded) continue;
    const auto rank = static_cast<std::uint64_t>(std::ceil(percentiles[i].fraction * samples));
    summary.percentile[i] = static_cast<double>(atRank(rank));
  }
  return summary;
}

std::vector<Histogram::Bucket> Histogram::buckets() const {
  std::vector<Bucket> all;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    if (counts_[i] == 0) continue;
    all.push_back(bucketAt(i));
    all.back().count = counts_[i];
  }
  return all;
}

}  // namespace aictl::statistics
