#include "commands/gpu/text.h"

#include <fmt/format.h>

#include <algorithm>

#include "commands/document.h"
#include "commands/table.h"
#include "core/gpu/device_value.h"

namespace aictl::commands {
namespace {

constexpr double gibi = 1024.0 * 1024 * 1024;

std::string orDash(const std::string& text) { return text.empty() ? "-" : text; }

/// Two numbers of which each may be unknown, as in `5x16`.
std::string pair(const gpu::Measure& first, char between, const gpu::Measure& second) {
  const auto number = [](const gpu::Measure& measure) {
    return measure ? fmt::format("{}", *measure) : std::string("?");
  };
  return number(first) + between + number(second);
}

std::string clockText(const gpu::Device& device) {
  std::string text = measureText(device.clockMegahertz, "MHz");
  std::vector<std::string> reasons;
  for (const gpu::ClockReason& reason : device.clockReasons) reasons.push_back(reason.name);
  return reasons.empty() ? text : fmt::format("{} ({})", text, fmt::join(reasons, ", "));
}

std::string powerText(const gpu::Device& device) {
  if (!device.powerWatts || !device.powerLimitWatts) return measureText(device.powerWatts, "W");
  return fmt::format("{:.0f}/{:.0f} W", *device.powerWatts, *device.powerLimitWatts);
}

std::string eccText(const gpu::Device& device) {
  if (!device.eccCorrected && !device.eccUncorrected) return orDash(device.eccMode);
  return fmt::format("{}/{}", device.eccCorrected.value_or(0), device.eccUncorrected.value_or(0));
}

std::string remappedText(const gpu::Device& device) {
  if (device.rowRemapping.empty()) return "-";
  const double rows = device.remappedRowsCorrected.value_or(0) + device.remappedRowsUncorrected.value_or(0);
  return device.rowRemapping == "none" ? fmt::format("{}", rows)
                                       : fmt::format("{} {}", rows, device.rowRemapping);
}

std::vector<std::string> usualRow(const gpu::Device& device) {
  if (!device.lost.empty()) return {gpu::nameOf(device), orDash(device.model), "lost: " + device.lost};
  return {gpu::nameOf(device),
          orDash(device.model),
          orDash(device.pciAddress),
          memoryText(device.memoryUsedBytes, device.memoryTotalBytes),
          measureText(device.utilizationPercent, "%"),
          measureText(device.temperatureCelsius, "°C"),
          powerText(device),
          pcieText(device),
          clockText(device)};
}

std::vector<std::string> wideRow(const gpu::Device& device) {
  auto row = usualRow(device);
  if (!device.lost.empty()) return row;
  for (std::string cell :
       {eccText(device), remappedText(device), orDash(device.persistence), orDash(device.migMode),
        device.numaNode ? fmt::format("{}", *device.numaNode) : std::string("-"), orDash(device.kernelDriver),
        orDash(device.uuid)})
    row.push_back(std::move(cell));
  return row;
}

std::string driversText(const gpu::Inventory& inventory) {
  std::string text;
  for (const gpu::VendorReport& report : inventory.reports) {
    const gpu::System& system = report.system;
    if (system.driverVersion.empty() && system.libraryVersion.empty()) continue;
    text += fmt::format("{} driver {}", report.vendor->title, oneLine(orDash(system.driverVersion)));
    if (!system.libraryVersion.empty()) text += ", library " + oneLine(system.libraryVersion);
    if (!system.cudaVersion.empty()) text += ", CUDA " + system.cudaVersion;
    text += "\n";
  }
  return text;
}

std::string instancesText(const std::vector<gpu::Device>& devices, const Layout& layout) {
  Table table;
  for (const gpu::Device& device : devices) {
    for (const gpu::Instance& instance : device.instances) {
      if (table.empty()) table.add({"INSTANCE OF", "MODEL", "GPU/COMPUTE", "MEMORY", "UUID"});
      table.add({gpu::nameOf(device), orDash(instance.model),
                 pair(instance.gpuInstance, '/', instance.computeInstance),
                 memoryText(instance.memoryUsedBytes, instance.memoryTotalBytes), orDash(instance.uuid)});
    }
  }
  return table.empty() ? "" : "\n" + table.text(layout);
}

std::string podText(const gpu::Process& process) {
  if (!process.podName.empty()) return process.podNamespace + "/" + process.podName;
  return process.podUid.empty() ? "-" : "uid " + process.podUid;
}

std::string processesText(const std::vector<gpu::Device>& devices, const Layout& layout) {
  Table table;
  for (const gpu::Device& device : devices) {
    for (const gpu::Process& process : device.processes) {
      if (table.empty()) table.add({"PROCESS OF", "PID", "NAME", "KIND", "MEMORY", "POD"});
      table.add({gpu::nameOf(device), std::to_string(process.pid), orDash(process.name), orDash(process.kind),
                 memoryText(process.memoryBytes, {}), podText(process)});
    }
  }
  return table.empty() ? "" : "\n" + table.text(layout);
}

std::string_view stateName(gpu::VendorReport::State state) {
  using State = gpu::VendorReport::State;
  switch (state) {
    case State::answered:
      return "answered";
    case State::noLibrary:
      return "noLibrary";
    case State::noDriver:
      return "noDriver";
    case State::refused:
      return "refused";
    case State::crashed:
      return "crashed";
    case State::silent:
      return "silent";
    case State::garbled:
      return "garbled";
    case State::stopped:
      break;
  }
  return "stopped";
}

Value vendorValue(const gpu::VendorReport& report) {
  Value value = Value::map({{"vendor", Value(report.vendor->key)},
                            {"state", Value(stateName(report.state))},
                            {"message", report.message.empty() ? Value() : Value(report.message)}});
  const Value system = gpu::systemValue(report.system);
  for (const Entry& entry : system.entries()) value.append(entry.key, entry.value);
  return value;
}

}  // namespace

std::string memoryText(const gpu::Measure& used, const gpu::Measure& total) {
  if (!used && !total) return "-";
  if (!used) return fmt::format("{:.1f} GiB", *total / gibi);
  if (!total) return fmt::format("{:.1f} GiB", *used / gibi);
  return fmt::format("{:.1f}/{:.1f} GiB", *used / gibi, *total / gibi);
}

std::string measureText(const gpu::Measure& measure, std::string_view unit) {
  if (!measure) return "-";
  return fmt::format("{:.0f}{}{}", *measure, unit == "%" ? "" : " ", unit);
}

std::string pcieText(const gpu::Device& device) {
  if (!device.pcieGeneration && !device.pcieWidth) return "-";
  const std::string now = pair(device.pcieGeneration, 'x', device.pcieWidth);
  const std::string most = pair(device.pcieGenerationMaximum, 'x', device.pcieWidthMaximum);
  return now == most || most.find('?') != std::string::npos ? now : now + " of " + most;
}

std::string devicesTable(const gpu::Inventory& inventory, const std::vector<gpu::Device>& devices,
                         DeviceColumns columns, const Layout& layout) {
  std::vector<std::string> head{"DEVICE", "MODEL", "PCI", "MEMORY", "BUSY", "TEMP", "POWER", "PCIE", "CLOCK"};
  if (columns == DeviceColumns::wide) {
    for (const char* name : {"ECC", "REMAPPED", "PERSISTENCE", "MIG", "NUMA", "DRIVER", "UUID"})
      head.emplace_back(name);
  }
  Table table;
  table.add(std::move(head));
  for (const gpu::Device& device : devices)
    table.add(columns == DeviceColumns::wide ? wideRow(device) : usualRow(device));
  return driversText(inventory) + table.text(layout) + instancesText(devices, layout) +
         processesText(devices, layout);
}

Value findingsValue(const Findings& findings) {
  Value list = Value::list();
  for (const Finding& finding : findings) {
    list.push(Value::map({{"severity", Value(name(finding.severity))},
                          {"rule", Value(finding.rule)},
                          {"message", Value(finding.message)},
                          {"remedy", finding.remedy.empty() ? Value() : Value(finding.remedy)}}));
  }
  return list;
}

Value devicesValue(const gpu::Inventory& inventory, const std::vector<gpu::Device>& devices) {
  Value list = Value::list();
  for (const gpu::Device& device : devices) list.push(gpu::deviceValue(device));
  Value vendors = Value::list();
  for (const gpu::VendorReport& report : inventory.reports) vendors.push(vendorValue(report));
  return document("gpu-list", Value::map({{"devices", std::move(list)},
                                          {"vendors", std::move(vendors)},
                                          {"findings", findingsValue(gpu::vendorFindings(inventory))}}));
}

}  // namespace aictl::commands
