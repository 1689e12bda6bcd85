#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "core/gpu/library.h"

/// The part of the NVIDIA Management Library that is used, declared from its public header: nvml.h, API
/// version 13, as published in github.com/NVIDIA/go-nvml (gen/nvml/nvml.h, commit 2f9e261fe40a). That header
/// renames functions to their newest forms by macros; here they are asked for by the names that are exported.
namespace aictl::gpu::nvml {

struct Handle;  ///< nvmlDevice_st
using Device = Handle*;

enum Code : int {  ///< nvmlReturn_t, as far as the code asks for one
  success = 0,
  notSupported = 3,
  noPermission = 4,
  insufficientSize = 7,
  driverNotLoaded = 9,
  gpuIsLost = 15,
  resetRequired = 16,
  versionMismatch = 18,
  argumentVersionMismatch = 25,
  gpuNotFound = 28
};

/// What a code of nvmlReturn_t means; `error 1234` for one that is not in the header.
std::string words(int code);

struct PciInfo {  ///< nvmlPciInfo_t
  std::array<char, 16> busIdLegacy;
  unsigned domain, bus, device, pciDeviceId, pciSubSystemId;
  std::array<char, 32> busId;
};
struct Memory {  ///< nvmlMemory_t
  unsigned long long total, free, used;
};
struct MemoryV2 {  ///< nvmlMemory_v2_t: `used` is without what is reserved
  unsigned version;
  unsigned long long total, reserved, free, used;
};
struct Utilization {  ///< nvmlUtilization_t
  unsigned gpu, memory;
};
struct Temperature {  ///< nvmlTemperature_v1_t
  unsigned version;
  int sensor;
  int temperature;
};
struct MarginTemperature {  ///< nvmlMarginTemperature_v1_t
  unsigned version;
  int margin;
};
struct ProcessV1 {  ///< nvmlProcessInfo_v1_t
  unsigned pid;
  unsigned long long memory;
};
struct ProcessV2 {  ///< nvmlProcessInfo_v2_t, also of the functions with _v3
  unsigned pid;
  unsigned long long memory;
  unsigned gpuInstance, computeInstance;
};
struct ProcessDetail {  ///< nvmlProcessDetail_v1_t: what early R535 drivers used under the name of _v3
  unsigned pid;
  unsigned long long memory;
  unsigned gpuInstance, computeInstance;
  unsigned long long protectedMemory;
};
struct FieldValue {  ///< nvmlFieldValue_t
  unsigned field, scope;
  long long timestamp, latency;
  int type;  ///< nvmlValueType_t
  int code;
  union {
    double asDouble;
    int asInt;
    unsigned asUnsigned;
    unsigned long asUnsignedLong;
    unsigned long long asUnsignedLongLong;
    long long asLongLong;
    unsigned short asUnsignedShort;
  };
};
struct FabricInfo {  ///< nvmlGpuFabricInfo_v3_t; version 2 ends before the summary
  unsigned version;
  std::array<unsigned char, 16> cluster;
  int status;
  unsigned clique;
  unsigned char state;
  unsigned healthMask;
  unsigned char healthSummary;
};
struct SramErrors {  ///< nvmlEccSramErrorStatus_v1_t
  unsigned version;
  std::array<unsigned long long, 11> counts;
  unsigned thresholdExceeded;
};

/// NVML_STRUCT_VERSION
template <class Struct>
constexpr unsigned structVersion(unsigned version) {
  return static_cast<unsigned>(sizeof(Struct)) | version << 24U;
}

constexpr unsigned fieldMemoryTemperature = 82;  ///< NVML_FI_DEV_MEMORY_TEMP
constexpr unsigned fieldLinkCount = 91;          ///< NVML_FI_DEV_NVLINK_LINK_COUNT
constexpr unsigned fieldRecoveryAction = 230;    ///< NVML_FI_DEV_GET_GPU_RECOVERY_ACTION
constexpr unsigned mostLinks = 36;               ///< NVML_NVLINK_MAX_LINKS
constexpr unsigned noInstance = 0xFFFFFFFF;      ///< of a process that is in no MIG instance

/// The functions. Names are those that the library exports, the newest first.
struct Api {
  explicit Api(const Library& from) : library(from) {}

  using Text = Symbol<int(Device, char*, unsigned)>;
  using Number = Symbol<int(Device, unsigned*)>;
  using Typed = Symbol<int(Device, int, unsigned*)>;
  using Processes = Symbol<int(Device, unsigned*, void*)>;

  const Library& library;  // the first member: the others look into it
  Symbol<int()> init{library, {"nvmlInit_v2", "nvmlInit"}};
  Symbol<int(char*, unsigned)> driverVersion{library, {"nvmlSystemGetDriverVersion"}};
  Symbol<int(char*, unsigned)> libraryVersion{library, {"nvmlSystemGetNVMLVersion"}};
  Symbol<int(int*)> cudaVersion{library,
                                {"nvmlSystemGetCudaDriverVersion_v2", "nvmlSystemGetCudaDriverVersion"}};
  Symbol<int(unsigned*)> count{library, {"nvmlDeviceGetCount_v2", "nvmlDeviceGetCount"}};
  Symbol<int(unsigned, Device*)> handle{library,
                                        {"nvmlDeviceGetHandleByIndex_v2", "nvmlDeviceGetHandleByIndex"}};
  Text name{library, {"nvmlDeviceGetName"}};
  Text uuid{library, {"nvmlDeviceGetUUID"}};
  Text serial{library, {"nvmlDeviceGetSerial"}};
  Text vbios{library, {"nvmlDeviceGetVbiosVersion"}};
  Symbol<int(Device, PciInfo*)> pciInfo{library, {"nvmlDeviceGetPciInfo_v3", "nvmlDeviceGetPciInfo_v2"}};
  Symbol<int(Device, Memory*)> memory{library, {"nvmlDeviceGetMemoryInfo"}};
  Symbol<int(Device, MemoryV2*)> memoryV2{library, {"nvmlDeviceGetMemoryInfo_v2"}};
  Symbol<int(Device, Utilization*)> utilization{library, {"nvmlDeviceGetUtilizationRates"}};
  Typed temperature{library, {"nvmlDeviceGetTemperature"}};
  Symbol<int(Device, Temperature*)> temperatureV{library, {"nvmlDeviceGetTemperatureV"}};
  Typed temperatureThreshold{library, {"nvmlDeviceGetTemperatureThreshold"}};
  Symbol<int(Device, MarginTemperature*)> temperatureMargin{library, {"nvmlDeviceGetMarginTemperature"}};
  Number power{library, {"nvmlDeviceGetPowerUsage"}};
  Number powerLimit{library, {"nvmlDeviceGetEnforcedPowerLimit"}};
  Number powerLimitDefault{library, {"nvmlDeviceGetPowerManagementDefaultLimit"}};
  Typed clock{library, {"nvmlDeviceGetClockInfo"}};
  Typed clockMaximum{library, {"nvmlDeviceGetMaxClockInfo"}};
  Symbol<int(Device, unsigned long long*)> clockReasons{
      library, {"nvmlDeviceGetCurrentClocksEventReasons", "nvmlDeviceGetCurrentClocksThrottleReasons"}};
  Number pcieGeneration{library, {"nvmlDeviceGetCurrPcieLinkGeneration"}};
  Number pcieGenerationMaximum{library, {"nvmlDeviceGetMaxPcieLinkGeneration"}};
  Number pcieWidth{library, {"nvmlDeviceGetCurrPcieLinkWidth"}};
  Number pcieWidthMaximum{library, {"nvmlDeviceGetMaxPcieLinkWidth"}};
  Number pcieReplays{library, {"nvmlDeviceGetPcieReplayCounter"}};
  Symbol<int(Device, int*, int*)> eccMode{library, {"nvmlDeviceGetEccMode"}};
  Symbol<int(Device, int, int, unsigned long long*)> eccErrors{library, {"nvmlDeviceGetTotalEccErrors"}};
  Symbol<int(Device, SramErrors*)> sramErrors{library, {"nvmlDeviceGetSramEccErrorStatus"}};
  Symbol<int(Device, unsigned*, unsigned*, unsigned*, unsigned*)> remappedRows{library,
                                                                               {"nvmlDeviceGetRemappedRows"}};
  Symbol<int(Device, int*)> persistence{library, {"nvmlDeviceGetPersistenceMode"}};
  Symbol<int(Device, unsigned*, unsigned*)> migMode{library, {"nvmlDeviceGetMigMode"}};
  Symbol<int(Device)> setCpuAffinity{library, {"nvmlDeviceSetCpuAffinity"}};
  Number migCount{library, {"nvmlDeviceGetMaxMigDeviceCount"}};
  Symbol<int(Device, unsigned, Device*)> migHandle{library, {"nvmlDeviceGetMigDeviceHandleByIndex"}};
  Number gpuInstance{library, {"nvmlDeviceGetGpuInstanceId"}};
  Number computeInstance{library, {"nvmlDeviceGetComputeInstanceId"}};
  Processes computeV3{library, {"nvmlDeviceGetComputeRunningProcesses_v3"}};
  Processes computeV2{library, {"nvmlDeviceGetComputeRunningProcesses_v2"}};
  Processes computeV1{library, {"nvmlDeviceGetComputeRunningProcesses"}};
  Processes graphicsV3{library, {"nvmlDeviceGetGraphicsRunningProcesses_v3"}};
  Processes graphicsV2{library, {"nvmlDeviceGetGraphicsRunningProcesses_v2"}};
  Processes graphicsV1{library, {"nvmlDeviceGetGraphicsRunningProcesses"}};
  Symbol<int()> protectedMemorySize{library, {"nvmlDeviceGetConfComputeMemSizeInfo"}};
  Symbol<int()> processDetails{library, {"nvmlDeviceGetRunningProcessDetailList"}};
  Symbol<int(Device, int, FieldValue*)> fieldValues{library, {"nvmlDeviceGetFieldValues"}};
  Symbol<int(Device, unsigned, int*)> linkState{library, {"nvmlDeviceGetNvLinkState"}};
  Symbol<int(Device, unsigned, unsigned*)> linkVersion{library, {"nvmlDeviceGetNvLinkVersion"}};
  Symbol<int(Device, unsigned, PciInfo*)> linkRemote{library, {"nvmlDeviceGetNvLinkRemotePciInfo_v2"}};
  Symbol<int(Device, unsigned, int*)> linkRemoteKind{library, {"nvmlDeviceGetNvLinkRemoteDeviceType"}};
  Symbol<int(Device, unsigned, int, unsigned long long*)> linkErrors{library,
                                                                     {"nvmlDeviceGetNvLinkErrorCounter"}};
  Symbol<int(Device, FabricInfo*)> fabric{library, {"nvmlDeviceGetGpuFabricInfoV"}};
};

}  // namespace aictl::gpu::nvml
