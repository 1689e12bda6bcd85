#pragma once

#include <string>

#include "core/rdma/bench/report.h"

/// The results of `rdma bench` as texts.
namespace aictl::commands {

/// In whose memory the messages of a machine lay, as a report has it: `messages in the memory of NVIDIA H100
/// (cuda:0, 0000:1a:00.0, PIX) by dmabuf`; "" where that was its own.
std::string gpuText(const Value& machine);

/// For people: the machines, and a table of latencies and one of bandwidths.
std::string benchTable(const rdma::bench::Report& report);

/// A line for each test, all numbers in full.
std::string benchCsv(const rdma::bench::Report& report);

/// The columns of perftest 4.5, for scripts that read those: latencies in µs, bandwidths in MiB/s. Other than
/// there t_max is the maximum, and the peak of a bandwidth is its best round.
std::string benchPerftest(const rdma::bench::Report& report);

}  // namespace aictl::commands
