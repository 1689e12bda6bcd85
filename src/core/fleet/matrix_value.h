#pragma once

#include "core/fleet/matrix.h"

namespace aictl::fleet {

/// The form of the document; it changes with what readers of it have to know.
inline constexpr std::string_view pairsSchema = "aictl.dev/rdma-bench-nodes/v1";

/// What is said of a run beside its figures.
struct RunFacts {
  std::int64_t began = 0;  ///< seconds since 1970
  std::string command;     ///< as it was typed
  std::string nameSpace;
  std::string image;
};

/// The whole run as one document; `aictl schema rdma-bench-nodes` is its JSON Schema.
Value pairsValue(const RunFacts& run, const PairsReport& report, const std::vector<Matrix>& matrices,
                 const Findings& findings);

}  // namespace aictl::fleet
