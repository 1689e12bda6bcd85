#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "commands/table.h"
#include "core/base/value.h"
#include "core/gpu/inventory.h"

/// Devices as texts.
namespace aictl::commands {

/// `12.5/79.6 GiB`; `-` where the device does not tell.
std::string memoryText(const gpu::Measure& used, const gpu::Measure& total);

/// `310 W`, `54 °C`; `-` where the device does not tell.
std::string measureText(const gpu::Measure& measure, std::string_view unit);

/// `5x16`, and `4x8 of 5x16` where the link is less than it can be.
std::string pcieText(const gpu::Device& device);

enum class DeviceColumns { usual, wide };

/// The table of `gpu list`: drivers, devices, their instances and processes.
std::string devicesTable(const gpu::Inventory& inventory, const std::vector<gpu::Device>& devices,
                         DeviceColumns columns, const Layout& layout);

/// `{schema, devices, vendors, findings}`; commands/schemas/gpu-list.json
Value devicesValue(const gpu::Inventory& inventory, const std::vector<gpu::Device>& devices);

/// `[{severity, rule, message, remedy}]`
Value findingsValue(const Findings& findings);

/// A line of names and one for each device (RFC 4180).
std::string devicesCsv(const std::vector<gpu::Device>& devices);

/// The text format of Prometheus: a gauge or counter for each field that a device has.
std::string devicesMetrics(const gpu::Inventory& inventory, const std::vector<gpu::Device>& devices);

}  // namespace aictl::commands
