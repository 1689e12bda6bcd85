#pragma once

#include <memory>

#include "core/rdma/bench/transport/path_end.h"
#include "core/rdma/bench/transport/verbs_connection.h"

namespace aictl::rdma::bench {

/// An end that sleeps until its device tells; `makeVerbsEnd` makes those that look for it again and again.
std::unique_ptr<PathEnd> makeSleepingEnd(const Test& test, std::unique_ptr<VerbsConnection> connection);

}  // namespace aictl::rdma::bench
