#pragma once

#include <string>

#include "core/rdma/bench/report.h"
#include "core/rdma/bench/report_value.h"

namespace aictl::commands {

/// A page of a run: the machines, all figures, the distribution of latencies, figures over sizes, and those
/// of the rounds, with the rounds of earlier runs beside them.
std::string benchPage(const rdma::bench::Report& report, const std::vector<rdma::bench::Recorded>& earlier);

}  // namespace aictl::commands
