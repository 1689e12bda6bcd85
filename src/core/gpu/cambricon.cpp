#include "core/gpu/cambricon.h"

#include <fmt/format.h>

#include "core/gpu/questions.h"

// Declared from Cambricon's public header cndev.h, version 6 of the interface: pkg/cndev/include/cndev.h of
// github.com/Cambricon/mlu-exporter, commit 934abae176b1.

namespace aictl::gpu {
namespace {

struct Count {  // cndevCardInfo_t
  int version;
  unsigned number;
};
struct Uuid {  // cndevUUID_t
  int version;
  std::array<unsigned char, 37> text;
  std::uint64_t ncs;
};
struct MemoryInfo {  // cndevMemoryInfoV2_t, in MiB
  std::int64_t total, used, reserved, virtualTotal, virtualUsed;
  std::uint64_t global;
  std::array<std::uint64_t, 16> more;
};
struct VersionInfo {  // cndevVersionInfo_t
  int version;
  unsigned mcuMajor, mcuMinor, mcuBuild, driverMajor, driverMinor, driverBuild;
};
struct PcieInfo {  // cndevPCIeInfoV2_t
  unsigned subsystem, deviceId;
  std::uint16_t vendor, subvendor;
  unsigned domain, bus, device, function;
  std::uint16_t module, slot;
  std::array<unsigned, 8> reserved;
};
struct PowerInfo {  // cndevDevicePowerInfo_t, in watts
  int usage, cap, machine, thermalDesign, maximum;
  std::array<int, 16> reserved;
};
struct TemperatureInfo {  // cndevTemperatureInfo_t
  int version, board;
  std::array<int, 20> clusters;
  std::array<int, 8> dies;
  int chip, airInlet, airOutlet, memory, videoInput, cpu, imageProcessor;
};
struct UtilizationInfo {  // cndevUtilizationInfo_t
  int version, average;
  std::array<int, 80> cores;
};
struct FrequencyInfo {  // cndevFrequencyInfo_t
  int version, board, memory;
  std::uint8_t overtemperature, fast;
  std::uint16_t clusterCount;
  std::array<std::uint16_t, 20> clusters;
  int boardDefault;
  std::array<int, 2> boardRange;
};
struct PcieState {  // cndevCurrentPCIInfo_t, cndevPCIInfo_t
  int version, generation, width;
};
struct EccCounter {  // cndevMemEccCounter_t
  int version;
  unsigned sramSingle, sramDouble, sramParity, dramSingle, dramDouble;
  std::uint64_t dramSingleLife, dramDoubleLife, sramSingleLife, sramDoubleLife, sramParityLife;
  bool thresholdExceeded;
  std::array<std::uint64_t, 11> reserved;
};
struct HealthState {  // cndevCardHealthState_t
  int version, health, device, driver;
};
struct Serial {  // cndevCardSN_t
  int version;
  std::uint64_t card, motherBoard;
};
struct LinkStatus {  // cndevMLULinkStatusV2_t
  int mac, serdes, presence;
  unsigned progress;
  std::array<unsigned, 7> reserved;
};
struct RepairStatus {  // cndevRepairStatus_t
  int version;
  bool retirePending, pending, failed;
};

std::string words(int code) {
  static constexpr auto table = std::to_array<std::string_view>(
      {"success", "the driver is not loaded", "the driver is older than the library needs",
       "the library does not know this version of the question", "the library was not started",
       "an argument is not valid", "the number of the device is not valid", "unknown error",
       "not enough memory", "the space given is too small", "not supported by this device",
       "the number of the link is not valid", "there is no device", "no permission", "not found", "in use",
       "there is one of that name already", "the time that was given is over", "the device is in trouble"});
  if (code >= 0 && static_cast<std::size_t>(code) < table.size())
    return std::string(table[static_cast<std::size_t>(code)]);
  return fmt::format("CNDEV error {}", code);
}

struct Api {
  explicit Api(const Library& from) : library(from) {}

  template <class Struct>
  using Question = Symbol<int(Struct*, int)>;

  const Library& library;  // the first member: the others look into it
  Symbol<int(int)> init{library, {"cndevInit"}};
  Symbol<int(Count*)> count{library, {"cndevGetDeviceCount"}};
  Symbol<int(int, int*)> handle{library, {"cndevGetDeviceHandleByIndex"}};
  Symbol<const char*(int)> name{library, {"cndevGetCardNameStringByDevId"}};
  Question<Uuid> uuid{library, {"cndevGetUUID"}};
  Question<MemoryInfo> memory{library, {"cndevGetMemoryUsageV2"}};
  Question<VersionInfo> version{library, {"cndevGetVersionInfo"}};
  Question<PcieInfo> pcie{library, {"cndevGetPCIeInfoV2"}};
  Question<PowerInfo> power{library, {"cndevGetDevicePowerInfo"}};
  Question<TemperatureInfo> temperature{library, {"cndevGetTemperatureInfo"}};
  Question<UtilizationInfo> utilization{library, {"cndevGetDeviceUtilizationInfo"}};
  Question<FrequencyInfo> frequency{library, {"cndevGetFrequencyInfo"}};
  Question<PcieState> pcieNow{library, {"cndevGetCurrentPCIInfo"}};
  Question<PcieState> pcieMaximum{library, {"cndevGetMaxPCIInfo"}};
  Question<EccCounter> ecc{library, {"cndevGetMemEccCounter"}};
  Question<RepairStatus> repair{library, {"cndevGetRepairStatus"}};
  Question<HealthState> health{library, {"cndevGetCardHealthState"}};
  Question<Serial> serial{library, {"cndevGetCardSN"}};
  Symbol<int(int)> linkCount{library, {"cndevGetMLULinkPortNumber"}};
  Symbol<int(LinkStatus*, int, int)> linkStatus{library, {"cndevGetMLULinkStatusV2"}};
};

constexpr int newest = 6;  // CNDEV_VERSION_6
constexpr int older = 5;
constexpr int unsupportedVersion = 3;
constexpr int noDriver = 1;
constexpr int noDevices = 12;
constexpr int noPermission = 13;
constexpr int inTrouble = 18;

class Reading {
 public:
  Reading(const Api& api, int handle, Device& device)
      : api_(api), handle_(handle), device_(device), questions_(device, words) {}

  void all() {
    identity();
    memory();
    load();
    if (questions_.saw(inTrouble)) {
      device_.lost = words(inTrouble);
      return;
    }
    pcie();
    health();
    links();
  }

 private:
  /// Asks in the newest version that the library knows.
  template <class Struct>
  bool ask(std::string_view field, const Api::Question<Struct>& function, Struct& answer) {
    if constexpr (requires { answer.version; }) {
      answer.version = newest;
      if (function && function(&answer, handle_) == unsupportedVersion) {
        answer = {};
        answer.version = older;
      }
    }
    return questions_.ask(field, function, &answer, handle_);
  }

  void identity() {
    if (const char* name = api_.name ? api_.name(handle_) : nullptr) device_.model = name;
    Uuid uuid{};
    if (ask("uuid", api_.uuid, uuid)) {
      const auto end = std::ranges::find(uuid.text, '\0');
      device_.uuid.assign(uuid.text.begin(), end);
    }
    Serial serial{};
    if (ask("serial", api_.serial, serial)) device_.serial = fmt::format("{:x}", serial.card);
    PcieInfo pcie{};
    if (ask("pciAddress", api_.pcie, pcie))
      device_.pciAddress =
          fmt::format("{:04x}:{:02x}:{:02x}.{:x}", pcie.domain, pcie.bus, pcie.device, pcie.function);
    VersionInfo version{};
    if (ask("firmwareVersion", api_.version, version))
      device_.firmwareVersion = fmt::format("{}.{}.{}", version.mcuMajor, version.mcuMinor, version.mcuBuild);
  }

  void memory() {
    constexpr double mebi = 1024.0 * 1024;
    MemoryInfo memory{};
    if (!ask("memoryUsedBytes", api_.memory, memory)) return;
    device_.memoryTotalBytes = static_cast<double>(memory.total) * mebi;
    device_.memoryUsedBytes = static_cast<double>(memory.used) * mebi;
  }

  void load() {
    UtilizationInfo utilization{};
    if (ask("utilizationPercent", api_.utilization, utilization))
      device_.utilizationPercent = utilization.average;
    TemperatureInfo temperature{};
    if (ask("temperatureCelsius", api_.temperature, temperature)) {
      device_.temperatureCelsius = temperature.chip > 0 ? temperature.chip : temperature.board;
      device_.memoryTemperatureCelsius = temperature.memory;
    }
    PowerInfo power{};
    if (ask("powerWatts", api_.power, power)) {
      device_.powerWatts = power.usage;
      device_.powerLimitWatts = power.cap;
      device_.powerLimitDefaultWatts = power.thermalDesign;
    }
    FrequencyInfo frequency{};
    if (ask("clockMegahertz", api_.frequency, frequency)) {
      device_.clockMegahertz = frequency.board;
      device_.clockMaximumMegahertz = frequency.boardRange[1];
      device_.memoryClockMegahertz = frequency.memory;
    }
  }

  void pcie() {
    PcieState state{};
    if (ask("pcieWidth", api_.pcieNow, state)) {
      device_.pcieGeneration = state.generation;
      device_.pcieWidth = state.width;
    }
    state = {};
    if (ask("pcieWidthMaximum", api_.pcieMaximum, state)) {
      device_.pcieGenerationMaximum = state.generation;
      device_.pcieWidthMaximum = state.width;
    }
  }

  void health() {
    EccCounter ecc{};
    if (ask("eccUncorrected", api_.ecc, ecc)) {
      device_.eccCorrected = ecc.sramSingle + ecc.dramSingle;
      device_.eccUncorrected = ecc.sramDouble + ecc.sramParity + ecc.dramDouble;
      device_.eccCorrectedLifetime = static_cast<double>(ecc.dramSingleLife + ecc.sramSingleLife);
      device_.eccUncorrectedLifetime =
          static_cast<double>(ecc.dramDoubleLife + ecc.sramDoubleLife + ecc.sramParityLife);
      device_.sramThreshold = ecc.thresholdExceeded ? "exceeded" : "kept";
    }
    RepairStatus repair{};
    if (ask("rowRemapping", api_.repair, repair))
      device_.rowRemapping = repair.failed                            ? "failed"
                             : repair.pending || repair.retirePending ? "pending"
                                                                      : "none";
    constexpr int good = 1;     // CNDEV_HEALTH_STATE_DEVICE_GOOD
    constexpr int running = 4;  // CNDEV_HEALTH_STATE_DRIVER_RUNNING
    HealthState state{};
    if (!ask("health", api_.health, state)) return;
    device_.health = state.device != good      ? "the device has failed"
                     : state.driver != running ? fmt::format("the driver is in state {}", state.driver)
                                               : "ok";
  }

  void links() {
    constexpr int up = 1;  // CNDEV_MLULINK_MAC_STATE_UP
    constexpr int most = 64;
    const int count = api_.linkCount ? std::min(api_.linkCount(handle_), most) : 0;
    for (int i = 0; i < count; ++i) {
      LinkStatus status{};
      if (api_.linkStatus && api_.linkStatus(&status, handle_, i) == 0)
        device_.links.push_back({.number = i, .kind = "MLU-Link", .active = status.mac >= up});
    }
  }

  const Api& api_;
  int handle_;
  Device& device_;
  Questions questions_;
};

System systemOf(const Api& api) {
  System system{.library = api.library.name()};
  int handle = 0;
  VersionInfo version{.version = newest};
  if (api.handle(0, &handle) == 0 && api.version && api.version(&version, handle) == 0)
    system.driverVersion =
        fmt::format("{}.{}.{}", version.driverMajor, version.driverMinor, version.driverBuild);
  return system;
}

Outcome startFailure(int code) {
  if (code == noPermission) {
    return {Outcome::Kind::refused, words(code),
            "the right to open /dev/cambricon_ctl is missing; in a pod, ask for cambricon.com/mlu"};
  }
  const bool isAbsent = code == noDriver || code == noDevices;
  return {isAbsent ? Outcome::Kind::noDriver : Outcome::Kind::refused, words(code),
          isAbsent ? "load the driver: modprobe cambricon-drv" : ""};
}

}  // namespace

Outcome readCambricon(const std::string& path, const Sink& sink) {
  const Library library(path, cambriconLibraries);
  const Api api(library);
  if (auto outcome = unusable(library, firstMissing(api.init, api.count, api.handle)))
    return *std::move(outcome);
  if (const int code = api.init(0); code != 0) return startFailure(code);
  Count count{.version = newest};
  if (const int code = api.count(&count); code != 0) return startFailure(code);
  sink.system(systemOf(api));
  for (unsigned i = 0; i < count.number; ++i) {
    Device device{.vendor = "cambricon", .index = i};
    int handle = 0;
    if (const int code = api.handle(static_cast<int>(i), &handle); code != 0) {
      device.lost = words(code);
    } else {
      Reading(api, handle, device).all();
    }
    sink.device(device);
  }
  return {};
}

}  // namespace aictl::gpu
