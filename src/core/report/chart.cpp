#include "core/report/chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/report/html.h"
#include "core/report/markup.h"

namespace aictl::report {
namespace {

// Of the drawing, in pixels
constexpr double width = 720;
constexpr double height = 360;
constexpr double left = 70;
constexpr double right = 180;
constexpr double top = 30;
constexpr double bottom = 50;
constexpr double legendStep = 18;

constexpr std::array colours{"#2f6fde", "#d9480f", "#2b8a3e", "#9c36b5",
                             "#c2255c", "#0b7285", "#e67700", "#5c5f66"};

/// A range of values and the pixels that it is drawn over.
class Span {
 public:
  Span(const Axis& axis, double low, double high, double begin, double end)
      : isLogarithmic_(axis.scale == Scale::logarithmic),
        low_(position(low)),
        high_(position(high)),
        begin_(begin),
        end_(end) {
    if (high_ - low_ < 1e-12) {
      low_ -= 0.5;  // one value stands in the middle
      high_ += 0.5;
    }
  }

  double at(double value) const {
    return begin_ + (position(value) - low_) / (high_ - low_) * (end_ - begin_);
  }

  std::vector<double> ticks() const { return isLogarithmic_ ? decades() : steps(); }

 private:
  double position(double value) const { return isLogarithmic_ ? std::log10(value) : value; }

  /// Powers of ten, and their doubles and fives where there are few.
  std::vector<double> decades() const {
    std::vector<double> all;
    const bool isShort = high_ - low_ < 2;
    for (double power = std::floor(low_); power <= high_; ++power) {
      for (const double factor : {1.0, 2.0, 5.0}) {
        const double value = factor * std::pow(10, power);
        if (factor > 1 && !isShort) continue;
        if (position(value) >= low_ - 1e-9 && position(value) <= high_ + 1e-9) all.push_back(value);
      }
    }
    return all;
  }

  /// About five, at 1, 2 or 5 times a power of ten.
  std::vector<double> steps() const {
    constexpr double wanted = 5;
    const double power = std::pow(10, std::floor(std::log10((high_ - low_) / wanted)));
    double step = power;
    for (const double factor : {2.0, 5.0, 10.0}) {
      if ((high_ - low_) / step > wanted + 1) step = factor * power;
    }
    std::vector<double> all;
    for (double value = std::ceil(low_ / step) * step; value <= high_ + step * 1e-9; value += step)
      all.push_back(std::abs(value) < step * 1e-9 ? 0 : value);
    return all;
  }

  bool isLogarithmic_;
  double low_;
  double high_;
  double begin_;
  double end_;
};

bool canShow(const Axis& axis, double value) {
  return std::isfinite(value) && (axis.scale == Scale::linear || value > 0);
}

/// The series without what their axes cannot show.
std::vector<Series> shown(const Chart& chart) {
  std::vector<Series> all;
  for (const Series& series : chart.series) {
    Series kept{.name = series.name};
    std::ranges::copy_if(series.points, std::back_inserter(kept.points), [&](const auto& point) {
      return canShow(chart.x, point.first) && canShow(chart.y, point.second);
    });
    if (!kept.points.empty()) all.push_back(std::move(kept));
  }
  return all;
}

std::pair<double, double> rangeOf(const std::vector<Series>& all, double std::pair<double, double>::*member) {
  std::pair range{std::numeric_limits<double>::max(), std::numeric_limits<double>::lowest()};
  for (const Series& series : all) {
    for (const auto& point : series.points)
      range = {std::min(range.first, point.*member), std::max(range.second, point.*member)};
  }
  return range;
}

std::string text(double x, double y, const char* anchor, std::string_view words) {
  return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>\n", x, y, anchor,
                     escaped(words));
}

std::string grid(double x1, double y1, double x2, double y2) {
  return fmt::format("<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"#8884\"/>\n", x1,
                     y1, x2, y2);
}

std::string axes(const Chart& chart, const Span& x, const Span& y) {
  constexpr double labelGap = 16;
  std::string all;
  for (const double tick : x.ticks()) {
    all += grid(x.at(tick), top, x.at(tick), height - bottom);
    all += text(x.at(tick), height - bottom + labelGap, "middle", fmt::format("{:g}", tick));
  }
  for (const double tick : y.ticks()) {
    all += grid(left, y.at(tick), width - right, y.at(tick));
    all += text(left - labelGap / 2, y.at(tick) + labelGap / 4, "end", fmt::format("{:g}", tick));
  }
  all += text((left + width - right) / 2, height - labelGap / 2, "middle", chart.x.title);
  return all + text(left, top - labelGap / 2, "start", chart.y.title);
}

std::string line(const Series& series, const char* colour, const Span& x, const Span& y) {
  std::string path;
  std::string dots;
  constexpr std::size_t mostDots = 40;
  for (const auto& [across, up] : series.points) {
    path += fmt::format("{}{:.1f},{:.1f}", path.empty() ? "" : " ", x.at(across), y.at(up));
    if (series.points.size() <= mostDots)
      dots += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"2.5\" fill=\"{}\"/>\n", x.at(across),
                          y.at(up), colour);
  }
  return fmt::format("<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.8\"/>\n", path,
                     colour) +
         dots;
}

}  // namespace

std::string svg(const Chart& chart) {
  const auto all = shown(chart);
  if (all.empty()) return "<p>" + escaped(chart.title) + ": nothing to show</p>\n";
  const auto [lowX, highX] = rangeOf(all, &std::pair<double, double>::first);
  auto [lowY, highY] = rangeOf(all, &std::pair<double, double>::second);
  if (chart.y.scale == Scale::linear) lowY = std::min(0.0, lowY);
  const Span x(chart.x, lowX, highX, left, width - right);
  const Span y(chart.y, lowY, highY, height - bottom, top);
  std::string result =
      fmt::format("<svg viewBox=\"0 0 {} {}\" width=\"{}\" role=\"img\" aria-label=\"{}\">\n", width, height,
                  width, escaped(chart.title));
  result += axes(chart, x, y);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const char* colour = colours.at(i % colours.size());
    result += line(all[i], colour, x, y);
    const double legend = top + legendStep * static_cast<double>(i);
    result += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"10\" height=\"10\" fill=\"{}\"/>\n",
                          width - right + legendStep, legend, colour);
    result += text(width - right + 2 * legendStep, legend + legendStep / 2, "start", all[i].name);
  }
  return result + "</svg>\n";
}

}  // namespace aictl::report
