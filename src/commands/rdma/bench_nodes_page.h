#pragma once

#include <string>
#include <vector>

#include "core/fleet/matrix_value.h"

namespace aictl::commands {

/// A page of a run between nodes: what is to be said of it, a heat map for each test, and the machines.
std::string nodesPage(const fleet::RunFacts& facts, const fleet::PairsReport& report,
                      const std::vector<fleet::Matrix>& matrices, const Findings& findings);

}  // namespace aictl::commands
