#include "core/gpu/bench/figure_text.h"

#include <fmt/format.h>

namespace aictl::gpu::bench {
namespace {

double scaled(Unit unit, double figure) {
  constexpr double giga = 1e9;
  constexpr double tera = 1e12;
  constexpr double micro = 1e3;  // nanoseconds
  if (unit == Unit::bytesPerSecond) return figure / giga;
  return unit == Unit::operationsPerSecond ? figure / tera : figure / micro;
}

}  // namespace

std::string_view shownUnit(Unit unit) {
  if (unit == Unit::bytesPerSecond) return "GB/s";
  return unit == Unit::operationsPerSecond ? "TFLOPS" : "µs";
}

std::string shownFigure(Unit unit, double figure) {
  constexpr double large = 1000;
  const double number = scaled(unit, figure);
  return number >= large ? fmt::format("{:.0f}", number) : fmt::format("{:.4g}", number);
}

std::string figureText(Unit unit, double figure) {
  return fmt::format("{} {}", shownFigure(unit, figure), shownUnit(unit));
}

}  // namespace aictl::gpu::bench
