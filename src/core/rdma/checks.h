#pragma once

#include "core/rdma/check.h"

/// The checks, by what they are about. Each gives its observations; one that has nothing to look at gives
/// none.
namespace aictl::rdma::checks {

using Observations = std::vector<Observation>;

// Ports and their addresses
Observations portState(const Machine& machine);
Observations subnetManager(const Machine& machine);
Observations gid(const Machine& machine);
Observations interface(const Machine& machine);
Observations mtu(const Machine& machine);
Observations counters(const Machine& machine);
Observations flowControl(const Machine& machine);

// The device in its machine
Observations pcie(const Machine& machine);
Observations accessControl(const Machine& machine);
Observations numa(const Machine& machine);

// What a program needs
Observations modules(const Machine& machine);
Observations deviceFiles(const Machine& machine);
Observations lockedMemory(const Machine& machine);
Observations nccl(const Machine& machine);

}  // namespace aictl::rdma::checks
