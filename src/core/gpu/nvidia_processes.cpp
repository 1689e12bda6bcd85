#include "core/gpu/nvidia_processes.h"

namespace aictl::gpu {
namespace {

/// NVML_VALUE_NOT_AVAILABLE
constexpr unsigned long long notAvailable = ~0ULL;

template <class Info>
Process processOf(const Info& info, const char* kind) {
  Process process{.pid = info.pid, .kind = kind};
  if (info.memory != notAvailable) process.memoryBytes = static_cast<double>(info.memory);
  if constexpr (requires { info.gpuInstance; }) {
    if (info.gpuInstance != nvml::noInstance) process.gpuInstance = info.gpuInstance;
  }
  return process;
}

/// Asks with room for some, and again with more where more have come.
template <class Info>
void read(const nvml::Api::Processes& function, nvml::Device handle, const char* kind, Device& device,
          Questions& questions) {
  constexpr unsigned first = 64;
  constexpr unsigned most = 1U << 16U;
  std::vector<Info> infos(first);
  int code = nvml::insufficientSize;
  auto count = first;
  while (code == nvml::insufficientSize && infos.size() <= most) {
    count = static_cast<unsigned>(infos.size());
    code = function(handle, &count, infos.data());
    if (code == nvml::insufficientSize) infos.resize(std::max<std::size_t>(count, infos.size()) * 2 + 1);
  }
  if (code != nvml::success) return questions.note("processes", nvml::words(code));
  infos.resize(std::min<std::size_t>(count, infos.size()));
  for (const Info& info : infos) device.processes.push_back(processOf(info, kind));
}

/// Early R535 drivers used a larger structure under the name of version 3; they are those that have one
/// function and not yet the other (XuehaiPan/nvitop, nvitop/api/libnvml.py).
bool hasLargeInfo(const nvml::Api& api) { return api.protectedMemorySize && !api.processDetails; }

struct Versions {
  const nvml::Api::Processes& three;
  const nvml::Api::Processes& two;
  const nvml::Api::Processes& one;
};

void readKind(const nvml::Api& api, const Versions& versions, nvml::Device handle, const char* kind,
              Device& device, Questions& questions) {
  if (versions.three && hasLargeInfo(api)) {
    read<nvml::ProcessDetail>(versions.three, handle, kind, device, questions);
  } else if (versions.three) {
    read<nvml::ProcessV2>(versions.three, handle, kind, device, questions);
  } else if (versions.two) {
    read<nvml::ProcessV2>(versions.two, handle, kind, device, questions);
  } else if (versions.one) {
    read<nvml::ProcessV1>(versions.one, handle, kind, device, questions);
  } else {
    questions.note("processes", fmt::format("the library has no {}", versions.one.name()));
  }
}

}  // namespace

void readNvidiaProcesses(const nvml::Api& api, nvml::Device handle, Device& device, Questions& questions) {
  readKind(api, {api.computeV3, api.computeV2, api.computeV1}, handle, "compute", device, questions);
  readKind(api, {api.graphicsV3, api.graphicsV2, api.graphicsV1}, handle, "graphics", device, questions);
}

}  // namespace aictl::gpu
