#pragma once

#include "core/base/value.h"
#include "core/rdma/device.h"

namespace aictl::rdma {

/// A device for scripts: all keys are always there, what is not known is null. `gid` of a port is the index
/// that `chooseGid` gives.
Value deviceValue(const Device& device);

/// A PCI link; null for none.
Value linkValue(const std::optional<PciLink>& link);

/// Counters by their names.
Value countersValue(const Counters& counters);

}  // namespace aictl::rdma
