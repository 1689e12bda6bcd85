#include "core/gpu/inventory.h"

#include <fmt/format.h>

#include "core/node/pci_names.h"
#include "core/node/pod.h"

namespace aictl::gpu {
namespace {

// PCI Code and ID Assignment Specification: base classes and subclasses
constexpr std::uint32_t display = 0x03;
constexpr std::uint32_t processingAccelerator = 0x12;
constexpr std::uint32_t threeDimensional = 0x0302;

Measure measure(const std::optional<std::int64_t>& number) {
  return number ? Measure(static_cast<double>(*number)) : Measure();
}

/// What the bus tells of a device, where its library did not.
void addBusFacts(const node::PciDevice& bus, Device& device) {
  const auto take = [](Measure& field, const std::optional<std::int64_t>& number) {
    if (!field) field = measure(number);
  };
  device.kernelDriver = bus.driver;
  take(device.numaNode, bus.numaNode);
  take(device.pcieGeneration, bus.generation);
  take(device.pcieGenerationMaximum, bus.generationMaximum);
  take(device.pcieWidth, bus.width);
  take(device.pcieWidthMaximum, bus.widthMaximum);
}

Device busDevice(const std::string& root, const node::PciDevice& bus) {
  const Vendor* vendor = vendorOf(bus.vendor);
  Device device{.vendor = vendor != nullptr ? std::string(vendor->key) : fmt::format("{:04x}", bus.vendor),
                .model = node::pciName(root, bus.vendor, bus.device),
                .pciAddress = bus.address};
  if (device.model.empty()) device.model = fmt::format("device {:04x}:{:04x}", bus.vendor, bus.device);
  addBusFacts(bus, device);
  return device;
}

void addPods(const std::string& root, Device& device) {
  for (Process& process : device.processes) {
    process.name = node::processName(root, process.pid);
    node::PodOfProcess pod = node::podOf(root, process.pid);
    process.podNamespace = std::move(pod.namespaceName);
    process.podName = std::move(pod.name);
    process.podUid = std::move(pod.uid);
  }
}

/// Devices of the vendor that the bus has and its library does not know.
std::vector<std::string> onlyOnTheBus(const Inventory& inventory, const VendorReport& report) {
  std::vector<std::string> names;
  for (const Device& device : inventory.devices) {
    if (device.vendor == report.vendor->key && !device.index) names.push_back(nameOf(device));
  }
  return names;
}

}  // namespace

bool isAccelerator(const node::PciDevice& device) {
  constexpr unsigned baseShift = 16;
  constexpr unsigned subclassShift = 8;
  constexpr std::uint32_t huawei = 0x19e5;  // its graphics cards are the consoles of its servers
  const std::uint32_t base = device.classCode >> baseShift;
  if (base == processingAccelerator) return true;
  if (base != display) return false;
  if (device.classCode >> subclassShift == threeDimensional) return true;
  return device.vendor != huawei && vendorOf(device.vendor) != nullptr;
}

Inventory takeInventory(const InventoryQuestion& question) {
  Inventory inventory{.reports = askVendors(question.vendors, question.time, question.isStopped),
                      .pciDevices = node::pciDevices(question.root)};
  for (VendorReport& report : inventory.reports) {
    for (Device& device : report.devices) inventory.devices.push_back(std::move(device));
    report.devices.clear();
  }
  for (const node::PciDevice& bus : inventory.pciDevices) {
    const auto known = std::ranges::find(inventory.devices, bus.address, &Device::pciAddress);
    if (known != inventory.devices.end()) {
      addBusFacts(bus, *known);
    } else if (isAccelerator(bus)) {
      inventory.devices.push_back(busDevice(question.root, bus));
    }
  }
  if (node::hasProcessesOfTheNode(question.root)) {
    for (Device& device : inventory.devices) addPods(question.root, device);
  }
  return inventory;
}

Findings vendorFindings(const Inventory& inventory) {
  using State = VendorReport::State;
  Findings findings;
  for (const VendorReport& report : inventory.reports) {
    const std::string title(report.vendor->title);
    const auto unknown = onlyOnTheBus(inventory, report);
    const std::string onBus = fmt::format("{}: {} {} on the PCI bus", title, fmt::join(unknown, ", "),
                                          unknown.size() == 1 ? "is" : "are");
    switch (report.state) {
      case State::stopped:
        break;
      case State::noLibrary:
        if (unknown.empty()) break;
        findings.push_back(
            {.severity = Severity::warning,
             .rule = "vendor",
             .message = onBus + ", and its library is not installed",
             .remedy = fmt::format("install the driver, or say with --library {}=FILE where the "
                                   "library is",
                                   report.vendor->key)});
        break;
      case State::noDriver:
        if (unknown.empty()) break;
        findings.push_back({.severity = Severity::warning,
                            .rule = "vendor",
                            .message = fmt::format("{}, and its library says: {}", onBus, report.message),
                            .remedy = report.remedy});
        break;
      case State::answered:
        if (unknown.empty()) break;
        findings.push_back({.severity = Severity::warning,
                            .rule = "vendor",
                            .message = onBus + ", and the driver does not know of it",
                            .remedy = "it has fallen off the bus, or was given to a virtual machine: see the "
                                      "kernel's log"});
        break;
      default:
        findings.push_back(
            {.rule = "vendor", .message = title + ": " + report.message, .remedy = report.remedy});
    }
  }
  return findings;
}

}  // namespace aictl::gpu
