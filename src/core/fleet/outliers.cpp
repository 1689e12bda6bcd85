#include "core/fleet/outliers.h"

#include <algorithm>
#include <cmath>

#include "core/statistics/summary.h"

namespace aictl::fleet {
namespace {

constexpr std::size_t leastPairs = 3;
/// A median absolute deviation as a standard deviation, where samples spread as a normal distribution does.
constexpr double deviationScale = 1.4826;

struct Level {
  double reference = 0;
  double noise = 0;
};

Level levelOf(const std::vector<double>& figures, double spread) {
  Level level{.reference = statistics::median(figures)};
  std::vector<double> distances;
  distances.reserve(figures.size());
  for (const double figure : figures) distances.push_back(std::abs(figure - level.reference));
  level.noise = std::max({2 * spread, 3 * deviationScale * statistics::median(std::move(distances)),
                          leastOutlier * std::abs(level.reference)});
  return level;
}

bool isWorse(double figure, const Level& level, statistics::Better better) {
  const double by =
      better == statistics::Better::higher ? level.reference - figure : figure - level.reference;
  return by > level.noise;
}

bool contains(const std::vector<std::size_t>& nodes, std::size_t node) {
  return std::ranges::find(nodes, node) != nodes.end();
}

}  // namespace

Outliers findOutliers(std::span<const PairFigures> pairs, std::size_t nodes, statistics::Better better) {
  Outliers outliers;
  std::vector<double> figures;
  std::vector<double> spreads;
  for (const PairFigures& pair : pairs) {
    figures.push_back(statistics::median(pair.rounds));
    spreads.push_back(statistics::summarize(pair.rounds).standardDeviation);
  }
  outliers.isKnown = pairs.size() >= leastPairs;
  if (!outliers.isKnown) return outliers;
  const double spread = statistics::median(spreads);

  std::vector<double> ofNodes;
  std::vector<std::size_t> measured;
  for (std::size_t node = 0; node < nodes; ++node) {
    std::vector<double> own;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      if (pairs[i].a == node || pairs[i].b == node) own.push_back(figures[i]);
    }
    if (own.empty()) continue;
    measured.push_back(node);
    ofNodes.push_back(statistics::median(std::move(own)));
  }
  const Level usual = levelOf(ofNodes, spread);
  for (std::size_t i = 0; i < measured.size(); ++i) {
    if (isWorse(ofNodes[i], usual, better)) outliers.nodes.push_back(measured[i]);
  }

  std::vector<double> sound;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if (!contains(outliers.nodes, pairs[i].a) && !contains(outliers.nodes, pairs[i].b))
      sound.push_back(figures[i]);
  }
  const Level level = levelOf(sound.empty() ? figures : sound, spread);
  outliers.reference = level.reference;
  outliers.noise = level.noise;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const Level own{level.reference, std::max(level.noise, 2 * spreads[i])};
    if (isWorse(figures[i], own, better)) outliers.pairs.push_back(i);
  }
  return outliers;
}

}  // namespace aictl::fleet
