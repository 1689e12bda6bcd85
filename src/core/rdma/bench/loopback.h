#pragma once

#include "core/rdma/bench/client.h"

namespace aictl::rdma::bench {

/// Both sides in this process: a server in a thread of its own, at a port of 127.0.0.1 that is free. The
/// sides are those of the client and the server; they get rings to each other.
Result<Report> measureLoopback(Request request, Side client, Side server, const Value& machine);

}  // namespace aictl::rdma::bench
