#include "core/gpu/bench/question.h"

#include "core/gpu/bench/kinds.h"
#include "core/gpu/bench/measurement_value.h"
#include "core/yaml/json.h"

namespace aictl::gpu::bench {
namespace {

double numberOf(const Value& map, std::string_view key) {
  const Value* value = map.find(key);
  return value != nullptr && value->isNumber() ? value->number() : 0;
}

std::span<const Value> itemsOf(const Value& map, std::string_view key) {
  const Value* list = map.find(key);
  return list != nullptr && list->isList() ? list->items() : std::span<const Value>();
}

/// Asks a worker, and takes what it measures into the report.
void ask(const Question& question, const Run& run, Report& report) {
  const Worker worker{
      .arguments = {std::string(workerCommand), yaml::writeJson(questionValue(question))},
      .take =
          [&](std::string_view key, const Value& value) {
            if (key != "measurement") return false;
            report.measurements.push_back(measurementOf(value));
            return true;
          },
      .last = [&] { return report.measurements.empty() ? "" : titleOf(report.measurements.back()); }};
  WorkerEnd end = std::move(runWorkers({&worker, 1}, run.time, run.isStopped).front());
  if (end.state != WorkerState::answered) report.ends.push_back(std::move(end));
}

}  // namespace

Value questionValue(const Question& question) {
  Value targets = Value::list();
  for (const Target& target : question.targets) {
    targets.push(Value::map({{"name", Value(target.name)},
                             {"index", Value(target.index)},
                             {"pciAddress", Value(target.pciAddress)},
                             {"instance", Value(target.instance)}}));
  }
  Value kinds = Value::list();
  for (const std::string& kind : question.kinds) kinds.push(Value(kind));
  return Value::map({{"library", Value(question.library)},
                     {"managementLibrary", Value(question.managementLibrary)},
                     {"targets", std::move(targets)},
                     {"kinds", std::move(kinds)},
                     {"samples", Value(question.extent.samples)},
                     {"sampleNanoseconds", Value(question.extent.sampleNanoseconds)},
                     {"bytes", Value(question.extent.bytes)},
                     {"matrix", Value(question.extent.matrix)}});
}

Question questionOf(const Value& value) {
  Question question{.library = std::string(findString(value, {"library"})),
                    .managementLibrary = std::string(findString(value, {"managementLibrary"}))};
  for (const Value& target : itemsOf(value, "targets")) {
    question.targets.push_back({.name = std::string(findString(target, {"name"})),
                                .index = static_cast<unsigned>(numberOf(target, "index")),
                                .pciAddress = std::string(findString(target, {"pciAddress"})),
                                .instance = std::string(findString(target, {"instance"}))});
  }
  for (const Value& kind : itemsOf(value, "kinds")) {
    if (kind.isString()) question.kinds.emplace_back(kind.string());
  }
  question.extent = {.samples = static_cast<std::size_t>(numberOf(value, "samples")),
                     .sampleNanoseconds = numberOf(value, "sampleNanoseconds"),
                     .bytes = static_cast<std::size_t>(numberOf(value, "bytes")),
                     .matrix = static_cast<unsigned>(numberOf(value, "matrix"))};
  return question;
}

Report measure(const Question& question, const Run& run) {
  Report report;
  Question part = question;
  const bool arePeersWanted = std::erase(part.kinds, peerToPeer) > 0;
  for (const Target& target : question.targets) {
    if (part.kinds.empty() || run.isStopped()) break;
    run.progress(target.name);
    part.targets = {target};
    ask(part, run, report);
  }
  part.targets = question.targets;
  std::erase_if(part.targets, [](const Target& target) { return !target.instance.empty(); });
  if (!arePeersWanted || part.targets.size() < 2 || run.isStopped()) return report;
  run.progress("between the devices");
  part.kinds = {std::string(peerToPeer)};
  ask(part, run, report);
  return report;
}

}  // namespace aictl::gpu::bench
