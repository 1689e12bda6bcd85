#pragma once

#include "core/rdma/bench/report.h"

namespace aictl::rdma::bench {

/// The form of the document; it changes with what readers of it have to know.
inline constexpr std::string_view reportSchema = "aictl.dev/rdma-bench/v1";

/// The whole run as one document; README, "RDMA benchmark", has its shape.
Value reportValue(const Report& report);

/// A test of an earlier run's document, with the figure of each of its rounds.
struct Recorded {
  Test test;
  std::vector<double> figures;
};
/// Of a document that `reportValue` made; says in words where it is none.
Result<std::vector<Recorded>> recordedOf(const Value& document);

}  // namespace aictl::rdma::bench
