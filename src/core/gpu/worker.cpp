#include "core/gpu/worker.h"

#include "core/base/result.h"
#include "core/gpu/device_value.h"

namespace aictl::gpu {
namespace {

/// Takes a line of a worker; false where it is none.
bool takeAnswer(std::string_view key, const Value& value, VendorReport& report) {
  if (key == "system") {
    report.system = systemOf(value);
  } else if (key == "device") {
    report.devices.push_back(deviceOf(value));
  } else {
    return false;
  }
  return true;
}

std::string lastOf(const VendorReport& report) {
  if (report.devices.empty()) return {};
  return fmt::format("{} of {}", nameOf(report.devices.back()), report.system.library);
}

}  // namespace

int work(std::string_view vendor, const std::string& library) {
  const Vendor* found = vendorOf(vendor);
  if (found == nullptr) return static_cast<int>(ExitCode::badInput);
  const WorkerOutput output;
  const Sink sink{.system = [&](const System& system) { output.write("system", systemValue(system)); },
                  .device = [&](const Device& device) { output.write("device", deviceValue(device)); }};
  output.finish(found->read(library, sink));
}

std::vector<VendorReport> askVendors(std::span<const VendorQuestion> questions,
                                     std::chrono::milliseconds time, const std::function<bool()>& isStopped) {
  std::vector<VendorReport> reports;
  for (const VendorQuestion& question : questions) reports.push_back({.vendor = question.vendor});
  std::vector<Worker> workers;
  for (std::size_t i = 0; i < questions.size(); ++i) {
    VendorReport& report = reports[i];
    workers.push_back(
        {.arguments = {std::string(workerCommand), std::string(report.vendor->key), questions[i].library},
         .take = [&report](std::string_view key,
                           const Value& value) { return takeAnswer(key, value, report); },
         .last = [&report] { return lastOf(report); }});
  }
  auto ends = runWorkers(workers, time, isStopped);
  for (std::size_t i = 0; i < ends.size(); ++i) {
    reports[i].state = ends[i].state;
    reports[i].message = std::move(ends[i].message);
    reports[i].remedy = std::move(ends[i].remedy);
  }
  return reports;
}

}  // namespace aictl::gpu
