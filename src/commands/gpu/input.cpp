#include "commands/gpu/input.h"

#include <CLI/CLI.hpp>

#include <fmt/format.h>

#include <algorithm>

#include "commands/options.h"
#include "core/base/text.h"

namespace aictl::commands {
namespace {

std::vector<std::string> vendorKeys() {
  std::vector<std::string> keys;
  for (const gpu::Vendor& vendor : gpu::vendors()) keys.emplace_back(vendor.key);
  return keys;
}

std::string libraryFault(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals + 1 == text.size())
    return "'" + text + "' is not of the form VENDOR=FILE";
  const std::string key = text.substr(0, equals);
  if (gpu::vendorOf(key) != nullptr) return {};
  return fmt::format("'{}' is no vendor; they are {}", key, fmt::join(vendorKeys(), ", "));
}

std::string libraryOf(const GpuOptions& options, std::string_view vendor) {
  const std::string prefix = std::string(vendor) + "=";
  for (auto one = options.libraries.rbegin(); one != options.libraries.rend(); ++one) {
    if (one->starts_with(prefix)) return one->substr(prefix.size());
  }
  return {};
}

/// Whether the name is that of the device or of a part of it, or it is a part of what has the name.
bool isCalled(const gpu::Device& device, const std::string& name) {
  const std::string index = device.index ? fmt::format("{}", *device.index) : "";
  const std::string own = gpu::nameOf(device);
  if (name.empty()) return false;
  return name == own || name == index || name == device.uuid ||
         (!device.pciAddress.empty() && node::pciAddress(name) == device.pciAddress) ||
         (!device.part.empty() && own.starts_with(name + "/")) ||
         std::ranges::find(device.instances, name, &gpu::Instance::uuid) != device.instances.end();
}

}  // namespace

void addGpuOptions(CLI::App& app, GpuOptions& options) {
  constexpr const char* group = "Where to look";
  auto* vendor = app.add_option("--vendor", options.vendors, "Only devices of this vendor; may repeat (all)");
  takesOneOf(*vendor, vendorKeys());
  vendor->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)->allow_extra_args(false)->group(group);
  app.add_option("--library", options.libraries,
                 "The vendor's library is this file, and not that of the system; may repeat")
      ->type_name("VENDOR=FILE")
      ->check(libraryFault)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->allow_extra_args(false)
      ->group(group);
  app.add_option(
         "--root", options.root,
         "Where the machine's /sys, /proc, /dev and /var lie, as /host in a pod that has them there (/)")
      ->type_name("FOLDER")
      ->group(group);
  app.add_option("--timeout", options.timeLimit, "How long a vendor's driver may take to answer (30)")
      ->type_name("SECONDS")
      ->check(timeLimitFault)
      ->group(group);
}

gpu::InventoryQuestion inventoryQuestion(const Context& context, const GpuOptions& options) {
  gpu::InventoryQuestion question{.root = options.root == "/" ? "" : options.root,
                                  .time = std::chrono::ceil<std::chrono::milliseconds>(
                                      std::chrono::duration<double>(std::stod(options.timeLimit))),
                                  .isStopped = [&stop = context.stop] { return stop.load(); }};
  for (const gpu::Vendor& vendor : gpu::vendors()) {
    const bool isWanted =
        options.vendors.empty() || std::ranges::find(options.vendors, vendor.key) != options.vendors.end();
    if (isWanted) question.vendors.push_back({&vendor, libraryOf(options, vendor.key)});
  }
  return question;
}

Result<std::vector<gpu::Device>> chooseDevices(const std::vector<gpu::Device>& devices,
                                               const std::vector<std::string>& names) {
  if (names.empty()) return devices;
  for (const std::string& name : names) {
    const bool isKnown =
        std::ranges::any_of(devices, [&](const gpu::Device& device) { return isCalled(device, name); });
    if (isKnown) continue;
    std::vector<std::string> known;
    known.reserve(devices.size());
    for (const gpu::Device& device : devices) known.push_back(gpu::nameOf(device));
    return Failure(ExitCode::notHere,
                   Finding{.rule = "device",
                           .message = fmt::format("there is no device '{}' in this machine", name),
                           .remedy = fmt::format("it has {}", fmt::join(known, ", "))});
  }
  std::vector<gpu::Device> chosen;
  for (const gpu::Device& device : devices) {
    if (std::ranges::any_of(names, [&](const std::string& name) { return isCalled(device, name); }))
      chosen.push_back(device);
  }
  return chosen;
}

Finding noDevice(const gpu::Inventory& inventory) {
  std::vector<std::string> without;
  for (const gpu::VendorReport& report : inventory.reports) {
    if (report.state == gpu::VendorReport::State::noDriver)
      without.push_back(fmt::format("{}'s library says: {}", report.vendor->title, report.message));
  }
  return {.rule = "device",
          .message = "there is no GPU or other accelerator in this machine",
          .evidence = fmt::format("{}", fmt::join(without, "; "))};
}

ExitCode inventoryCode(const gpu::Inventory& inventory) {
  if (hasErrors(gpu::vendorFindings(inventory))) return ExitCode::noAnswer;
  return inventory.devices.empty() ? ExitCode::notHere : ExitCode::done;
}

Choice choose(const gpu::Inventory& inventory, const std::vector<std::string>& names) {
  Choice choice{.findings = gpu::vendorFindings(inventory), .code = inventoryCode(inventory)};
  if (choice.code == ExitCode::notHere) {
    choice.findings.push_back(noDevice(inventory));
    return choice;
  }
  auto devices = chooseDevices(inventory.devices, names);
  if (devices) {
    choice.devices = *std::move(devices);
  } else {
    append(choice.findings, std::move(devices.failure().findings));
    // A driver that did not answer may have it.
    if (choice.code == ExitCode::done) choice.code = devices.failure().code;
  }
  return choice;
}

}  // namespace aictl::commands
