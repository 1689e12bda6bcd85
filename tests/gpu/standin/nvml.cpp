// A stand-in for NVML: functions of the names, arguments and structures of nvml.h (API version 13,
// github.com/NVIDIA/go-nvml), with made-up devices. AICTL_STANDIN_OLD has what drivers of 2019 had;
// AICTL_STANDIN_R535 has the larger process structure that early R535 drivers used under the name of
// version 3.

#include <cstdio>
#include <cstring>
#include <vector>

#include "settings.h"

using standin::fault;
using standin::number;
using standin::setting;

namespace {

struct FakeDevice {
  int index;
  int part;  // 0: the device, else a MIG instance of it
};

FakeDevice* fake(int index, int part) {
  static std::vector<FakeDevice> all = [] {
    std::vector<FakeDevice> made;
    for (int i = 0; i < 64; ++i) {
      for (int p = 0; p < 8; ++p) made.push_back({i, p});
    }
    return made;
  }();
  return &all[static_cast<std::size_t>(index * 8 + part)];
}

int give(char* buffer, unsigned length, const std::string& text) {
  if (text.size() >= length) return 7;
  std::memcpy(buffer, text.c_str(), text.size() + 1);
  return 0;
}

int devices() { return static_cast<int>(number("devices", -1, 2)); }

std::string busId(int index) {
  char text[32];
  std::snprintf(text, sizeof text, "00000000:%02X:00.0", 0x1a + index);
  return setting("bus", index, text);
}

}  // namespace

extern "C" {

struct PciInfo {
  char busIdLegacy[16];
  unsigned domain, bus, device, pciDeviceId, pciSubSystemId;
  char busId[32];
};
struct Memory {
  unsigned long long total, free, used;
};
struct MemoryV2 {
  unsigned version;
  unsigned long long total, reserved, free, used;
};
struct Utilization {
  unsigned gpu, memory;
};
struct Temperature {
  unsigned version;
  int sensor, temperature;
};
struct MarginTemperature {
  unsigned version;
  int margin;
};
struct ProcessV1 {
  unsigned pid;
  unsigned long long memory;
};
struct ProcessV2 {
  unsigned pid;
  unsigned long long memory;
  unsigned gpuInstance, computeInstance;
};
struct ProcessDetail {
  unsigned pid;
  unsigned long long memory;
  unsigned gpuInstance, computeInstance;
  unsigned long long protectedMemory;
};
union FieldUnion {
  double d;
  int i;
  unsigned u;
  unsigned long long ull;
};
struct FieldValue {
  unsigned field, scope;
  long long timestamp, latency;
  int type, code;
  FieldUnion value;
};
struct FabricInfo {
  unsigned version;
  unsigned char cluster[16];
  int status;
  unsigned clique;
  unsigned char state;
  unsigned healthMask;
  unsigned char summary;
};
struct SramErrors {
  unsigned version;
  unsigned long long counts[11];
  unsigned exceeded;
};

int nvmlInit_v2() {
  std::puts("a library that prints to standard output");
  std::fflush(stdout);
  return fault("init", 0);
}
int nvmlSystemGetDriverVersion(char* text, unsigned length) {
  return give(text, length, setting("driver", "550.54.15"));
}
int nvmlSystemGetNVMLVersion(char* text, unsigned length) {
  return give(text, length, setting("library", "12.550.54.15"));
}
int nvmlSystemGetCudaDriverVersion_v2(int* version) {
  *version = 12040;
  return 0;
}
int nvmlDeviceGetCount_v2(unsigned* count) {
  *count = static_cast<unsigned>(devices());
  return 0;
}
int nvmlDeviceGetHandleByIndex_v2(unsigned index, FakeDevice** device) {
  if (static_cast<int>(index) >= devices()) return 2;
  *device = fake(static_cast<int>(index), 0);
  return fault("handle", static_cast<int>(index));
}
int nvmlDeviceGetName(FakeDevice* device, char* text, unsigned length) {
  const std::string name = setting("name", device->index, "NVIDIA H100 80GB HBM3");
  return give(text, length, device->part == 0 ? name : name + " MIG 1g.10gb");
}
int nvmlDeviceGetUUID(FakeDevice* device, char* text, unsigned length) {
  if (const int code = fault("uuid", device->index)) return code;
  char uuid[64];
  std::snprintf(uuid, sizeof uuid, "%s-6b1d0000-0000-0000-00%02d-0000000000%02d",
                device->part == 0 ? "GPU" : "MIG", device->part, device->index);
  return give(text, length, uuid);
}
#if defined(AICTL_STANDIN_OLD)
struct OldPciInfo {
  char busId[16];
  unsigned domain, bus, device, pciDeviceId, pciSubSystemId, reserved[4];
};
int nvmlDeviceGetPciInfo_v2(FakeDevice* device, OldPciInfo* info) {
  *info = {};
  std::snprintf(info->busId, sizeof info->busId, "%s", busId(device->index).substr(4).c_str());
  return 0;
}
#else
int nvmlDeviceGetPciInfo_v3(FakeDevice* device, PciInfo* info) {
  *info = {};
  std::snprintf(info->busId, sizeof info->busId, "%s", busId(device->index).c_str());
  return 0;
}
#endif
int nvmlDeviceGetMemoryInfo(FakeDevice* device, Memory* memory) {
  constexpr unsigned long long mebi = 1ULL << 20U;
  *memory = device->part == 0 ? Memory{81559 * mebi, 68759 * mebi, 12800 * mebi}
                              : Memory{9856 * mebi, 9844 * mebi, 12 * mebi};
  return 0;
}
int nvmlDeviceGetUtilizationRates(FakeDevice* device, Utilization* utilization) {
  if (const int code = fault("utilization", device->index)) return code;
  if (number("mig", device->index, 0) == 1) return 3;
  *utilization = {static_cast<unsigned>(number("utilization", device->index, 37)), 12};
  return 0;
}
int nvmlDeviceGetTemperature(FakeDevice* device, int, unsigned* celsius) {
  *celsius = static_cast<unsigned>(number("temperature", device->index, 54));
  return 0;
}
int nvmlDeviceGetPowerUsage(FakeDevice* device, unsigned* milliwatts) {
  if (const int code = fault("power", device->index)) return code;
  *milliwatts = 310500;
  return 0;
}
int nvmlDeviceGetEnforcedPowerLimit(FakeDevice* device, unsigned* milliwatts) {
  *milliwatts = static_cast<unsigned>(number("power_limit", device->index, 700000));
  return 0;
}
int nvmlDeviceGetPowerManagementDefaultLimit(FakeDevice*, unsigned* milliwatts) {
  *milliwatts = 700000;
  return 0;
}
int nvmlDeviceGetClockInfo(FakeDevice*, int type, unsigned* megahertz) {
  *megahertz = type == 1 ? 1755 : 2619;
  return 0;
}
int nvmlDeviceGetMaxClockInfo(FakeDevice*, int type, unsigned* megahertz) {
  *megahertz = type == 1 ? 1980 : 2619;
  return 0;
}
int nvmlDeviceGetCurrPcieLinkGeneration(FakeDevice* device, unsigned* generation) {
  *generation = static_cast<unsigned>(number("pcie_generation", device->index, 5));
  return 0;
}
int nvmlDeviceGetMaxPcieLinkGeneration(FakeDevice*, unsigned* generation) {
  *generation = 5;
  return 0;
}
int nvmlDeviceGetCurrPcieLinkWidth(FakeDevice* device, unsigned* lanes) {
  *lanes = static_cast<unsigned>(number("pcie_width", device->index, 16));
  return 0;
}
int nvmlDeviceGetMaxPcieLinkWidth(FakeDevice*, unsigned* lanes) {
  *lanes = 16;
  return 0;
}
int nvmlDeviceGetPersistenceMode(FakeDevice* device, int* mode) {
  *mode = static_cast<int>(number("persistence", device->index, 1));
  return 0;
}
int nvmlDeviceGetCurrentClocksThrottleReasons(FakeDevice* device, unsigned long long* reasons) {
  *reasons = static_cast<unsigned long long>(number("reasons", device->index, 0));
  return 0;
}

#if defined(AICTL_STANDIN_OLD)

int nvmlDeviceGetComputeRunningProcesses(FakeDevice*, unsigned* count, ProcessV1* infos) {
  if (*count < 1) {
    *count = 1;
    return 7;
  }
  *count = 1;
  infos[0] = {4242, 12ULL << 30U};
  return 0;
}

#else

int nvmlDeviceGetSerial(FakeDevice* device, char* text, unsigned length) {
  return give(text, length, "165412300" + std::to_string(1000 + device->index));
}
int nvmlDeviceGetVbiosVersion(FakeDevice*, char* text, unsigned length) {
  return give(text, length, "96.00.74.00.01");
}
int nvmlDeviceGetMemoryInfo_v2(FakeDevice*, MemoryV2* memory) {
  if (memory->version != (sizeof(MemoryV2) | 2U << 24U)) return 25;
  constexpr unsigned long long mebi = 1ULL << 20U;
  *memory = {memory->version, 81559 * mebi, 551 * mebi, 68208 * mebi, 12800 * mebi};
  return 0;
}
int nvmlDeviceGetTemperatureV(FakeDevice* device, Temperature* temperature) {
  if (temperature->version != (sizeof(Temperature) | 1U << 24U)) return 25;
  temperature->temperature = static_cast<int>(number("temperature", device->index, 54));
  return 0;
}
int nvmlDeviceGetTemperatureThreshold(FakeDevice* device, int, unsigned* celsius) {
  *celsius = 87;
  return setting("margin", device->index, "").empty() ? 0 : 3;  // devices have one or the other
}
int nvmlDeviceGetMarginTemperature(FakeDevice* device, MarginTemperature* margin) {
  if (margin->version != (sizeof(MarginTemperature) | 1U << 24U)) return 25;
  margin->margin = static_cast<int>(number("margin", device->index, 0));
  return setting("margin", device->index, "").empty() ? 3 : 0;
}
int nvmlDeviceGetPcieReplayCounter(FakeDevice* device, unsigned* count) {
  *count = static_cast<unsigned>(number("replays", device->index, 0));
  return 0;
}
int nvmlDeviceGetEccMode(FakeDevice* device, int* current, int* pending) {
  *current = *pending = static_cast<int>(number("ecc", device->index, 1));
  return 0;
}
int nvmlDeviceGetTotalEccErrors(FakeDevice* device, int type, int, unsigned long long* count) {
  *count = static_cast<unsigned long long>(number(type == 1 ? "uncorrected" : "corrected", device->index, 0));
  return 0;
}
int nvmlDeviceGetSramEccErrorStatus(FakeDevice* device, SramErrors* errors) {
  if (errors->version != (sizeof(SramErrors) | 1U << 24U)) return 25;
  errors->exceeded = static_cast<unsigned>(number("sram", device->index, 0));
  return 0;
}
int nvmlDeviceGetRemappedRows(FakeDevice* device, unsigned* corrected, unsigned* uncorrected,
                              unsigned* pending, unsigned* failed) {
  *corrected = 0;
  *uncorrected = static_cast<unsigned>(number("remapped", device->index, 0));
  *pending = setting("remap", device->index, "") == "pending" ? 1 : 0;
  *failed = setting("remap", device->index, "") == "failed" ? 1 : 0;
  return 0;
}
int nvmlDeviceGetMigMode(FakeDevice* device, unsigned* current, unsigned* pending) {
  *current = *pending = static_cast<unsigned>(number("mig", device->index, 0));
  return 0;
}
int nvmlDeviceGetMaxMigDeviceCount(FakeDevice*, unsigned* count) {
  *count = 7;
  return 0;
}
int nvmlDeviceGetMigDeviceHandleByIndex(FakeDevice* device, unsigned index, FakeDevice** part) {
  if (static_cast<int>(index) >= number("instances", device->index, 2)) return 6;
  *part = fake(device->index, static_cast<int>(index) + 1);
  return 0;
}
int nvmlDeviceGetGpuInstanceId(FakeDevice* device, unsigned* id) {
  *id = static_cast<unsigned>(device->part + 6);
  return 0;
}
int nvmlDeviceGetComputeInstanceId(FakeDevice*, unsigned* id) {
  *id = 0;
  return 0;
}
int nvmlDeviceGetNvLinkState(FakeDevice* device, unsigned link, int* active) {
  if (number("links", device->index, 18) == 0) return 3;
  *active = static_cast<int>(link) < number("links_up", device->index, 18) ? 1 : 0;
  return 0;
}
int nvmlDeviceGetNvLinkVersion(FakeDevice*, unsigned, unsigned* version) {
  *version = static_cast<unsigned>(number("link_version", -1, 6));  // NVML_NVLINK_VERSION_4_0
  return 0;
}
int nvmlDeviceGetNvLinkRemoteDeviceType(FakeDevice* device, unsigned, int* kind) {
  *kind = setting("fabric", device->index, "switch") == "switch" ? 2 : 0;
  return 0;
}
int nvmlDeviceGetNvLinkRemotePciInfo_v2(FakeDevice* device, unsigned link, PciInfo* info) {
  *info = {};
  // With a switch four of them, else each link to the other device of the pair.
  const std::string remote = setting("fabric", device->index, "switch") == "switch"
                                 ? "00000000:0" + std::to_string(5 + link % 4) + ":00.0"
                                 : busId(device->index ^ 1);
  std::snprintf(info->busId, sizeof info->busId, "%s", remote.c_str());
  return 0;
}
int nvmlDeviceGetNvLinkErrorCounter(FakeDevice* device, unsigned, int counter, unsigned long long* count) {
  *count = counter == 1 ? static_cast<unsigned long long>(number("link_recoveries", device->index, 0)) : 0;
  return 0;
}
int nvmlDeviceGetFieldValues(FakeDevice* device, int count, FieldValue* values) {
  for (int i = 0; i < count; ++i) {
    values[i].code = 0;
    values[i].type = 1;
    values[i].value.ull = ~0ULL;  // what is not of the type has to be ignored
    switch (values[i].field) {
      case 82:
        values[i].type = static_cast<int>(number("field_type", device->index, 1));
        if (values[i].type == 0) {
          values[i].value.d = 61;
        } else if (values[i].type == 3) {
          values[i].value.ull = 61;
        } else {
          values[i].value.i = 61;
        }
        break;
      case 91:
        values[i].value.u = static_cast<unsigned>(number("links", device->index, 18));
        break;
      case 230:
        values[i].value.u = static_cast<unsigned>(number("recovery", device->index, 0));
        break;
      default:
        values[i].code = 3;
    }
  }
  return 0;
}
int nvmlDeviceGetGpuFabricInfoV(FakeDevice* device, FabricInfo* info) {
  const unsigned size =
      setting("fabric_version", "3") == "2" ? 36U | 2U << 24U : sizeof(FabricInfo) | 3U << 24U;
  if (info->version != size) return 25;
  info->state = static_cast<unsigned char>(number("fabric_state", device->index, 3));
  info->status = 0;
  info->healthMask = static_cast<unsigned>(number("fabric_health", device->index, 0x1AA));
  return 0;
}
int nvmlDeviceGetConfComputeMemSizeInfo(FakeDevice*, void*) { return 3; }

#if defined(AICTL_STANDIN_R535)
int nvmlDeviceGetComputeRunningProcesses_v3(FakeDevice*, unsigned* count, ProcessDetail* infos) {
  if (*count < 2) {
    *count = 2;
    return 7;
  }
  *count = 2;
  infos[0] = {4242, 12ULL << 30U, ~0U, ~0U, 0};
  infos[1] = {4243, 1ULL << 30U, ~0U, ~0U, 0};
  return 0;
}
#else
int nvmlDeviceGetRunningProcessDetailList(FakeDevice*, void*) { return 3; }
int nvmlDeviceGetComputeRunningProcesses_v3(FakeDevice* device, unsigned* count, ProcessV2* infos) {
  const auto have = static_cast<unsigned>(number("processes", device->index, 2));
  const unsigned room = *count;
  *count = have;
  if (room < have) return 7;
  for (unsigned i = 0; i < have; ++i) infos[i] = {4242 + i, i == 0 ? 12ULL << 30U : 1ULL << 30U, ~0U, ~0U};
  return 0;
}
#endif
int nvmlDeviceGetGraphicsRunningProcesses_v3(FakeDevice*, unsigned* count, void*) {
  *count = 0;
  return 0;
}

#endif

}  // extern "C"
