// A stand-in for Cambricon's CNDEV: functions of the names, arguments and structures of cndev.h (version 6,
// github.com/Cambricon/mlu-exporter), with made-up devices.

#include <cstdint>
#include <cstdio>
#include <cstring>

#include "settings.h"

using standin::number;

namespace {

/// What a library says to a question of a version that it does not know.
bool isKnown(int version) { return version == static_cast<int>(number("version", -1, 6)); }

constexpr int firstHandle = 100;  // handles are no numbers of devices

/// What is said to happen at the device.
int fault(const char* function, int handle) { return standin::fault(function, handle - firstHandle); }

}  // namespace

extern "C" {

struct cndevCardInfo_t {
  int version;
  unsigned number;
};
struct cndevUUID_t {
  int version;
  std::uint8_t uuid[37];
  std::uint64_t ncsUUID64;
};
struct cndevMemoryInfoV2_t {
  std::int64_t physicalMemoryTotal, physicalMemoryUsed, reservedMemory, virtualMemoryTotal, virtualMemoryUsed;
  std::uint64_t globalMemory, reserved[16];
};
struct cndevPCIeInfoV2_t {
  unsigned subsystemId, deviceId;
  std::uint16_t vendor, subsystemVendor;
  unsigned domain, bus, device, function;
  std::uint16_t moduleId, slotId;
  unsigned reserved[8];
};
struct cndevVersionInfo_t {
  int version;
  unsigned mcu[3], driver[3];
};
struct cndevUtilizationInfo_t {
  int version, averageCoreUtilization, coreUtilization[80];
};
struct cndevDevicePowerInfo_t {
  int usage, cap, machine, tdp, maxPower, reserved[16];
};
struct cndevCardHealthState_t {
  int version, health, deviceState, driverState;
};
struct cndevMLULinkStatusV2_t {
  int macState, serdesState, presenceState;
  unsigned serdesProgress, reserved[7];
};

int cndevInit(int) { return standin::fault(__func__, -1); }
int cndevGetDeviceCount(cndevCardInfo_t* info) {
  info->number = static_cast<unsigned>(number("devices", -1, 2));
  return 0;
}
int cndevGetDeviceHandleByIndex(int index, int* handle) {
  *handle = firstHandle + index;
  return standin::fault(__func__, index);
}
const char* cndevGetCardNameStringByDevId(int) { return "MLU590-M9"; }
int cndevGetUUID(cndevUUID_t* info, int handle) {
  if (!isKnown(info->version)) return 3;
  std::snprintf(reinterpret_cast<char*>(info->uuid), sizeof info->uuid, "MLU-%032d", handle - firstHandle);
  return 0;
}
int cndevGetVersionInfo(cndevVersionInfo_t* info, int) {
  if (!isKnown(info->version)) return 3;
  *info = {info->version, {1, 1, 6}, {6, 2, 10}};
  return 0;
}
int cndevGetMemoryUsageV2(cndevMemoryInfoV2_t* info, int) {
  *info = {};
  info->physicalMemoryTotal = 81920;
  info->physicalMemoryUsed = 2048;
  return 0;
}
int cndevGetPCIeInfoV2(cndevPCIeInfoV2_t* info, int handle) {
  *info = {};
  info->bus = 0x41U + static_cast<unsigned>(handle - firstHandle);
  return 0;
}
int cndevGetDeviceUtilizationInfo(cndevUtilizationInfo_t* info, int handle) {
  if (const int code = fault(__func__, handle)) return code;
  if (!isKnown(info->version)) return 3;
  info->averageCoreUtilization = 66;
  return 0;
}
int cndevGetDevicePowerInfo(cndevDevicePowerInfo_t* info, int) {
  *info = {};
  info->usage = 240;
  info->cap = 550;
  info->tdp = 550;
  return 0;
}
int cndevGetCardHealthState(cndevCardHealthState_t* info, int handle) {
  if (!isKnown(info->version)) return 3;
  info->deviceState = static_cast<int>(number("healthy", handle - firstHandle, 1));
  info->driverState = static_cast<int>(number("driver_state", handle - firstHandle, 4));
  return 0;
}
int cndevGetMLULinkPortNumber(int) { return 6; }
int cndevGetMLULinkStatusV2(cndevMLULinkStatusV2_t* status, int, int link) {
  *status = {};
  status->macState = link < 4 ? 1 : 0;
  return 0;
}

}  // extern "C"
