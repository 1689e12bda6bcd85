#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/base/check.h"
#include "core/rdma/device.h"

/// Whether a machine, or a pod, is ready for RDMA: what is wrong before NCCL or MPI hangs on it.
namespace aictl::rdma {

/// All that the checks look at.
struct Machine {
  std::string root;  ///< the folder that the machine's files lie under; "" for this one
  std::vector<Device> devices;
  std::map<std::string, std::string> environment;  ///< the variables of NCCL, as a job would have them
};

/// All checks that have something to look at, in a fixed order.
std::vector<Check> checkMachine(const Machine& machine);

}  // namespace aictl::rdma
