#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace aictl::gpu {

/// A number that a device gives; none where it does not.
using Measure = std::optional<double>;

/// A process that uses a device.
struct Process {
  std::int64_t pid = 0;
  std::string name;
  std::string kind;  ///< `compute`, `graphics`
  Measure memoryBytes;
  Measure gpuInstance;  ///< the MIG instance that it runs in
  std::string podNamespace;
  std::string podName;
  std::string podUid;
};

/// A part of a device that is used as a device of its own: a MIG instance.
struct Instance {
  std::string uuid;
  std::string model;
  Measure gpuInstance;
  Measure computeInstance;
  Measure memoryTotalBytes;
  Measure memoryUsedBytes;
};

/// A link to another device or to a switch beside PCIe, such as NVLink.
struct Link {
  int number = 0;
  std::string kind;  ///< `NVLink`, `XGMI`, `MLU-Link`; of Ascend `HCCS`, `HCCS_SW`, `SIO`, `UB`
  bool active = false;
  Measure version;         ///< 2.2 for NVLink 2.2
  std::string remoteKind;  ///< `gpu`, `switch`, `cpu`; "" where it is not known
  std::string remote;      ///< PCI address
  Measure replayErrors;
  Measure recoveryErrors;
  Measure crcErrors;
};

/// Why clocks are lower than they could be.
struct ClockReason {
  std::string name;      ///< `hardware thermal slowdown`
  bool isFault = false;  ///< it means that something is wrong, and not idle or an agreed limit
};

/// An accelerator. All numbers have their unit in their name; what a device does not tell is none or "".
struct Device {
  std::string vendor;  ///< key of its vendor, or the name in the PCI list of one that has no library here
  Measure index;       ///< as the vendor's library counts; none where only the PCI bus knows the device
  std::string part;    ///< `7/0` of a MIG instance that is looked at as a device of its own; "" else
  std::string model;
  std::string uuid;
  std::string serial;
  std::string pciAddress;
  std::string kernelDriver;
  std::string firmwareVersion;
  std::string persistence;     ///< `on`, `off`
  std::string eccMode;         ///< `on`, `off`
  std::string migMode;         ///< `on`, `off`
  std::string rowRemapping;    ///< `none`, `pending`, `failed`
  std::string sramThreshold;   ///< `kept`, `exceeded`
  std::string recoveryAction;  ///< `none`, `reset`, `reboot node` …
  std::string fabricState;   ///< `not supported`, `not started`, `in progress`, `completed`, and what failed
  std::string fabricHealth;  ///< `healthy`, or what is wrong
  std::string health;        ///< what the vendor's library says itself: `ok`, or what is wrong
  Measure numaNode;
  Measure memoryTotalBytes;
  Measure memoryUsedBytes;
  Measure utilizationPercent;
  Measure memoryUtilizationPercent;
  Measure temperatureCelsius;
  Measure memoryTemperatureCelsius;
  Measure slowdownTemperatureCelsius;
  Measure powerWatts;
  Measure powerLimitWatts;
  Measure powerLimitDefaultWatts;
  Measure clockMegahertz;
  Measure clockMaximumMegahertz;
  Measure memoryClockMegahertz;
  Measure memoryClockMaximumMegahertz;
  Measure pcieGeneration;
  Measure pcieGenerationMaximum;
  Measure pcieWidth;
  Measure pcieWidthMaximum;
  Measure pcieReplays;
  Measure eccCorrected;
  Measure eccUncorrected;
  Measure eccCorrectedLifetime;
  Measure eccUncorrectedLifetime;
  Measure remappedRowsCorrected;
  Measure remappedRowsUncorrected;
  Measure linkCount;  ///< NVLinks that this board has
  std::vector<ClockReason> clockReasons;
  std::vector<Process> processes;
  std::vector<Instance> instances;
  std::vector<Link> links;
  std::string lost;  ///< why the device answers no more; "" where it does
  std::vector<std::pair<std::string, std::string>> unavailable;  ///< fields that could not be read, and why
};

/// `nvidia0`, `nvidia0/7/0`; the PCI address of a device that no library knows.
std::string nameOf(const Device& device);

}  // namespace aictl::gpu
