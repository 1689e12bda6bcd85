#include "core/gpu/amd.h"

#include <fmt/format.h>

#include "core/gpu/questions.h"

// Declared from ROCm SMI's public header: include/rocm_smi/rocm_smi.h of github.com/ROCm/rocm_smi_lib, commit
// a1295714f2f6 (6.x), and for what was before version 6 the same file before commit 3d40c4b.

namespace aictl::gpu {
namespace {

struct Version {  // rsmi_version_t
  std::uint32_t major, minor, patch;
  const char* build;
};
struct Frequencies {  // rsmi_frequencies_t
  bool hasDeepSleep;
  std::uint32_t count, current;
  std::array<std::uint64_t, 33> hertz;
};
struct OldFrequencies {  // the same before version 6
  std::uint32_t count, current;
  std::array<std::uint64_t, 32> hertz;
};
struct ErrorCount {  // rsmi_error_count_t
  std::uint64_t corrected, uncorrected;
};

std::string words(int code) {
  static constexpr auto table = std::to_array<std::string_view>({"success",
                                                                 "an argument is not valid",
                                                                 "not supported by this device",
                                                                 "a file of the driver cannot be read",
                                                                 "no permission",
                                                                 "no resources are left",
                                                                 "an exception in the library",
                                                                 "a number is out of bounds",
                                                                 "the library could not be started",
                                                                 "not implemented",
                                                                 "not found",
                                                                 "the space given is too small",
                                                                 "interrupted",
                                                                 "an unexpected amount of data",
                                                                 "there is no data",
                                                                 "unexpected data",
                                                                 "busy",
                                                                 "a counter overflowed",
                                                                 "the setting is not available",
                                                                 "the driver could not be restarted"});
  if (code >= 0 && static_cast<std::size_t>(code) < table.size())
    return std::string(table[static_cast<std::size_t>(code)]);
  return code == -1 ? "unknown error" : fmt::format("ROCm SMI error {}", code);
}

struct Api {
  explicit Api(const Library& from) : library(from) {}

  using Text = Symbol<int(std::uint32_t, char*, std::uint32_t)>;
  using Number = Symbol<int(std::uint32_t, std::uint64_t*)>;
  using Typed = Symbol<int(std::uint32_t, int, std::uint64_t*)>;

  const Library& library;  // the first member: the others look into it
  Symbol<int(std::uint64_t)> init{library, {"rsmi_init"}};
  Symbol<int(std::uint32_t*)> count{library, {"rsmi_num_monitor_devices"}};
  Symbol<int(Version*)> version{library, {"rsmi_version_get"}};
  Symbol<int(int, char*, std::uint32_t)> driverVersion{library, {"rsmi_version_str_get"}};
  Symbol<int(std::uint32_t, char*, std::size_t)> name{library, {"rsmi_dev_name_get"}};
  Number uniqueId{library, {"rsmi_dev_unique_id_get"}};
  Text serial{library, {"rsmi_dev_serial_number_get"}};
  Text vbios{library, {"rsmi_dev_vbios_version_get"}};
  Number pciId{library, {"rsmi_dev_pci_id_get"}};
  Typed memoryTotal{library, {"rsmi_dev_memory_total_get"}};
  Typed memoryUsed{library, {"rsmi_dev_memory_usage_get"}};
  Symbol<int(std::uint32_t, std::uint32_t*)> busy{library, {"rsmi_dev_busy_percent_get"}};
  Symbol<int(std::uint32_t, std::uint32_t*)> memoryBusy{library, {"rsmi_dev_memory_busy_percent_get"}};
  Symbol<int(std::uint32_t, std::uint32_t, int, std::int64_t*)> temperature{library,
                                                                            {"rsmi_dev_temp_metric_get"}};
  Symbol<int(std::uint32_t, std::uint64_t*, int*)> power{library, {"rsmi_dev_power_get"}};
  Symbol<int(std::uint32_t, std::uint32_t, std::uint64_t*)> averagePower{library, {"rsmi_dev_power_ave_get"}};
  Symbol<int(std::uint32_t, std::uint32_t, std::uint64_t*)> powerCap{library, {"rsmi_dev_power_cap_get"}};
  Number powerCapDefault{library, {"rsmi_dev_power_cap_default_get"}};
  Symbol<int(std::uint32_t, int, void*)> clock{library, {"rsmi_dev_gpu_clk_freq_get"}};
  Number replays{library, {"rsmi_dev_pci_replay_counter_get"}};
  Symbol<int(std::uint32_t, std::uint64_t, ErrorCount*)> errors{library, {"rsmi_dev_ecc_count_get"}};
  Symbol<int(std::uint32_t, std::uint32_t, std::uint64_t*, int*)> linkType{library,
                                                                           {"rsmi_topo_get_link_type"}};
};

constexpr std::size_t textLength = 256;
using TextBuffer = std::array<char, textLength>;

/// BDFID: domain in the upper half, then bus, device and function; bits 28 to 31 number a partition.
std::string addressOf(std::uint64_t id) {
  return fmt::format("{:04x}:{:02x}:{:02x}.{:x}", id >> 32U, id >> 8U & 0xFFU, id >> 3U & 0x1FU, id & 7U);
}

class Reading {
 public:
  Reading(const Api& api, std::uint32_t index, bool isOld, Device& device)
      : api_(api), index_(index), isOld_(isOld), device_(device), questions_(device, words) {}

  void all(std::uint32_t count) {
    identity();
    const std::size_t answers = questions_.answers();
    memory();
    load();
    // The library keeps what a device is; of one that is gone it can read nothing more.
    if (questions_.answers() == answers && questions_.lastFailure()) {
      device_.lost =
          "it tells nothing of its memory, load and temperature: " + words(*questions_.lastFailure());
      return;
    }
    clocks();
    errors();
    links(count);
  }

 private:
  Measure number(std::string_view field, const Api::Number& function, double divisor = 1) {
    std::uint64_t value = 0;
    if (!questions_.ask(field, function, index_, &value)) return {};
    return static_cast<double>(value) / divisor;
  }

  void identity() {
    TextBuffer buffer{};
    if (questions_.ask("model", api_.name, index_, buffer.data(), buffer.size() - 1))
      device_.model = buffer.data();
    buffer = {};
    constexpr auto room = static_cast<std::uint32_t>(textLength - 1);
    if (questions_.ask("serial", api_.serial, index_, buffer.data(), room)) device_.serial = buffer.data();
    buffer = {};
    if (questions_.ask("firmwareVersion", api_.vbios, index_, buffer.data(), room))
      device_.firmwareVersion = buffer.data();
    std::uint64_t id = 0;
    if (questions_.ask("uuid", api_.uniqueId, index_, &id)) device_.uuid = fmt::format("{:#018x}", id);
    if (questions_.ask("pciAddress", api_.pciId, index_, &id)) device_.pciAddress = addressOf(id);
  }

  void memory() {
    constexpr int vram = 0;  // RSMI_MEM_TYPE_VRAM
    std::uint64_t bytes = 0;
    if (questions_.ask("memoryTotalBytes", api_.memoryTotal, index_, vram, &bytes))
      device_.memoryTotalBytes = static_cast<double>(bytes);
    if (questions_.ask("memoryUsedBytes", api_.memoryUsed, index_, vram, &bytes))
      device_.memoryUsedBytes = static_cast<double>(bytes);
  }

  Measure temperature(std::string_view field, std::uint32_t sensor) {
    constexpr int current = 0;  // RSMI_TEMP_CURRENT
    constexpr double milli = 1000;
    std::int64_t value = 0;
    if (!questions_.ask(field, api_.temperature, index_, sensor, current, &value)) return {};
    return static_cast<double>(value) / milli;
  }

  void load() {
    std::uint32_t percent = 0;
    if (questions_.ask("utilizationPercent", api_.busy, index_, &percent))
      device_.utilizationPercent = percent;
    if (questions_.ask("memoryUtilizationPercent", api_.memoryBusy, index_, &percent))
      device_.memoryUtilizationPercent = percent;
    constexpr std::uint32_t junction = 1;  // rsmi_temperature_type_t
    constexpr std::uint32_t memory = 2;
    device_.temperatureCelsius = temperature("temperatureCelsius", junction);
    device_.memoryTemperatureCelsius = temperature("memoryTemperatureCelsius", memory);
    constexpr double micro = 1e6;
    device_.powerWatts = power();
    constexpr std::uint32_t sensor = 0;
    std::uint64_t microwatts = 0;
    if (questions_.ask("powerLimitWatts", api_.powerCap, index_, sensor, &microwatts))
      device_.powerLimitWatts = static_cast<double>(microwatts) / micro;
    device_.powerLimitDefaultWatts = number("powerLimitDefaultWatts", api_.powerCapDefault, micro);
  }

  Measure power() {
    constexpr double micro = 1e6;
    constexpr std::uint32_t sensor = 0;
    std::uint64_t microwatts = 0;
    int type = 0;
    if (api_.power && api_.power(index_, &microwatts, &type) == 0)
      return static_cast<double>(microwatts) / micro;
    if (!questions_.ask("powerWatts", api_.averagePower, index_, sensor, &microwatts)) return {};
    return static_cast<double>(microwatts) / micro;
  }

  template <class Table>
  void clock(std::string_view field, int type, Measure& now, Measure& maximum) {
    constexpr double mega = 1e6;
    Table table{};
    if (!questions_.ask(field, api_.clock, index_, type, static_cast<void*>(&table))) return;
    if (table.count == 0 || table.count > table.hertz.size() || table.current >= table.count) return;
    now = static_cast<double>(table.hertz[table.current]) / mega;
    maximum = static_cast<double>(table.hertz[table.count - 1]) / mega;
  }

  void clocks() {
    constexpr int system = 0;  // rsmi_clk_type_t
    constexpr int memory = 4;
    const auto read = isOld_ ? &Reading::clock<OldFrequencies> : &Reading::clock<Frequencies>;
    (this->*read)("clockMegahertz", system, device_.clockMegahertz, device_.clockMaximumMegahertz);
    (this->*read)("memoryClockMegahertz", memory, device_.memoryClockMegahertz,
                  device_.memoryClockMaximumMegahertz);
    device_.pcieReplays = number("pcieReplays", api_.replays);
  }

  /// The sum over the blocks of the chip that count.
  void errors() {
    constexpr std::uint64_t lastBlock = 0x2000;  // RSMI_GPU_BLOCK_FUSE
    if (!api_.errors) return questions_.note("eccUncorrected", "the library has no rsmi_dev_ecc_count_get");
    for (std::uint64_t block = 1; block <= lastBlock; block <<= 1U) {
      ErrorCount count{};
      if (api_.errors(index_, block, &count) != 0) continue;
      device_.eccCorrected = device_.eccCorrected.value_or(0) + static_cast<double>(count.corrected);
      device_.eccUncorrected = device_.eccUncorrected.value_or(0) + static_cast<double>(count.uncorrected);
    }
  }

  void links(std::uint32_t count) {
    constexpr int xgmi = 2;  // RSMI_IOLINK_TYPE_XGMI
    for (std::uint32_t other = 0; other < count; ++other) {
      std::uint64_t hops = 0;
      int type = 0;
      if (other == index_ || !api_.linkType || api_.linkType(index_, other, &hops, &type) != 0 ||
          type != xgmi)
        continue;
      std::uint64_t id = 0;
      if (!api_.pciId || api_.pciId(other, &id) != 0) continue;
      device_.links.push_back({.number = static_cast<int>(device_.links.size()),
                               .kind = "XGMI",
                               .active = true,
                               .remoteKind = "gpu",
                               .remote = addressOf(id)});
    }
  }

  const Api& api_;
  std::uint32_t index_;
  bool isOld_;
  Device& device_;
  Questions questions_;
};

System systemOf(const Api& api, const Version& version) {
  System system{.library = api.library.name(),
                .libraryVersion = fmt::format("{}.{}.{}", version.major, version.minor, version.patch)};
  constexpr int driver = 0;  // RSMI_SW_COMP_DRIVER
  TextBuffer buffer{};
  constexpr auto room = static_cast<std::uint32_t>(textLength - 1);
  if (api.driverVersion && api.driverVersion(driver, buffer.data(), room) == 0)
    system.driverVersion = buffer.data();
  return system;
}

Outcome startFailure(int code) {
  constexpr int permission = 4;
  constexpr int initError = 8;  // also where the driver is not loaded
  if (code == permission) {
    return {Outcome::Kind::refused, words(code),
            "the right to open /dev/kfd and /dev/dri is missing; in a pod, ask for amd.com/gpu"};
  }
  return {code == initError ? Outcome::Kind::noDriver : Outcome::Kind::refused, words(code),
          "load the driver: modprobe amdgpu"};
}

}  // namespace

Outcome readAmd(const std::string& path, const Sink& sink) {
  const Library library(path, amdLibraries);
  const Api api(library);
  if (auto outcome = unusable(library, firstMissing(api.init, api.count))) return *std::move(outcome);
  if (const int code = api.init(0); code != 0) return startFailure(code);
  Version version{};
  if (api.version) api.version(&version);
  sink.system(systemOf(api, version));
  constexpr std::uint32_t firstWithDeepSleep = 6;
  std::uint32_t count = 0;
  if (const int code = api.count(&count); code != 0) return {Outcome::Kind::refused, words(code), {}};
  for (std::uint32_t i = 0; i < count; ++i) {
    Device device{.vendor = "amd", .index = i};
    Reading(api, i, version.major < firstWithDeepSleep, device).all(count);
    sink.device(device);
  }
  return {};
}

}  // namespace aictl::gpu
