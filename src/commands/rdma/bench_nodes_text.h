#pragma once

#include <string>
#include <vector>

#include "core/fleet/matrix.h"

namespace aictl::commands {

/// A table for each test, with the nodes that measured as rows and the others as columns; outliers are
/// marked.
std::string nodesTable(const fleet::PairsReport& report, const std::vector<fleet::Matrix>& matrices);

/// `LATENCY µs  tcp send, 8 B`: what a matrix shows.
std::string matrixTitle(const fleet::Matrix& matrix);

}  // namespace aictl::commands
