#pragma once

#include <functional>
#include <string>

#include "core/rdma/bench/configuration.h"
#include "core/rdma/bench/reception.h"
#include "core/rdma/bench/side.h"

namespace aictl::rdma::bench {

/// Serves one client to its end: what it measured, or why it failed, which the client is told too.
/// `machine` is what is said of this machine.
Result<Configuration> serve(Reception::Client client, Reception& reception, Side side, const Value& machine);

/// One after the other, until the program is to stop. `log` is told how each ended.
void serveAll(Reception& reception, const Side& side, const Value& machine,
              const std::function<void(const std::string& client, const Result<Configuration>& end)>& log);

}  // namespace aictl::rdma::bench
