#pragma once

#include <functional>
#include <optional>

#include "core/gpu/check.h"

/// The checks, by what they are about. Each gives its observations; one that has nothing to look at gives
/// none.
namespace aictl::gpu::checks {

using Observations = std::vector<Observation>;

/// What a look at one device gives; none where the device does not tell what is looked at.
using DeviceLook = std::function<std::optional<Observation>(const Device& device)>;

/// Looks at all devices whose driver answers.
Observations eachDevice(const Machine& machine, const DeviceLook& look);

// The driver and the number of devices
Observations driver(const Machine& machine, const Expectations& expected);
Observations count(const Machine& machine, const Expectations& expected);
Observations model(const Machine& machine, const Expectations& expected);
Observations bus(const Machine& machine, const Expectations& expected);
Observations lost(const Machine& machine, const Expectations& expected);
Observations versions(const Machine& machine, const Expectations& expected);
Observations persistence(const Machine& machine, const Expectations& expected);

// What a device says of itself
Observations health(const Machine& machine, const Expectations& expected);
Observations recoveryAction(const Machine& machine, const Expectations& expected);
Observations ecc(const Machine& machine, const Expectations& expected);
Observations rowRemapping(const Machine& machine, const Expectations& expected);
Observations clocks(const Machine& machine, const Expectations& expected);
Observations temperature(const Machine& machine, const Expectations& expected);
Observations powerLimit(const Machine& machine, const Expectations& expected);

// What the kernel's log has of their driver, and of that of NVSwitches
Observations xid(const Machine& machine, const Expectations& expected);
Observations sxid(const Machine& machine, const Expectations& expected);

// Links
Observations pcie(const Machine& machine, const Expectations& expected);
Observations pcieReplays(const Machine& machine, const Expectations& expected);
Observations nvlink(const Machine& machine, const Expectations& expected);
Observations fabric(const Machine& machine, const Expectations& expected);

// What the machine does for GPUDirect RDMA
Observations gpudirect(const Machine& machine, const Expectations& expected);
Observations accessControl(const Machine& machine, const Expectations& expected);
Observations iommu(const Machine& machine, const Expectations& expected);
Observations lockedMemory(const Machine& machine, const Expectations& expected);
Observations hugePages(const Machine& machine, const Expectations& expected);

}  // namespace aictl::gpu::checks
