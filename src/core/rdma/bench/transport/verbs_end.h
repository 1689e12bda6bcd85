#pragma once

#include <memory>

#include "core/rdma/bench/transport/path_end.h"

namespace aictl::rdma::bench {

/// An end of a path over RDMA. Throws a Failure where this side has no device, or it cannot do what is asked.
std::unique_ptr<PathEnd> makeVerbsEnd(const PathPlan& plan, Side& side, const Watch& watch);

}  // namespace aictl::rdma::bench
