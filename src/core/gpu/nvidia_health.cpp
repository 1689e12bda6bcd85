#include "core/gpu/nvidia_health.h"

#include <fmt/format.h>

namespace aictl::gpu {
namespace {

struct Reason {
  unsigned long long bit;
  std::string_view name;
  bool isFault;
};

constexpr auto reasons = std::to_array<Reason>({
    {0x1, "idle", false},
    {0x2, "application clocks", false},
    {0x4, "software power cap", false},
    {0x8, "hardware slowdown", true},
    {0x10, "sync boost", false},
    {0x20, "software thermal slowdown", true},
    {0x40, "hardware thermal slowdown", true},
    {0x80, "hardware power brake", true},
    {0x100, "display clock", false},
});

/// The word of a small enumeration, or its number where a newer driver gives one that is not in it.
template <std::size_t size>
std::string wordOf(const std::array<std::string_view, size>& words, std::uint64_t number) {
  return number < size ? std::string(words[number]) : fmt::format("state {}", number);
}

/// NVML_GPU_RECOVERY_ACTION_*
constexpr auto recoveryActions = std::to_array<std::string_view>(
    {"none", "reset", "reboot node", "drain peer to peer", "drain and reset", "recover IMEX domain"});

/// NVML_GPU_FABRIC_STATE_*
constexpr auto fabricStates =
    std::to_array<std::string_view>({"not supported", "not started", "in progress", "completed"});

/// NVML_GPU_FABRIC_HEALTH_MASK_INCORRECT_CONFIGURATION_*
constexpr auto configurations = std::to_array<std::string_view>(
    {"", "", "wrong system GUID", "wrong chassis serial number", "no partition", "too few NVLinks",
     "incompatible GPU firmware", "wrong location", "GPU state not valid"});

std::uint64_t valueOf(const nvml::FieldValue& value) {
  switch (value.type) {  // nvmlValueType_t
    case 0:
      return static_cast<std::uint64_t>(value.asDouble);
    case 1:
      return value.asUnsigned;
    case 2:
      return value.asUnsignedLong;
    case 5:
      return static_cast<std::uint64_t>(value.asInt);
    case 6:
      return value.asUnsignedShort;
    default:
      return value.asUnsignedLongLong;
  }
}

void readFields(const nvml::Api& api, nvml::Device handle, Device& device, Questions& questions) {
  std::array<nvml::FieldValue, 3> values{};
  values[0].field = nvml::fieldMemoryTemperature;
  values[1].field = nvml::fieldLinkCount;
  values[2].field = nvml::fieldRecoveryAction;
  if (!questions.ask("recoveryAction", api.fieldValues, handle, static_cast<int>(values.size()),
                     values.data()))
    return;
  const auto taken = [&](const nvml::FieldValue& value, std::string_view field) {
    if (value.code != nvml::success) questions.note(field, nvml::words(value.code));
    return value.code == nvml::success;
  };
  if (taken(values[0], "memoryTemperatureCelsius"))
    device.memoryTemperatureCelsius = static_cast<double>(valueOf(values[0]));
  if (taken(values[1], "linkCount")) device.linkCount = static_cast<double>(valueOf(values[1]));
  if (taken(values[2], "recoveryAction")) device.recoveryAction = wordOf(recoveryActions, valueOf(values[2]));
}

void readMemoryErrors(const nvml::Api& api, nvml::Device handle, Device& device, Questions& questions) {
  struct Counter {
    std::string_view field;
    int type;  // nvmlMemoryErrorType_t
    int life;  // nvmlEccCounterType_t
    Measure Device::*member;
  };
  static constexpr auto counters = std::to_array<Counter>({
      {"eccCorrected", 0, 0, &Device::eccCorrected},
      {"eccUncorrected", 1, 0, &Device::eccUncorrected},
      {"eccCorrectedLifetime", 0, 1, &Device::eccCorrectedLifetime},
      {"eccUncorrectedLifetime", 1, 1, &Device::eccUncorrectedLifetime},
  });
  for (const Counter& counter : counters) {
    unsigned long long count = 0;
    if (questions.ask(counter.field, api.eccErrors, handle, counter.type, counter.life, &count))
      device.*counter.member = static_cast<double>(count);
  }
  nvml::SramErrors sram{.version = nvml::structVersion<nvml::SramErrors>(1)};
  if (questions.ask("sramThreshold", api.sramErrors, handle, &sram))
    device.sramThreshold = sram.thresholdExceeded != 0 ? "exceeded" : "kept";
  unsigned corrected = 0;
  unsigned uncorrected = 0;
  unsigned pending = 0;
  unsigned failed = 0;
  if (!questions.ask("rowRemapping", api.remappedRows, handle, &corrected, &uncorrected, &pending, &failed))
    return;
  device.remappedRowsCorrected = corrected;
  device.remappedRowsUncorrected = uncorrected;
  device.rowRemapping = failed != 0 ? "failed" : pending != 0 ? "pending" : "none";
}

void readFabric(const nvml::Api& api, nvml::Device handle, Device& device, Questions& questions) {
  constexpr unsigned versionTwoSize = offsetof(nvml::FabricInfo, healthSummary);
  nvml::FabricInfo info{.version = nvml::structVersion<nvml::FabricInfo>(3)};
  if (api.fabric && api.fabric(handle, &info) == nvml::argumentVersionMismatch) {
    info = {};
    info.version = versionTwoSize | 2U << 24U;
  }
  if (!questions.ask("fabricState", api.fabric, handle, &info)) return;
  device.fabricState = wordOf(fabricStates, info.state);
  constexpr unsigned char completed = 3;
  if (info.state != completed) return;
  if (info.status != nvml::success) device.fabricState += ": " + nvml::words(info.status);
  device.fabricHealth = nvidiaFabricHealth(info.healthMask);
}

}  // namespace

std::vector<ClockReason> nvidiaClockReasons(unsigned long long bits) {
  std::vector<ClockReason> found;
  for (const Reason& reason : reasons) {
    if ((bits & reason.bit) != 0) found.push_back({std::string(reason.name), reason.isFault});
    bits &= ~reason.bit;
  }
  if (bits != 0) found.push_back({fmt::format("reason {:#x}", bits), false});
  return found;
}

std::string nvidiaFabricHealth(unsigned mask) {
  struct Part {
    unsigned shift;
    std::string_view words;
  };
  // Two bits each, of which 1 is true: NVML_GPU_FABRIC_HEALTH_MASK_SHIFT_*
  static constexpr auto parts = std::to_array<Part>({{0, "bandwidth degraded"},
                                                     {2, "route recovery in progress"},
                                                     {4, "route unhealthy"},
                                                     {6, "access timeout recovery in progress"}});
  constexpr unsigned configurationShift = 8;
  constexpr unsigned configurationMask = 0xF;
  std::vector<std::string> wrong;
  for (const Part& part : parts) {
    if ((mask >> part.shift & 3U) == 1U) wrong.emplace_back(part.words);
  }
  const unsigned configuration = mask >> configurationShift & configurationMask;
  if (configuration >= 2)
    wrong.push_back("incorrect configuration: " + wordOf(configurations, configuration));
  return wrong.empty() ? "healthy" : fmt::format("{}", fmt::join(wrong, ", "));
}

void readNvidiaHealth(const nvml::Api& api, nvml::Device handle, Device& device, Questions& questions) {
  readFields(api, handle, device, questions);
  readMemoryErrors(api, handle, device, questions);
  readFabric(api, handle, device, questions);
}

}  // namespace aictl::gpu
