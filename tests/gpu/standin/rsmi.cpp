// A stand-in for ROCm SMI: functions of the names, arguments and structures of rocm_smi.h
// (github.com/ROCm/rocm_smi_lib), with made-up devices. AICTL_STANDIN_OLD has the frequencies of version 5.

#include <cstdint>
#include <cstdio>
#include <string>

#include "settings.h"

using standin::fault;
using standin::number;

namespace {

/// What a device that is gone answers to all that is read from it.
int gone(std::uint32_t device) { return static_cast<int>(number("gone", static_cast<int>(device), 0)); }

int devices() { return static_cast<int>(number("devices", -1, 2)); }

int give(char* buffer, std::size_t length, const std::string& text) {
  std::snprintf(buffer, length, "%s", text.c_str());
  return text.size() < length ? 0 : 11;
}

}  // namespace

extern "C" {

struct Version {
  std::uint32_t major, minor, patch;
  const char* build;
};
#if defined(AICTL_STANDIN_OLD)
struct Frequencies {
  std::uint32_t count, current;
  std::uint64_t frequency[32];
};
#else
struct Frequencies {
  bool hasDeepSleep;
  std::uint32_t count, current;
  std::uint64_t frequency[33];
};
#endif
struct ErrorCount {
  std::uint64_t correctable, uncorrectable;
};

int rsmi_init(std::uint64_t) { return fault(__func__, -1); }
int rsmi_num_monitor_devices(std::uint32_t* count) {
  *count = static_cast<std::uint32_t>(devices());
  return 0;
}
int rsmi_version_get(Version* version) {
#if defined(AICTL_STANDIN_OLD)
  *version = {5, 0, 0, "old"};
#else
  *version = {7, 3, 0, "new"};
#endif
  return 0;
}
int rsmi_version_str_get(int, char* text, std::uint32_t length) { return give(text, length, "6.8.5"); }
int rsmi_dev_name_get(std::uint32_t, char* text, std::size_t length) {
  return give(text, length, "AMD Instinct MI300X");
}
int rsmi_dev_unique_id_get(std::uint32_t device, std::uint64_t* id) {
  *id = 0x1a2b3c4d5e6f7000 + device;
  return 0;
}
int rsmi_dev_vbios_version_get(std::uint32_t, char* text, std::uint32_t length) {
  return give(text, length, "113-M3000100-102");
}
int rsmi_dev_pci_id_get(std::uint32_t device, std::uint64_t* id) {
  *id = (0xc1ULL + device) << 8U | 1ULL << 28U;  // a partition's number has to be ignored
  return 0;
}
int rsmi_dev_memory_total_get(std::uint32_t device, int type, std::uint64_t* bytes) {
  if (const int code = gone(device)) return code;
  *bytes = type == 0 ? 192ULL << 30U : 1;
  return 0;
}
int rsmi_dev_memory_usage_get(std::uint32_t device, int type, std::uint64_t* bytes) {
  if (const int code = gone(device)) return code;
  *bytes = type == 0 ? 6ULL << 30U : 1;
  return 0;
}
int rsmi_dev_busy_percent_get(std::uint32_t device, std::uint32_t* percent) {
  if (const int code = gone(device)) return code;
  if (const int code = fault(__func__, static_cast<int>(device))) return code;
  *percent = 83;
  return 0;
}
int rsmi_dev_temp_metric_get(std::uint32_t device, std::uint32_t sensor, int metric,
                             std::int64_t* millidegrees) {
  if (const int code = gone(device)) return code;
  if (metric != 0) return 2;
  *millidegrees = sensor == 1 ? 61000 : 48000;
  return 0;
}
int rsmi_dev_power_ave_get(std::uint32_t device, std::uint32_t, std::uint64_t* microwatts) {
  if (const int code = gone(device)) return code;
  *microwatts = 512'000'000;
  return 0;
}
int rsmi_dev_power_cap_get(std::uint32_t device, std::uint32_t, std::uint64_t* microwatts) {
  if (const int code = gone(device)) return code;
  *microwatts = 750'000'000;
  return 0;
}
int rsmi_dev_gpu_clk_freq_get(std::uint32_t device, int type, Frequencies* frequencies) {
  if (const int code = gone(device)) return code;
  *frequencies = {};
  frequencies->count = 3;
  frequencies->current = static_cast<std::uint32_t>(number("clock", -1, 1));
  frequencies->frequency[0] = 500'000'000;
  frequencies->frequency[1] = type == 0 ? 1'200'000'000 : 900'000'000;
  frequencies->frequency[2] = type == 0 ? 2'100'000'000 : 1'300'000'000;
  return 0;
}
int rsmi_dev_ecc_count_get(std::uint32_t device, std::uint64_t block, ErrorCount* count) {
  if (block != 1 && block != 4) return 2;
  *count = {2, static_cast<std::uint64_t>(number("uncorrected", static_cast<int>(device), 0))};
  return 0;
}
int rsmi_topo_get_link_type(std::uint32_t, std::uint32_t, std::uint64_t* hops, int* type) {
  *hops = 1;
  *type = 2;
  return 0;
}

}  // extern "C"
