#pragma once

#include <memory>

#include "core/rdma/bench/transport/path_end.h"
#include "core/rdma/bench/transport/verbs_connection.h"

namespace aictl::rdma::bench {

/// An end that sleeps until its device tells. Its loops lie beside those that are built fast: who sleeps
/// waits for the kernel, and not for them.
std::unique_ptr<PathEnd> makeSleepingEnd(const Test& test, std::unique_ptr<VerbsConnection> connection);

}  // namespace aictl::rdma::bench
