#include "commands/gpu/top_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "commands/gpu/text.h"
#include "commands/table.h"

namespace aictl::commands {
namespace {

constexpr std::size_t mostSamples = 60;
constexpr std::size_t gap = 2;

struct Column {
  std::string_view title;
  std::string (*text)(const gpu::Device& device);
};

std::string busyText(const gpu::Device& device) {
  return device.lost.empty() ? measureText(device.utilizationPercent, "%") : "lost";
}

std::string powerText(const gpu::Device& device) { return measureText(device.powerWatts, "W"); }

std::string reasonText(const gpu::Device& device) {
  for (const gpu::ClockReason& reason : device.clockReasons) {
    if (reason.isFault) return reason.name;
  }
  return device.clockReasons.empty() ? "" : device.clockReasons.front().name;
}

/// The most important first.
constexpr auto columns = std::to_array<Column>({
    {"DEVICE", [](const gpu::Device& device) { return gpu::nameOf(device); }},
    {"BUSY", busyText},
    {"MEMORY",
     [](const gpu::Device& device) { return memoryText(device.memoryUsedBytes, device.memoryTotalBytes); }},
    {"TEMP", [](const gpu::Device& device) { return measureText(device.temperatureCelsius, "°C"); }},
    {"POWER", powerText},
    {"CLOCK", [](const gpu::Device& device) { return measureText(device.clockMegahertz, "MHz"); }},
    {"MODEL", [](const gpu::Device& device) { return device.model; }},
    {"LIMITED BY", reasonText},
});

/// How wide the table of so many of the columns is.
std::size_t widthOf(const std::vector<gpu::Device>& devices, std::size_t count) {
  Table table;
  std::vector<std::string> head;
  for (std::size_t i = 0; i < count; ++i) head.emplace_back(columns[i].title);
  table.add(std::move(head));
  for (const gpu::Device& device : devices) {
    std::vector<std::string> row;
    for (std::size_t i = 0; i < count; ++i) row.push_back(columns[i].text(device));
    table.add(std::move(row));
  }
  std::size_t width = 0;
  for (const std::size_t column : table.widths()) width += column + gap;
  return width;
}

}  // namespace

std::string sparkline(const std::deque<gpu::Measure>& values, std::size_t width) {
  static constexpr auto bars = std::to_array<std::string_view>({"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"});
  constexpr double hundred = 100;
  std::string line;
  const std::size_t first = values.size() > width ? values.size() - width : 0;
  for (std::size_t i = first; i < values.size(); ++i) {
    if (!values[i]) {
      line += ' ';
      continue;
    }
    const double share = std::clamp(*values[i] / hundred, 0.0, 1.0);
    line += bars[std::min(static_cast<std::size_t>(share * bars.size()), bars.size() - 1)];
  }
  return line;
}

void TopTable::add(const std::vector<gpu::Device>& devices) {
  devices_ = devices;
  for (const gpu::Device& device : devices) {
    auto& past = busy_[gpu::nameOf(device)];
    past.push_back(device.utilizationPercent);
    if (past.size() > mostSamples) past.pop_front();
  }
}

std::string TopTable::text(std::size_t room) const {
  std::size_t count = columns.size();
  while (count > 2 && widthOf(devices_, count) > room + gap) --count;
  const std::size_t used = widthOf(devices_, count);
  constexpr std::size_t least = 5;
  const std::size_t past = room >= used + least ? std::min(room - used, mostSamples) : 0;
  Table table;
  std::vector<std::string> head;
  for (std::size_t i = 0; i < count; ++i) head.emplace_back(columns[i].title);
  if (past > 0) head.emplace_back("PAST");
  table.add(std::move(head));
  for (const gpu::Device& device : devices_) {
    std::vector<std::string> row;
    for (std::size_t i = 0; i < count; ++i) row.push_back(columns[i].text(device));
    if (past > 0) row.push_back(sparkline(busy_.at(gpu::nameOf(device)), past));
    table.add(std::move(row));
  }
  return table.text();
}

}  // namespace aictl::commands
