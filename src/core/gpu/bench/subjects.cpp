#include "core/gpu/bench/subjects.h"

#include <fmt/format.h>

namespace aictl::gpu::bench {
namespace {

Device deviceOf(const Instance& instance, const Device& whole) {
  return {
      .vendor = whole.vendor,
      .index = whole.index,
      .part = fmt::format("{}/{}", instance.gpuInstance.value_or(0), instance.computeInstance.value_or(0)),
      .model = instance.model,
      .uuid = instance.uuid,
      .pciAddress = whole.pciAddress,
      .memoryTotalBytes = instance.memoryTotalBytes,
      .memoryUsedBytes = instance.memoryUsedBytes,
      .lost = whole.lost};
}

}  // namespace

std::vector<Device> subjectsOf(const std::vector<Device>& devices) {
  std::vector<Device> subjects;
  for (const Device& device : devices) {
    if (device.instances.empty()) subjects.push_back(device);
    for (const Instance& instance : device.instances) subjects.push_back(deviceOf(instance, device));
  }
  return subjects;
}

std::string obstacle(const Device& device) {
  if (device.vendor != "nvidia") return "only devices of NVIDIA can be measured yet";
  if (!device.index) return "its driver does not know it";
  if (!device.lost.empty()) return "it is lost: " + device.lost;
  if (device.migMode == "on") return "it is divided (MIG), and has no instance";
  if (!device.part.empty() && device.uuid.empty())
    return "its UUID is not known, by which CUDA is told of it";
  return {};
}

}  // namespace aictl::gpu::bench
