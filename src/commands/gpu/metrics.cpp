#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "commands/csv.h"
#include "commands/gpu/text.h"
#include "core/gpu/device_fields.h"

namespace aictl::commands {
namespace {

/// `memoryUsedBytes` is `memory_used_bytes`.
std::string snakeCase(std::string_view key) {
  std::string text;
  for (const char c : key) {
    if (std::isupper(static_cast<unsigned char>(c)) != 0) text += '_';
    text += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return text;
}

/// A label's value as the format wants it.
std::string labelText(std::string_view text) {
  std::string quoted;
  for (const char c : text) {
    if (c == '\\' || c == '"') quoted += '\\';
    quoted += c == '\n' ? std::string("\\n") : std::string(1, c);
  }
  return quoted;
}

std::string labels(const gpu::Device& device) {
  return fmt::format(R"({{device="{}",vendor="{}",model="{}",uuid="{}",pci_address="{}"}})",
                     labelText(gpu::nameOf(device)), labelText(device.vendor), labelText(device.model),
                     labelText(device.uuid), labelText(device.pciAddress));
}

std::string head(const std::string& metric, std::string_view help, std::string_view type) {
  return fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n", metric, help, type);
}

}  // namespace

std::string devicesCsv(const std::vector<gpu::Device>& devices) {
  std::string text = "name";
  for (const gpu::TextField& field : gpu::textFields()) text.append(",").append(field.key);
  for (const gpu::MeasureField& field : gpu::measureFields()) text.append(",").append(field.key);
  text += "\r\n";
  for (const gpu::Device& device : devices) {
    text += csvCell(gpu::nameOf(device));
    for (const gpu::TextField& field : gpu::textFields())
      text.append(",").append(csvCell(device.*field.member));
    for (const gpu::MeasureField& field : gpu::measureFields()) {
      const gpu::Measure& measure = device.*field.member;
      text += measure ? fmt::format(",{}", *measure) : ",";
    }
    text += "\r\n";
  }
  return text;
}

std::string devicesMetrics(const gpu::Inventory& inventory, const std::vector<gpu::Device>& devices) {
  using State = gpu::VendorReport::State;
  std::string text = head("aictl_gpu_vendor_up", "Whether the vendor's driver answers", "gauge");
  for (const gpu::VendorReport& report : inventory.reports) {
    if (report.state == State::noLibrary || report.state == State::noDriver) continue;
    text += fmt::format("aictl_gpu_vendor_up{{vendor=\"{}\"}} {}\n", report.vendor->key,
                        report.state == State::answered ? 1 : 0);
  }
  text += head("aictl_gpu_lost", "Whether the device answers no more", "gauge");
  for (const gpu::Device& device : devices)
    text += fmt::format("aictl_gpu_lost{} {}\n", labels(device), device.lost.empty() ? 0 : 1);
  for (const gpu::MeasureField& field : gpu::measureFields()) {
    const bool isTold = std::ranges::any_of(
        devices, [&](const gpu::Device& device) { return (device.*field.member).has_value(); });
    if (!isTold || field.member == &gpu::Device::index) continue;
    const std::string metric =
        fmt::format("aictl_gpu_{}{}", snakeCase(field.key), field.isCounter ? "_total" : "");
    text += head(metric, field.help, field.isCounter ? "counter" : "gauge");
    for (const gpu::Device& device : devices) {
      const gpu::Measure& measure = device.*field.member;
      if (measure) text += fmt::format("{}{} {}\n", metric, labels(device), *measure);
    }
  }
  return text;
}

}  // namespace aictl::commands
