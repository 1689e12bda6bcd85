#include "core/gpu/nvidia.h"

#include <fmt/format.h>

#include "core/gpu/nvidia_health.h"
#include "core/gpu/nvidia_links.h"
#include "core/gpu/nvidia_processes.h"
#include "core/gpu/nvml.h"
#include "core/gpu/questions.h"
#include "core/node/pci.h"

namespace aictl::gpu {
namespace {

constexpr std::size_t textLength = 96;  // NVML_DEVICE_NAME_V2_BUFFER_SIZE, the longest of all
constexpr double milli = 1000;

using TextBuffer = std::array<char, textLength>;

/// One device that is being read.
class Reading {
 public:
  Reading(const nvml::Api& api, nvml::Device handle, Device& device)
      : api_(api), handle_(handle), device_(device), questions_(device, nvml::words) {}

  /// Step by step, no further than until the device is lost: each more question may take long.
  void all() {
    static constexpr auto steps = std::to_array(
        {&Reading::identity, &Reading::memory, &Reading::load, &Reading::clocks, &Reading::pcie,
         &Reading::modes, &Reading::instances, &Reading::health, &Reading::links, &Reading::processes});
    for (const auto step : steps) {
      (this->*step)();
      for (const int code : {nvml::gpuIsLost, nvml::resetRequired}) {
        if (questions_.saw(code)) device_.lost = nvml::words(code);
      }
      if (!device_.lost.empty()) return;
    }
  }

 private:
  std::string text(std::string_view field, const nvml::Api::Text& function) {
    TextBuffer buffer{};
    return questions_.ask(field, function, handle_, buffer.data(), static_cast<unsigned>(buffer.size() - 1))
               ? textOf(buffer)
               : "";
  }

  Measure number(std::string_view field, const nvml::Api::Number& function, double divisor = 1) {
    unsigned value = 0;
    if (!questions_.ask(field, function, handle_, &value)) return {};
    return value / divisor;
  }

  Measure number(std::string_view field, const nvml::Api::Typed& function, int type) {
    unsigned value = 0;
    if (!questions_.ask(field, function, handle_, type, &value)) return {};
    return value;
  }

  void identity() {
    device_.uuid = text("uuid", api_.uuid);
    nvml::PciInfo pci{};
    if (questions_.ask("pciAddress", api_.pciInfo, handle_, &pci)) {
      const std::string busId = textOf(pci.busId);  // version 2 has the short one alone
      device_.pciAddress = node::pciAddress(busId.empty() ? textOf(pci.busIdLegacy) : busId);
    }
    device_.model = text("model", api_.name);
    device_.serial = text("serial", api_.serial);
    device_.firmwareVersion = text("firmwareVersion", api_.vbios);
  }

  void memory() {
    nvml::MemoryV2 whole{.version = nvml::structVersion<nvml::MemoryV2>(2)};
    if (api_.memoryV2 && api_.memoryV2(handle_, &whole) == nvml::success) {
      device_.memoryTotalBytes = static_cast<double>(whole.total);
      device_.memoryUsedBytes = static_cast<double>(whole.used);
      return;
    }
    nvml::Memory old{};
    if (!questions_.ask("memoryUsedBytes", api_.memory, handle_, &old)) return;
    device_.memoryTotalBytes = static_cast<double>(old.total);
    device_.memoryUsedBytes = static_cast<double>(old.used);
  }

  void load() {
    nvml::Utilization utilization{};
    if (questions_.ask("utilizationPercent", api_.utilization, handle_, &utilization)) {
      device_.utilizationPercent = utilization.gpu;
      device_.memoryUtilizationPercent = utilization.memory;
    }
    device_.temperatureCelsius = temperature();
    device_.slowdownTemperatureCelsius = slowdownTemperature();
    device_.powerWatts = number("powerWatts", api_.power, milli);
    device_.powerLimitWatts = number("powerLimitWatts", api_.powerLimit, milli);
    device_.powerLimitDefaultWatts = number("powerLimitDefaultWatts", api_.powerLimitDefault, milli);
  }

  Measure temperature() {
    constexpr int chip = 0;  // NVML_TEMPERATURE_GPU
    nvml::Temperature reading{.version = nvml::structVersion<nvml::Temperature>(1), .sensor = chip};
    if (api_.temperatureV && api_.temperatureV(handle_, &reading) == nvml::success)
      return reading.temperature;
    return number("temperatureCelsius", api_.temperature, chip);
  }

  /// Newer devices tell how far from it they are, and not where it is.
  Measure slowdownTemperature() {
    constexpr int slowdown = 1;  // NVML_TEMPERATURE_THRESHOLD_SLOWDOWN
    nvml::MarginTemperature margin{.version = nvml::structVersion<nvml::MarginTemperature>(1)};
    if (device_.temperatureCelsius && api_.temperatureMargin &&
        api_.temperatureMargin(handle_, &margin) == nvml::success)
      return *device_.temperatureCelsius + margin.margin;
    return number("slowdownTemperatureCelsius", api_.temperatureThreshold, slowdown);
  }

  void clocks() {
    constexpr int multiprocessors = 1;  // NVML_CLOCK_SM
    constexpr int memory = 2;           // NVML_CLOCK_MEM
    device_.clockMegahertz = number("clockMegahertz", api_.clock, multiprocessors);
    device_.clockMaximumMegahertz = number("clockMaximumMegahertz", api_.clockMaximum, multiprocessors);
    device_.memoryClockMegahertz = number("memoryClockMegahertz", api_.clock, memory);
    device_.memoryClockMaximumMegahertz = number("memoryClockMaximumMegahertz", api_.clockMaximum, memory);
    unsigned long long reasons = 0;
    if (questions_.ask("clockReasons", api_.clockReasons, handle_, &reasons))
      device_.clockReasons = nvidiaClockReasons(reasons);
  }

  void pcie() {
    device_.pcieGeneration = number("pcieGeneration", api_.pcieGeneration);
    device_.pcieGenerationMaximum = number("pcieGenerationMaximum", api_.pcieGenerationMaximum);
    device_.pcieWidth = number("pcieWidth", api_.pcieWidth);
    device_.pcieWidthMaximum = number("pcieWidthMaximum", api_.pcieWidthMaximum);
    device_.pcieReplays = number("pcieReplays", api_.pcieReplays);
  }

  void modes() {
    int state = 0;
    int pending = 0;
    if (questions_.ask("persistence", api_.persistence, handle_, &state)) device_.persistence = onOff(state);
    if (questions_.ask("eccMode", api_.eccMode, handle_, &state, &pending)) device_.eccMode = onOff(state);
  }

  /// Of a mode that a newer driver may have more of.
  static std::string onOff(int state) {
    if (state == 0) return "off";
    return state == 1 ? "on" : fmt::format("state {}", state);
  }

  void instances() {
    unsigned mode = 0;
    unsigned pending = 0;
    if (!questions_.ask("migMode", api_.migMode, handle_, &mode, &pending)) return;
    device_.migMode = onOff(static_cast<int>(mode));
    unsigned count = 0;
    if (mode != 1 || !questions_.ask("instances", api_.migCount, handle_, &count)) return;
    for (unsigned i = 0; i < count; ++i) {
      nvml::Device part = nullptr;
      // Places for instances that there are none in are said to be not found.
      if (api_.migHandle && api_.migHandle(handle_, i, &part) == nvml::success)
        device_.instances.push_back(instance(part));
    }
  }

  void health() { readNvidiaHealth(api_, handle_, device_, questions_); }
  void links() { readNvlinks(api_, handle_, device_, questions_); }
  void processes() { readNvidiaProcesses(api_, handle_, device_, questions_); }

  Instance instance(nvml::Device part) const {
    Instance instance;
    TextBuffer buffer{};
    constexpr auto room = static_cast<unsigned>(textLength - 1);
    if (api_.uuid && api_.uuid(part, buffer.data(), room) == nvml::success) instance.uuid = textOf(buffer);
    buffer = {};
    if (api_.name && api_.name(part, buffer.data(), room) == nvml::success) instance.model = textOf(buffer);
    unsigned id = 0;
    if (api_.gpuInstance && api_.gpuInstance(part, &id) == nvml::success) instance.gpuInstance = id;
    if (api_.computeInstance && api_.computeInstance(part, &id) == nvml::success)
      instance.computeInstance = id;
    nvml::Memory memory{};
    if (api_.memory && api_.memory(part, &memory) == nvml::success) {
      instance.memoryTotalBytes = static_cast<double>(memory.total);
      instance.memoryUsedBytes = static_cast<double>(memory.used);
    }
    return instance;
  }

  const nvml::Api& api_;
  nvml::Device handle_;
  Device& device_;
  Questions questions_;
};

System systemOf(const nvml::Api& api) {
  System system{.library = api.library.name()};
  TextBuffer buffer{};
  constexpr auto room = static_cast<unsigned>(textLength - 1);
  if (api.driverVersion && api.driverVersion(buffer.data(), room) == nvml::success)
    system.driverVersion = textOf(buffer);
  buffer = {};
  if (api.libraryVersion && api.libraryVersion(buffer.data(), room) == nvml::success)
    system.libraryVersion = textOf(buffer);
  int cuda = 0;
  constexpr int thousand = 1000;  // 12040 is 12.4
  constexpr int ten = 10;
  if (api.cudaVersion && api.cudaVersion(&cuda) == nvml::success)
    system.cudaVersion = fmt::format("{}.{}", cuda / thousand, cuda % thousand / ten);
  return system;
}

Device readDevice(const nvml::Api& api, unsigned index) {
  Device device{.vendor = "nvidia", .index = index};
  nvml::Device handle = nullptr;
  const int code = api.handle(index, &handle);
  if (code != nvml::success) {
    device.lost = nvml::words(code);
  } else {
    Reading(api, handle, device).all();
  }
  return device;
}

Outcome startFailure(int code) {
  switch (code) {
    case nvml::driverNotLoaded:
    case nvml::gpuNotFound:
      return {Outcome::Kind::noDriver, nvml::words(code), "load the driver: modprobe nvidia"};
    case nvml::versionMismatch:
      return {Outcome::Kind::refused, nvml::words(code),
              "the driver was updated while it was loaded: reload it, or restart the machine"};
    case nvml::noPermission:
      return {Outcome::Kind::refused, nvml::words(code),
              "the right to open /dev/nvidiactl is missing; in a pod, ask for nvidia.com/gpu"};
    default:
      return {Outcome::Kind::refused, nvml::words(code), {}};
  }
}

}  // namespace

Outcome readNvidia(const std::string& path, const Sink& sink) {
  const Library library(path, nvidiaLibraries);
  const nvml::Api api(library);
  if (auto outcome = unusable(library, firstMissing(api.init, api.count, api.handle)))
    return *std::move(outcome);
  if (const int code = api.init(); code != nvml::success) return startFailure(code);
  sink.system(systemOf(api));
  unsigned count = 0;
  if (const int code = api.count(&count); code != nvml::success) return startFailure(code);
  for (unsigned i = 0; i < count; ++i) sink.device(readDevice(api, i));
  return {};
}

}  // namespace aictl::gpu
