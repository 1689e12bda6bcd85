#include "core/report/heat_map.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/report/markup.h"

namespace aictl::report {
namespace {

// Of the drawing, in pixels
constexpr double cellWidth = 64;
constexpr double cellHeight = 30;
constexpr double letterWidth = 7;
constexpr double gap = 8;

struct Colour {
  double red, green, blue;
};
constexpr Colour best{232, 245, 233};
constexpr Colour worst{214, 40, 40};

/// Between the two, by the heat.
std::string colourOf(double heat) {
  const double share = std::clamp(heat, 0.0, 1.0);
  const auto mixed = [share](double from, double to) { return static_cast<int>(from + share * (to - from)); };
  return fmt::format("#{:02x}{:02x}{:02x}", mixed(best.red, worst.red), mixed(best.green, worst.green),
                     mixed(best.blue, worst.blue));
}

std::string label(double x, double y, const char* anchor, const std::string& text) {
  return fmt::format("<text x=\"{:.0f}\" y=\"{:.0f}\" text-anchor=\"{}\">{}</text>\n", x, y, anchor,
                     escaped(text));
}

std::string field(double x, double y, const std::optional<HeatCell>& cell) {
  if (!cell) {
    return fmt::format(
        "<rect x=\"{:.0f}\" y=\"{:.0f}\" width=\"{:.0f}\" height=\"{:.0f}\" fill=\"none\" "
        "stroke=\"#8884\"/>\n",
        x, y, cellWidth, cellHeight);
  }
  constexpr double hot = 0.6;  // light letters from here on
  return fmt::format(
      "<rect x=\"{:.0f}\" y=\"{:.0f}\" width=\"{:.0f}\" height=\"{:.0f}\" fill=\"{}\" stroke=\"{}\" "
      "stroke-width=\"{}\"/>\n<text x=\"{:.0f}\" y=\"{:.0f}\" text-anchor=\"middle\" style=\"fill: "
      "{}\">{}</text>\n",
      x + 1, y + 1, cellWidth - 2, cellHeight - 2, colourOf(cell->heat), cell->isMarked ? "#111" : "none",
      cell->isMarked ? 3 : 0, x + cellWidth / 2, y + cellHeight / 2 + gap / 2,
      cell->heat > hot ? "#fff" : "#222", escaped(cell->text));
}

}  // namespace

std::string svg(const HeatMap& map) {
  std::size_t longest = 0;
  for (const std::string& name : map.names) longest = std::max(longest, name.size());
  const double left = letterWidth * static_cast<double>(longest) + 2 * gap;
  const auto count = static_cast<double>(map.names.size());
  const double width = left + cellWidth * count;
  const double height = cellHeight * (count + 1);
  std::string text =
      fmt::format("<svg viewBox=\"0 0 {:.0f} {:.0f}\" width=\"{:.0f}\" role=\"img\" aria-label=\"{}\">\n",
                  width, height, width, escaped(map.title));
  for (std::size_t i = 0; i < map.names.size(); ++i) {
    const auto place = static_cast<double>(i);
    text += label(left - gap, cellHeight * (place + 1) + cellHeight / 2 + gap / 2, "end", map.names[i]);
    text += label(left + cellWidth * (place + 0.5), cellHeight / 2 + gap / 2, "middle", map.names[i]);
  }
  for (std::size_t row = 0; row < map.rows.size(); ++row) {
    for (std::size_t column = 0; column < map.rows[row].size(); ++column)
      text += field(left + cellWidth * static_cast<double>(column), cellHeight * static_cast<double>(row + 1),
                    map.rows[row][column]);
  }
  return text + "</svg>\n";
}

}  // namespace aictl::report
