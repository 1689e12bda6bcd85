#include <algorithm>
#include <cstdlib>
#include <memory>

#include "core/base/result.h"
#include "core/gpu/bench/driver.h"
#include "core/gpu/bench/kinds.h"
#include "core/gpu/bench/measurement_value.h"
#include "core/gpu/bench/question.h"
#include "core/yaml/json.h"

namespace aictl::gpu::bench {
namespace {

Outcome refused(std::string message, std::string remedy = {}) {
  return {Outcome::Kind::refused, std::move(message), std::move(remedy)};
}

/// The device at that place on the PCI bus.
std::optional<cuda::Device> deviceAt(const std::vector<Place>& all, const std::string& pciAddress) {
  const auto found = std::ranges::find(all, pciAddress, &Place::pciAddress);
  return found == all.end() ? std::nullopt : std::optional(found->device);
}

/// Measures one thing, and writes what came of it. None where the device goes on; else why it does not.
std::optional<Outcome> measureOne(const WorkerOutput& output, const Gpu& gpu, Measurement measurement,
                                  const std::function<void(Measurement&)>& measure) {
  std::optional<Fault> fault;
  try {
    measure(measurement);
  } catch (Fault& met) {
    fault = std::move(met);
  }
  if (fault) {
    measurement.nanoseconds.clear();  // what was measured before the fault counts for nothing
    measurement.reason = fault->message;
    measurement.trouble = fault->trouble;
  }
  output.write("measurement", measurementValue(measurement));
  if (!fault || fault->trouble != Trouble::failed) return std::nullopt;
  const int code = gpu.api.wait(gpu.stream);
  if (code == cuda::success) return std::nullopt;
  return refused(fmt::format("{} answers no more after {}: {}", measurement.device, measurement.name,
                             gpu.api.words(code)),
                 "see the kernel's log for an Xid, and 'aictl gpu check'");
}

Outcome measureDevice(const WorkerOutput& output, const Question& question, const Gpu& gpu) {
  const Target& target = question.targets.front();
  Watch watch(question.managementLibrary, target.index);
  watch.moveBesideDevice();
  Bench bench{gpu, watch, question.extent};
  for (const Kind& kind : kinds()) {
    if (std::ranges::find(question.kinds, kind.name) == question.kinds.end()) continue;
    auto outcome =
        measureOne(output, gpu, {.name = std::string(kind.name), .device = target.name, .unit = kind.unit},
                   [&](Measurement& into) { kind.measure(bench, into); });
    if (outcome) return *std::move(outcome);
  }
  return {};
}

Outcome measureWaysBetween(const WorkerOutput& output, const Question& question,
                           const std::vector<std::unique_ptr<Gpu>>& gpus) {
  for (std::size_t from = 0; from < gpus.size(); ++from) {
    Watch watch(question.managementLibrary, question.targets[from].index);
    for (std::size_t to = 0; to < gpus.size(); ++to) {
      if (to == from) continue;
      gpus[from]->makeCurrent();
      Bench bench{*gpus[from], watch, question.extent};
      auto outcome = measureOne(output, *gpus[from],
                                {.name = std::string(peerToPeer),
                                 .device = question.targets[from].name,
                                 .peer = question.targets[to].name},
                                [&](Measurement& into) { copyToPeer(bench, *gpus[to], into); });
      if (outcome) return *std::move(outcome);
    }
  }
  return {};
}

Outcome measureWith(const cuda::Api& api, const Question& question, const WorkerOutput& output) {
  if (auto outcome = start(api)) return *std::move(outcome);
  const std::vector<Place> all = places(api);
  std::vector<std::unique_ptr<Gpu>> gpus;
  for (const Target& target : question.targets) {
    const auto device = deviceAt(all, target.pciAddress);
    if (!device) {
      return refused(fmt::format("CUDA does not know {} ({})", target.name, target.pciAddress),
                     "see whether CUDA_VISIBLE_DEVICES hides it");
    }
    gpus.push_back(std::make_unique<Gpu>(api, *device));
  }
  return gpus.size() == 1 ? measureDevice(output, question, *gpus.front())
                          : measureWaysBetween(output, question, gpus);
}

Outcome measureAll(const Question& question, const WorkerOutput& output) {
  // CUDA shows an instance (MIG) alone to a process that names it, and then at the PCI address of the whole.
  const std::string& instance = question.targets.front().instance;
  if (!instance.empty()) ::setenv("CUDA_VISIBLE_DEVICES", instance.c_str(), 1);
  const Library library(question.library, cuda::libraries);
  const cuda::Api api(library);
  if (auto outcome = unusable(library, firstMissing(api.init, api.count, api.device, api.pciBusId, api.wait,
                                                    api.free, api.freeHost)))
    return *std::move(outcome);
  try {
    return measureWith(api, question, output);
  } catch (const Fault& fault) {
    return refused("the device cannot be opened: " + fault.message);
  }
}

}  // namespace

int work(std::string_view text) {
  const auto value = yaml::readJson(text);
  if (!value || !value->isMap()) return static_cast<int>(ExitCode::badInput);
  const Question question = questionOf(*value);
  if (question.targets.empty()) return static_cast<int>(ExitCode::badInput);
  const WorkerOutput output;
  output.finish(measureAll(question, output));
}

}  // namespace aictl::gpu::bench
