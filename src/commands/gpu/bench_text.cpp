#include "commands/gpu/bench_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "commands/csv.h"
#include "commands/gpu/text.h"
#include "commands/table.h"
#include "core/gpu/bench/baseline.h"
#include "core/gpu/bench/figure_text.h"
#include "core/gpu/bench/kinds.h"
#include "core/gpu/bench/measurement_value.h"
#include "core/statistics/histogram.h"

namespace aictl::commands {
namespace {

using namespace gpu::bench;

std::string clockText(const Conditions& conditions) {
  const auto& least = conditions.clockMinimumMegahertz;
  const auto& most = conditions.clockMaximumMegahertz;
  if (!least || !most) return "-";
  return *least == *most ? fmt::format("{} MHz", *most) : fmt::format("{}-{} MHz", *least, *most);
}

std::string shareText(const Measurement& measurement, const Judgement& judgement) {
  if (!judgement.expected) return "-";
  constexpr double percent = 100;
  return fmt::format("{:.0f} % of {}", measurement.figure() / *judgement.expected * percent,
                     shownFigure(measurement.unit, *judgement.expected));
}

void addRow(const Measurement& measurement, const Judgement& judgement, Table& table) {
  if (!measurement.isMeasured()) {
    table.add({measurement.device, measurement.name, "-", oneLine(measurement.reason)});
    return;
  }
  const auto summary = measurement.summary();
  const auto shown = [&](double figure) { return shownFigure(measurement.unit, figure); };
  const std::string verdict =
      judgement.verdict == Verdict::skipped ? "-" : std::string(aictl::name(judgement.verdict));
  table.add({measurement.device, measurement.name, shown(measurement.figure()),
             std::string(shownUnit(measurement.unit)), shown(summary.minimum), shown(summary.maximum),
             shown(summary.standardDeviation), std::to_string(summary.count),
             shareText(measurement, judgement), verdict, clockText(measurement.conditions),
             measureText(measurement.conditions.temperatureMaximumCelsius, "°C")});
}

std::string figuresText(const BenchResult& result) {
  Table table;
  for (std::size_t i = 0; i < result.measurements.size(); ++i) {
    if (!result.measurements[i].peer.empty()) continue;
    if (table.empty()) {
      table.add({"DEVICE", "MEASUREMENT", "MEDIAN", "UNIT", "MIN", "MAX", "STDEV", "SAMPLES", "OF", "VERDICT",
                 "CLOCK", "TEMP"});
    }
    addRow(result.measurements[i], result.judgements[i], table);
  }
  return table.text();
}

std::string wayText(const BenchResult& result, const std::string& from, const std::string& to) {
  if (from == to) return "X";
  for (const Measurement& way : result.measurements) {
    if (way.peer != to || way.device != from) continue;
    if (!way.isMeasured()) return oneLine(way.reason);
    return shownFigure(way.unit, way.figure()) + (way.note == "direct" ? "" : " " + way.note);
  }
  return "-";
}

std::string waysText(const BenchResult& result) {
  const auto isWay = [](const Measurement& measurement) { return !measurement.peer.empty(); };
  if (std::ranges::none_of(result.measurements, isWay)) return {};
  Table table;
  std::vector<std::string> names;  // there are no ways between instances
  for (const gpu::Device& device : result.devices) {
    if (device.part.empty()) names.push_back(gpu::nameOf(device));
  }
  std::vector<std::string> head{"GB/s FROM / TO"};
  head.insert(head.end(), names.begin(), names.end());
  table.add(std::move(head));
  for (const std::string& from : names) {
    std::vector<std::string> row{from};
    for (const std::string& to : names) row.push_back(wayText(result, from, to));
    table.add(std::move(row));
  }
  return table.text();
}

Value textOrNull(const std::string& text) { return text.empty() ? Value() : Value(text); }
Value numberOrNull(const std::optional<double>& number) { return number ? Value(*number) : Value(); }

Value histogramValue(const Measurement& measurement) {
  statistics::Histogram histogram;
  for (const double sample : measurement.nanoseconds) histogram.record(static_cast<std::uint64_t>(sample));
  Value buckets = Value::list();
  for (const auto& bucket : histogram.buckets())
    buckets.push(Value::list({Value(bucket.low), Value(bucket.high), Value(bucket.count)}));
  return buckets;
}

Value figuresValue(const Measurement& measurement) {
  if (!measurement.isMeasured()) return {};
  const auto summary = measurement.summary();
  Value percentiles = Value::map();
  for (std::size_t i = 0; i < statistics::percentiles.size(); ++i)
    percentiles.set(Value(statistics::percentiles.at(i).name), numberOrNull(summary.percentile.at(i)));
  return Value::map({{"median", Value(measurement.figure())},
                     {"minimum", Value(summary.minimum)},
                     {"maximum", Value(summary.maximum)},
                     {"mean", Value(summary.mean)},
                     {"standardDeviation", Value(summary.standardDeviation)},
                     {"percentiles", std::move(percentiles)},
                     {"samples", Value(summary.count)},
                     {"clock", Value(measurement.name == "launch-and-wait" ? "host" : "device")},
                     {"callNanosecondsHistogram", histogramValue(measurement)}});
}

Value resultValue(const Measurement& measurement, const Judgement& judgement) {
  return Value::map({{"device", Value(measurement.device)},
                     {"peer", textOrNull(measurement.peer)},
                     {"measurement", Value(measurement.name)},
                     {"unit", Value(name(measurement.unit))},
                     {"figures", figuresValue(measurement)},
                     {"amountOfACall", measurement.amount > 0 ? Value(measurement.amount) : Value()},
                     {"steady", Value(measurement.isSteady)},
                     {"way", textOrNull(measurement.note)},
                     {"trouble", Value(name(measurement.trouble))},
                     {"reason", textOrNull(measurement.reason)},
                     {"expected", numberOrNull(judgement.expected)},
                     {"source", textOrNull(judgement.source)},
                     {"verdict", Value(aictl::name(judgement.verdict))},
                     {"conditions", conditionsValue(measurement.conditions)}});
}

Value deviceValue(const gpu::Device& device) {
  return Value::map({{"name", Value(gpu::nameOf(device))},
                     {"instance", textOrNull(device.part)},
                     {"model", textOrNull(device.model)},
                     {"uuid", textOrNull(device.uuid)},
                     {"pciAddress", textOrNull(device.pciAddress)}});
}

/// Empty where it is not known.
std::string csvNumber(const std::optional<double>& number) {
  return number ? fmt::format("{}", *number) : std::string();
}

std::string csvFigures(const Measurement& measurement) {
  if (!measurement.isMeasured()) return std::string(5 + statistics::percentiles.size(), ',') + ",0";
  const auto summary = measurement.summary();
  std::string text = fmt::format(",{},{},{},{},{}", measurement.figure(), summary.minimum, summary.maximum,
                                 summary.mean, summary.standardDeviation);
  for (const auto& percentile : summary.percentile) text += "," + csvNumber(percentile);
  return text + fmt::format(",{}", summary.count);
}

}  // namespace

std::string benchTable(const BenchResult& result) {
  const std::string figures = figuresText(result);
  const std::string ways = waysText(result);
  return figures + (figures.empty() || ways.empty() ? "" : "\n") + ways;
}

std::string benchCsv(const BenchResult& result) {
  std::string text =
      "device,peer,measurement,unit,median,minimum,maximum,mean,standard_deviation,p50,p90,p95,p99,p99.9,"
      "p99.99,samples,expected,verdict,clock_minimum_megahertz,clock_maximum_megahertz,"
      "temperature_maximum_celsius,power_maximum_watts,trouble,reason\r\n";
  for (std::size_t i = 0; i < result.measurements.size(); ++i) {
    const Measurement& measurement = result.measurements[i];
    const Judgement& judgement = result.judgements[i];
    const Conditions& conditions = measurement.conditions;
    text += fmt::format("{},{},{},{}", measurement.device, measurement.peer, measurement.name,
                        name(measurement.unit));
    text += csvFigures(measurement);
    text += fmt::format(
        ",{},{},{},{},{},{},{},{}\r\n", csvNumber(judgement.expected), aictl::name(judgement.verdict),
        csvNumber(conditions.clockMinimumMegahertz), csvNumber(conditions.clockMaximumMegahertz),
        csvNumber(conditions.temperatureMaximumCelsius), csvNumber(conditions.powerMaximumWatts),
        name(measurement.trouble), csvCell(measurement.reason));
  }
  return text;
}

Value benchValue(const BenchResult& result) {
  Value devices = Value::list();
  for (const gpu::Device& device : result.devices) devices.push(deviceValue(device));
  Value results = Value::list();
  for (std::size_t i = 0; i < result.measurements.size(); ++i)
    results.push(resultValue(result.measurements[i], result.judgements[i]));
  return Value::map(
      {{"schema", Value(reportSchema)},
       {"began", Value(result.began)},
       {"driver", textOrNull(result.driver)},
       {"configuration", Value::map({{"samples", Value(result.extent.samples)},
                                     {"sampleNanoseconds", Value(result.extent.sampleNanoseconds)},
                                     {"bytes", Value(result.extent.bytes)},
                                     {"matrix", Value(result.extent.matrix)}})},
       {"devices", std::move(devices)},
       {"results", std::move(results)},
       {"findings", findingsValue(result.findings)}});
}

}  // namespace aictl::commands
