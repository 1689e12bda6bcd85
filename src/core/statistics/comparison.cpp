#include "core/statistics/comparison.h"

#include <algorithm>
#include <cmath>

#include "core/statistics/summary.h"

namespace aictl::statistics {
namespace {

/// The probability of `successes` heads in `tosses` tosses of a fair coin.
double binomial(std::size_t tosses, std::size_t successes) {
  const auto n = static_cast<double>(tosses);
  const auto k = static_cast<double>(successes);
  return std::exp(std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1) - n * std::log(2.0));
}

}  // namespace

std::optional<Interval> medianInterval(std::vector<double> samples, double confidence) {
  const std::size_t count = samples.size();
  if (count < 2) return std::nullopt;
  std::ranges::sort(samples);
  // Outside of the samples at `rank` from both ends the median lies with twice the probability that fewer
  // than `rank` samples are below it.
  std::size_t rank = 1;
  double outside = 2 * binomial(count, 0);
  while (2 * (rank + 1) <= count) {
    const double next = outside + 2 * binomial(count, rank);
    if (1 - next < confidence) break;
    outside = next;
    ++rank;
  }
  return Interval{samples[rank - 1], samples[count - rank], 1 - outside};
}

std::string_view name(Change change) {
  switch (change) {
    case Change::none:
      return "none";
    case Change::better:
      return "better";
    case Change::worse:
      return "worse";
    case Change::unknown:
      break;
  }
  return "unknown";
}

Comparison compare(const std::vector<double>& baseline, const std::vector<double>& current, Better better) {
  Comparison result{.baseline = median(baseline), .current = median(current)};
  if (baseline.size() < leastRepeats || current.size() < leastRepeats) return result;
  const double spread = std::max(summarize(baseline).standardDeviation, summarize(current).standardDeviation);
  result.noise = std::max(2 * spread, leastChange * std::abs(result.baseline));
  const auto before = medianInterval(baseline);
  const auto after = medianInterval(current);
  const bool apart = before->high < after->low || after->high < before->low;
  if (!apart || std::abs(result.current - result.baseline) <= result.noise) {
    result.change = Change::none;
  } else {
    const bool isHigher = result.current > result.baseline;
    result.change = isHigher == (better == Better::higher) ? Change::better : Change::worse;
  }
  return result;
}

}  // namespace aictl::statistics
