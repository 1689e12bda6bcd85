#include <CLI/CLI.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <ctime>

#include "commands/baseline_file.h"
#include "commands/fleet/on_nodes.h"
#include "commands/gpu/bench_text.h"
#include "commands/gpu/gpu.h"
#include "commands/gpu/input.h"
#include "commands/options.h"
#include "core/base/file.h"
#include "core/base/quantity.h"
#include "core/base/time.h"
#include "core/gpu/bench/baseline.h"
#include "core/gpu/bench/kernels.h"
#include "core/gpu/bench/kinds.h"
#include "core/gpu/bench/measurement_value.h"
#include "core/gpu/bench/subjects.h"
#include "core/yaml/json.h"

namespace aictl::commands {
namespace {

using namespace gpu::bench;

struct Options {
  GpuOptions where;
  std::vector<std::string> names;
  std::vector<std::string> kinds;
  std::string cudaLibrary;
  std::string size = "512Mi";
  unsigned matrix = Extent().matrix;
  std::size_t samples = Extent().samples;
  std::string sampleTime = "0.002";  ///< seconds
  std::string timeLimit = "300";     ///< seconds
  std::string format = "table";
  std::string saveFile;
  std::string baselineFile;
};

std::vector<std::string> kindNames() {
  std::vector<std::string> names;
  for (const Kind& kind : kinds()) names.emplace_back(kind.name);
  names.emplace_back(peerToPeer);
  return names;
}

std::string sizeFault(const std::string& text) {
  constexpr double least = 4096;
  constexpr double most = 16.0 * 1024 * 1024 * 1024;
  constexpr double multiple = 16;
  const auto number = quantity(text);
  const bool isGood =
      number && *number >= least && *number <= most &&
      *number == static_cast<double>(static_cast<std::uint64_t>(*number / multiple)) * multiple;
  return isGood ? "" : "'" + text + "' is no size from 4Ki to 16Gi, in multiples of 16 bytes, as in 512Mi";
}

/// A whole number; 0 where the text is none.
unsigned wholeNumber(const std::string& text) {
  unsigned number = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
  return end.ec == std::errc{} && end.ptr == text.data() + text.size() ? number : 0;
}

std::string samplesFault(const std::string& text) {
  constexpr unsigned most = 100'000;
  const unsigned number = wholeNumber(text);
  return number > 0 && number <= most ? "" : fmt::format("'{}' is no whole number from 1 to {}", text, most);
}

std::string matrixFault(const std::string& text) {
  constexpr unsigned most = 32768;
  const unsigned number = wholeNumber(text);
  const bool isGood = number > 0 && number <= most && number % tileRows == 0;
  return isGood ? "" : fmt::format("'{}' is no multiple of {} up to {}", text, tileRows, most);
}

void addOptions(CLI::App& app, const Context& context, Options& options) {
  app.add_option("DEVICE", options.names, "Devices to measure, by name, number, UUID or PCI address (all)");
  auto* measure = app.add_option("--measure", options.kinds, "What (all)")
                      ->delimiter(',')
                      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
                      ->allow_extra_args(false);
  takesOneOf(*measure, kindNames());
  app.add_option("--size", options.size, "Bytes that a copy has, and memory that is read and written (512Mi)")
      ->type_name("SIZE")
      ->check(sizeFault);
  app.add_option("--matrix", options.matrix, "Rows and columns of the matrices that are multiplied (8192)")
      ->type_name("COUNT")
      ->check(matrixFault);
  app.add_option("--samples", options.samples, "Of each measurement (30)")
      ->type_name("COUNT")
      ->check(samplesFault);
  app.add_option("--sample-time", options.sampleTime, "That a sample takes at least, by more calls (0.002)")
      ->type_name("SECONDS")
      ->check(secondsFault);
  app.add_option("--limit", options.timeLimit, "How long all measurements of one device may take (300)")
      ->type_name("SECONDS")
      ->check(timeLimitFault);
  addOutputOption(app, context, options.format, {"table", "json", "csv"}, "How (table)");
  app.add_option("--save", options.saveFile, "Write the JSON document here too")->type_name("FILE");
  app.add_option("--baseline", options.baselineFile,
                 "An earlier JSON document: ends with 1 where a figure became worse")
      ->type_name("FILE");
  addGpuOptions(app, options.where);
  app.add_option("--cuda-library", options.cudaLibrary,
                 "The library of the CUDA driver is this file, and not that of the system")
      ->type_name("FILE")
      ->group("Where to look");
}

/// Leaves those that can be measured.
void keepMeasurable(Choice& choice) {
  std::erase_if(choice.devices, [&](const gpu::Device& device) {
    const std::string why = obstacle(device);
    if (!why.empty()) {
      choice.findings.push_back({.severity = Severity::warning,
                                 .rule = "bench",
                                 .message = fmt::format("{} is not measured: {}", gpu::nameOf(device), why)});
    }
    return !why.empty();
  });
  if (!choice.devices.empty() || choice.code != ExitCode::done) return;
  choice.code = ExitCode::notHere;
  choice.findings.push_back({.rule = "device", .message = "there is no device here that can be measured"});
}

Question questionOf(const Options& options, const gpu::InventoryQuestion& asked,
                    const std::vector<gpu::Device>& devices) {
  Question question{.library = options.cudaLibrary,
                    .kinds = options.kinds.empty() ? kindNames() : options.kinds,
                    .extent = {.samples = options.samples,
                               .sampleNanoseconds = std::stod(options.sampleTime) * 1e9,
                               .bytes = static_cast<std::size_t>(*quantity(options.size)),
                               .matrix = options.matrix}};
  for (const gpu::VendorQuestion& vendor : asked.vendors) {
    if (vendor.vendor->key == "nvidia") question.managementLibrary = vendor.library;
  }
  for (const gpu::Device& device : devices) {
    question.targets.push_back({.name = gpu::nameOf(device),
                                .index = static_cast<unsigned>(*device.index),
                                .pciAddress = device.pciAddress,
                                .instance = device.part.empty() ? "" : device.uuid});
  }
  return question;
}

/// What is to be said of a measurement.
void judgeOne(BenchResult& result, const Measurement& measurement) {
  const auto device = std::ranges::find(result.devices, measurement.device,
                                        [](const gpu::Device& one) { return gpu::nameOf(one); });
  result.judgements.push_back(device == result.devices.end() ? Judgement() : judge(measurement, *device));
  const auto tell = [&](Severity severity, const std::string& words) {
    result.findings.push_back(
        {.severity = severity, .rule = "bench", .message = titleOf(measurement) + ": " + words});
  };
  const Judgement& judgement = result.judgements.back();
  if (judgement.verdict == Verdict::fail) tell(Severity::error, judgement.words);
  if (measurement.trouble == Trouble::failed)
    tell(Severity::error, "it was not measured: " + measurement.reason);
  if (!measurement.isSteady && measurement.isMeasured())
    tell(Severity::warning, "its warm-up did not come to steady figures");
  const std::string slower = slowerThanItsLike(measurement, result.measurements, result.devices);
  if (!slower.empty()) tell(Severity::warning, slower);
}

ExitCode endCode(const gpu::WorkerEnd& end) {
  const bool isAbsent = end.state == gpu::WorkerState::noLibrary || end.state == gpu::WorkerState::noDriver;
  return isAbsent ? ExitCode::notHere : ExitCode::noAnswer;
}

/// How the command ends: with 4 or 5 where something was not measured, with 1 where something is wrong.
ExitCode judgeAll(BenchResult& result, const std::vector<gpu::WorkerEnd>& ends) {
  auto code = ExitCode::done;
  for (const Measurement& measurement : result.measurements) {
    judgeOne(result, measurement);
    if (result.judgements.back().verdict == Verdict::fail && code == ExitCode::done) code = ExitCode::no;
    if (measurement.trouble == Trouble::failed) code = ExitCode::noAnswer;
  }
  for (const gpu::WorkerEnd& end : ends) {
    if (code != ExitCode::noAnswer) code = endCode(end);
    const bool isSaid = std::ranges::any_of(
        result.findings, [&](const Finding& finding) { return finding.message == "NVIDIA: " + end.message; });
    if (!isSaid)
      result.findings.push_back({.rule = "bench", .message = "NVIDIA: " + end.message, .remedy = end.remedy});
  }
  return code;
}

Findings faultsOf(const Value& document) {
  const auto baseline = baselineOf(document);
  return baseline ? Findings() : baseline.failure().findings;
}

/// Holds the figures against an earlier run's; null where there is none. The code is how the command ends
/// for it.
ExitCode compare(BenchResult& result, const Value& baseline) {
  const bool isAnyMeasured = std::ranges::any_of(result.measurements, &Measurement::isMeasured);
  if (baseline.isNull() || !isAnyMeasured) return ExitCode::done;
  auto compared = compareWith(result.measurements, result.devices, result.extent, *baselineOf(baseline));
  if (!compared) {
    append(result.findings, std::move(compared.failure().findings));
    return compared.failure().code;
  }
  const auto code = hasErrors(*compared) ? ExitCode::no : ExitCode::done;
  append(result.findings, *std::move(compared));
  return code;
}

std::string textOf(const BenchResult& result, std::string_view format) {
  if (format == "json") return yaml::writeJson(benchValue(result), 2) + "\n";
  return format == "csv" ? benchCsv(result) : benchTable(result);
}

/// Writes what came of it where the person wants it; a Failure where a file cannot be written.
Result<bool> write(Context& context, const BenchResult& result, const Options& options) {
  if (!result.measurements.empty() || options.format == "json")
    context.terminal.write(textOf(result, options.format));
  if (options.saveFile.empty()) return true;
  return writeFile(options.saveFile, textOf(result, "json"));
}

std::string driverOf(const gpu::Inventory& inventory) {
  for (const gpu::VendorReport& report : inventory.reports) {
    if (report.vendor->key == "nvidia") return report.system.driverVersion;
  }
  return {};
}

/// Measures what was chosen and judges it; how the command ends for it.
ExitCode run(Context& context, const Options& options, const gpu::InventoryQuestion& asked,
             const Value& baseline, BenchResult& result) {
  const Question question = questionOf(options, asked, result.devices);
  result.extent = question.extent;
  Report report = measure(
      question, {.time = std::chrono::ceil<std::chrono::milliseconds>(
                     std::chrono::duration<double>(std::stod(options.timeLimit))),
                 .isStopped = asked.isStopped,
                 .progress = [&](const std::string& what) { context.terminal.step("measuring " + what); }});
  if (context.stop) return ExitCode::interrupted;
  result.measurements = std::move(report.measurements);
  const ExitCode code = judgeAll(result, report.ends);
  const ExitCode comparison = compare(result, baseline);
  const bool countsMore =
      code == ExitCode::done || (code == ExitCode::no && comparison == ExitCode::badInput);
  return countsMore ? comparison : code;
}

ExitCode fail(Context& context, const Failure& failure) {
  context.terminal.show(failure.findings, context.sources);
  return failure.code;
}

}  // namespace

ExitCode runGpuBench(Context& context, std::vector<std::string> arguments) {
  Options options;
  FleetOptions onNodes;
  const auto app = makeApp(
      "gpu bench", "[DEVICE...] [OPTIONS]",
      "Measure how fast the NVIDIA devices of this machine are: copies, memory, launches, matrix "
      "multiplications, and copies from device to device; of a device that is divided (MIG), its "
      "instances. Nothing but the driver is needed. What is copied and computed is checked. Figures are held "
      "against the PCIe link and the datasheet. Ends with 1 where one is far below or became worse than the "
      "baseline, or a device computes wrong, with 4 where something could not be measured, and with 5 where "
      "there is no device. Nothing else should run on the devices meanwhile.");
  addOptions(*app, context, options);
  addFleetBenchOptions(*app, onNodes);
  if (const auto code = parse(*app, context, std::move(arguments))) return *code;
  if (onNodes.isWanted() && !(options.saveFile.empty() && options.baselineFile.empty()))
    return fail(context,
                {ExitCode::badInput,
                 Finding{.rule = "usage",
                         .message = "--save and --baseline are of one machine, and no options of --nodes",
                         .remedy = "-o json has what each node measured"}});
  if (onNodes.isWanted()) return runOnNodes(context, *app, onNodes, options.format);
  const auto baseline = readBaseline(options.baselineFile, faultsOf);
  if (!baseline) return fail(context, baseline.failure());

  const gpu::InventoryQuestion asked = inventoryQuestion(context, options.where);
  gpu::Inventory inventory = gpu::takeInventory(asked);
  if (context.stop) return ExitCode::interrupted;
  inventory.devices = subjectsOf(inventory.devices);
  Choice choice = choose(inventory, options.names);
  keepMeasurable(choice);
  if (choice.devices.empty()) return fail(context, {choice.code, std::move(choice.findings)});
  BenchResult result{.began = rfc3339(std::time(nullptr)),
                     .driver = driverOf(inventory),
                     .devices = std::move(choice.devices),
                     .findings = std::move(choice.findings)};
  const ExitCode code = run(context, options, asked, *baseline, result);
  if (code == ExitCode::interrupted) return code;
  if (const auto written = write(context, result, options); !written) return fail(context, written.failure());
  context.terminal.show(std::move(result.findings), context.sources);
  return choice.code == ExitCode::noAnswer ? choice.code : code;
}

}  // namespace aictl::commands
