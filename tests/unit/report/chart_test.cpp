#include "core/report/chart.h"
#include "core/report/heat_map.h"

#include <cmath>
#include <limits>

#include "catch.h"

using namespace aictl::report;

namespace {

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

Chart chart(std::vector<std::pair<double, double>> points, Scale scale = Scale::linear) {
  return {.title = "t",
          .x = {"x", scale},
          .y = {"y", scale},
          .series = {{.name = "s", .points = std::move(points)}}};
}

}  // namespace

TEST_CASE("a chart has a line for each series, and its name in the legend") {
  Chart two = chart({{0, 0}, {10, 5}});
  two.series.push_back({.name = "a<b", .points = {{0, 1}, {10, 2}}});
  const std::string text = svg(two);
  CHECK(count(text, "<polyline") == 2);
  CHECK(text.find(">a&lt;b</text>") != std::string::npos);
  CHECK(count(text, "<svg") == 1);
  CHECK(text.ends_with("</svg>\n"));
}

TEST_CASE("points lie where their values are: the corners of the drawing are the ends of the axes") {
  const std::string text = svg(chart({{0, 0}, {10, 5}}));
  CHECK(text.find("points=\"70.0,310.0 540.0,30.0\"") != std::string::npos);
}

TEST_CASE("a logarithmic axis has its ticks at powers of ten") {
  const std::string text = svg(chart({{1, 1}, {1000, 1000}}, Scale::logarithmic));
  CHECK(text.find(">10</text>") != std::string::npos);
  CHECK(text.find(">100</text>") != std::string::npos);
  CHECK(text.find(">500</text>") == std::string::npos);
  CHECK(text.find("points=\"70.0,310.0 540.0,30.0\"") != std::string::npos);
}

TEST_CASE("what cannot be drawn is left out, and a chart of nothing says so") {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  constexpr double infinity = std::numeric_limits<double>::infinity();
  CHECK(svg(chart({})) == "<p>t: nothing to show</p>\n");
  CHECK(svg(chart({{nan, 1}, {1, infinity}})) == "<p>t: nothing to show</p>\n");
  CHECK(svg(chart({{0, 1}, {1, -1}}, Scale::logarithmic)) == "<p>t: nothing to show</p>\n");
  const std::string one = svg(chart({{3, 7}, {nan, nan}}));
  CHECK(count(one, "<circle") == 1);
  CHECK(one.find("nan") == std::string::npos);
}

TEST_CASE("values all alike have an axis too") {
  const std::string text = svg(chart({{1, 5}, {1, 5}}, Scale::logarithmic));
  CHECK(text.find("nan") == std::string::npos);
  CHECK(text.find("inf") == std::string::npos);
}

TEST_CASE("a heat map has a field for each figure, names on both sides, and a frame for what is marked") {
  HeatMap map{.title = "t", .names = {"a<b", "c"}};
  map.rows = {{std::nullopt, HeatCell{.heat = 1, .text = "9.5", .isMarked = true}},
              {HeatCell{.heat = 0, .text = "1.5"}, std::nullopt}};
  const std::string text = svg(map);
  CHECK(count(text, "a&lt;b") == 2);
  CHECK(count(text, "9.5") == 1);
  CHECK(count(text, "stroke=\"#111\"") == 1);
  CHECK(count(text, "fill=\"none\"") == 2);
  CHECK(count(text, "<rect") == 4);
}
