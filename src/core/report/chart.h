#pragma once

#include <string>
#include <utility>
#include <vector>

namespace aictl::report {

enum class Scale { linear, logarithmic };

struct Axis {
  std::string title;  ///< with the unit
  Scale scale = Scale::linear;
};

struct Series {
  std::string name;
  std::vector<std::pair<double, double>> points;  ///< in the order in which they are joined
};

/// Lines over two axes. On a logarithmic axis what is not above 0 is left out.
struct Chart {
  std::string title;
  Axis x;
  Axis y;
  std::vector<Series> series;
};

/// The chart as an SVG element, with ticks and a legend; a sentence where it has no point to show.
std::string svg(const Chart& chart);

}  // namespace aictl::report
