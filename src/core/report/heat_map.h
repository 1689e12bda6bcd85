#pragma once

#include <optional>
#include <string>
#include <vector>

namespace aictl::report {

/// A figure in a field of its own; worse ones are darker.
struct HeatCell {
  double heat = 0;        ///< from 0, the best, to 1, the worst
  std::string text;       ///< as it is written
  bool isMarked = false;  ///< it gets a frame
};

/// Figures of all with all: the same names are rows and columns. A field without a figure is empty.
struct HeatMap {
  std::string title;
  std::vector<std::string> names;
  std::vector<std::vector<std::optional<HeatCell>>> rows;
};

/// The map as an SVG element.
std::string svg(const HeatMap& map);

}  // namespace aictl::report
