#pragma once

#include <string>
#include <string_view>

#include "core/gpu/bench/measurement.h"

/// Figures as people read them.
namespace aictl::gpu::bench {

/// `GB/s`, `TFLOPS`, `µs`
std::string_view shownUnit(Unit unit);

/// A figure in that unit, with four digits: `2800`, `55`, `11.71`.
std::string shownFigure(Unit unit, double figure);

/// `2800 GB/s`
std::string figureText(Unit unit, double figure);

}  // namespace aictl::gpu::bench
