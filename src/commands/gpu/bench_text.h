#pragma once

#include <string>
#include <vector>

#include "core/base/finding.h"
#include "core/gpu/bench/question.h"
#include "core/gpu/bench/verdict.h"

/// Measurements of devices as texts.
namespace aictl::commands {

/// All that `gpu bench` has to show.
struct BenchResult {
  std::string began;                 ///< RFC 3339
  std::string driver;                ///< version; "" where it is not known
  std::vector<gpu::Device> devices;  ///< that were measured
  gpu::bench::Extent extent;
  std::vector<gpu::bench::Measurement> measurements;
  std::vector<gpu::bench::Judgement> judgements;  ///< one for each measurement
  Findings findings;
};

/// A table of the devices' figures and, where they were measured, one of the ways between them.
std::string benchTable(const BenchResult& result);

/// A line for each measurement (RFC 4180).
std::string benchCsv(const BenchResult& result);

/// `{schema, began, driver, configuration, devices, results, findings}`; commands/schemas/gpu-bench.json
Value benchValue(const BenchResult& result);

}  // namespace aictl::commands
