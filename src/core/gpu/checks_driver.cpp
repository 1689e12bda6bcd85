#include <fmt/format.h>

#include "core/base/text.h"
#include "core/gpu/checks.h"
#include "core/node/kernel.h"

namespace aictl::gpu::checks {
namespace {

using State = VendorReport::State;

bool isPresent(const VendorReport& report) {
  return report.state != State::noLibrary && report.state != State::noDriver;
}

std::vector<std::string> unknownToLibrary(const Machine& machine, std::string_view vendor) {
  std::vector<std::string> names;
  for (const Device& device : machine.inventory.devices) {
    if (device.vendor == vendor && !device.index) names.push_back(nameOf(device));
  }
  return names;
}

Observation driverOf(const Machine& machine, const VendorReport& report, const Expectations& expected) {
  const std::string title(report.vendor->title);
  if (report.state != State::answered) {
    return {.verdict = Verdict::fail,
            .evidence = fmt::format("{}: {}", title, report.message),
            .remedy = report.remedy.empty() ? "see the kernel's log" : report.remedy};
  }
  const std::string& version = report.system.driverVersion;
  if (!expected.driver.empty() && !version.starts_with(expected.driver)) {
    return {.verdict = Verdict::fail,
            .evidence = fmt::format("{}: driver {}, expected {}", title, version, expected.driver),
            .remedy = "install the driver that is expected"};
  }
  return {.evidence =
              fmt::format("{}: driver {} answers for {} devices", title, version.empty() ? "?" : version,
                          std::ranges::count_if(machine.inventory.devices, [&](const Device& device) {
                            return device.vendor == report.vendor->key && device.index;
                          }))};
}

}  // namespace

Observations eachDevice(const Machine& machine, const DeviceLook& look) {
  Observations observations;
  for (const Device& device : machine.inventory.devices) {
    if (!device.index || !device.lost.empty()) continue;
    auto observation = look(device);
    if (!observation) continue;
    observation->device = nameOf(device);
    observations.push_back(*std::move(observation));
  }
  return observations;
}

Observations driver(const Machine& machine, const Expectations& expected) {
  Observations observations;
  for (const VendorReport& report : machine.inventory.reports) {
    if (isPresent(report)) {
      observations.push_back(driverOf(machine, report, expected));
      continue;
    }
    if (unknownToLibrary(machine, report.vendor->key).empty()) continue;
    observations.push_back(
        {.verdict = Verdict::fail,
         .evidence =
             fmt::format("{}: {}", report.vendor->title,
                         report.state == State::noLibrary ? "its library is not installed" : report.message),
         .remedy = report.remedy.empty() ? "install the driver" : report.remedy});
  }
  return observations;
}

Observations count(const Machine& machine, const Expectations& expected) {
  const auto found = static_cast<double>(std::ranges::count_if(
      machine.inventory.devices, [](const Device& device) { return device.index && device.lost.empty(); }));
  if (!expected.gpus) return {};
  if (found == *expected.gpus) return {{.evidence = fmt::format("{} devices, as expected", found)}};
  return {{.verdict = Verdict::fail,
           .evidence = fmt::format("{} devices answer, expected {}", found, *expected.gpus),
           .remedy = "see the checks 'bus', 'lost' and 'driver' for those that are missing"}};
}

Observations model(const Machine& machine, const Expectations& expected) {
  const auto isExpected = [&](const Device& device) {
    return lowered(device.model).find(lowered(expected.model)) != std::string::npos;
  };
  return eachDevice(machine, [&](const Device& device) -> std::optional<Observation> {
    const std::string& first = machine.inventory.devices.front().model;
    if (!expected.model.empty() && !isExpected(device)) {
      return Observation{.verdict = Verdict::fail,
                         .evidence = fmt::format("{}, expected {}", device.model, expected.model),
                         .remedy = "the node has another accelerator than it should have"};
    }
    if (expected.model.empty() && device.model != first) {
      return Observation{.verdict = Verdict::warn,
                         .evidence = fmt::format("{}, and the first device is {}", device.model, first),
                         .remedy = "say with --expect model=… what the node should have"};
    }
    return Observation{.evidence = device.model};
  });
}

Observations bus(const Machine& machine, const Expectations& /*expected*/) {
  Observations observations;
  for (const VendorReport& report : machine.inventory.reports) {
    if (report.state != State::answered) continue;
    const auto unknown = unknownToLibrary(machine, report.vendor->key);
    for (const std::string& name : unknown) {
      observations.push_back({.device = name,
                              .verdict = Verdict::fail,
                              .evidence = "it is on the PCI bus, and the driver does not know of it",
                              .remedy =
                                  "it has fallen off the bus, or was given to a virtual machine: see the "
                                  "kernel's log, and restart the machine"});
    }
    if (unknown.empty())
      observations.push_back({.evidence = fmt::format("the driver of {} knows all of its devices on the bus",
                                                      report.vendor->title)});
  }
  return observations;
}

Observations lost(const Machine& machine, const Expectations& /*expected*/) {
  Observations observations;
  for (const Device& device : machine.inventory.devices) {
    if (device.lost.empty()) continue;
    const bool isForbidden = device.lost == "no permission";
    observations.push_back({.device = nameOf(device),
                            .verdict = Verdict::fail,
                            .evidence = device.lost,
                            .remedy = isForbidden
                                          ? "let the process open the device's file in /dev; in a pod, ask "
                                            "for the device"
                                          : "drain the node; reset the device, or restart the machine"});
  }
  return observations;
}

Observations versions(const Machine& machine, const Expectations& /*expected*/) {
  Observations observations;
  for (const VendorReport& report : machine.inventory.reports) {
    if (report.vendor->key != "nvidia" || report.system.driverVersion.empty()) continue;
    const std::string& driver = report.system.driverVersion;
    const std::string module = node::moduleVersion(machine.root, "nvidia");
    const bool libraryAgrees =
        report.system.libraryVersion.empty() || report.system.libraryVersion.ends_with(driver);
    if (libraryAgrees && (module.empty() || module == driver)) {
      observations.push_back({.evidence = fmt::format("driver and library are {}", driver)});
      continue;
    }
    observations.push_back(
        {.verdict = Verdict::fail,
         .evidence = fmt::format("driver {}, library {}, kernel module {}", driver,
                                 report.system.libraryVersion, module.empty() ? "not known" : module),
         .remedy = "the driver was updated while it was loaded: reload it, or restart the machine"});
  }
  return observations;
}

Observations persistence(const Machine& machine, const Expectations& /*expected*/) {
  return eachDevice(machine, [](const Device& device) -> std::optional<Observation> {
    if (device.persistence.empty()) return std::nullopt;
    if (device.persistence == "on") return Observation{.evidence = "persistence mode is on"};
    return Observation{
        .verdict = Verdict::warn,
        .evidence = "persistence mode is off: the driver starts the device anew for each program",
        .remedy = "run nvidia-persistenced"};
  });
}

}  // namespace aictl::gpu::checks
