#pragma once

#include <string>
#include <vector>

#include "core/base/value.h"
#include "core/rdma/bench/verbs_port.h"

namespace aictl::rdma::bench {

/// What one has to know of a machine to judge figures that were measured with it: host, kernel, processor,
/// its frequency governor, the clock and what a reading of it costs, the cores that measure, and the RDMA
/// device with its port and GID where one is used (null else). All keys are always there.
Value machineValue(const std::string& root, const ChosenPort* port, const std::vector<int>& cores);

/// The cores that measure unless others are chosen: of those allowed the ones beside the device, where it
/// says where it is. In a loopback the second half of them is for the other side.
std::vector<int> coresBeside(const std::string& root, const ChosenPort* port);

}  // namespace aictl::rdma::bench
