#include "core/gpu/bench/baseline.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/gpu/bench/figure_text.h"
#include "core/gpu/bench/measurement_value.h"
#include "core/statistics/change_finding.h"

namespace aictl::gpu::bench {
namespace {

Failure wrong(std::string message) {
  return {ExitCode::badInput, Finding{.rule = "baseline", .message = std::move(message)}};
}

double numberOf(const Value& map, std::initializer_list<std::string_view> path) {
  const Value* value = find(map, path);
  return value != nullptr && value->isNumber() ? value->number() : 0;
}

std::span<const Value> itemsOf(const Value& map, std::initializer_list<std::string_view> path) {
  const Value* list = find(map, path);
  return list != nullptr && list->isList() ? list->items() : std::span<const Value>();
}

std::string modelOf(const Value& document, std::string_view device) {
  for (const Value& one : itemsOf(document, {"devices"})) {
    if (findString(one, {"name"}) == device) return std::string(findString(one, {"model"}));
  }
  return {};
}

/// The figures of a result, as the middle of each bucket and the median tell them; none where a bucket has
/// another form, or there are more than a run can have.
std::vector<double> figuresOf(const Value& result) {
  constexpr double most = 100'000;
  const auto unit = unitOf(findString(result, {"unit"}));
  if (!unit) return {};
  Measurement measurement{.unit = *unit, .amount = numberOf(result, {"amountOfACall"})};
  for (const Value& bucket : itemsOf(result, {"figures", "callNanosecondsHistogram"})) {
    const bool isBucket =
        bucket.isList() && bucket.size() == 3 &&
        std::ranges::all_of(bucket.items(), [](const Value& one) { return one.isNumber(); });
    if (!isBucket) return {};
    const double middle = (bucket[0].number() + bucket[1].number()) / 2;
    const double count = bucket[2].number();
    if (!(middle > 0) || !(count >= 0) || count > most - static_cast<double>(measurement.nanoseconds.size()))
      return {};
    measurement.nanoseconds.insert(measurement.nanoseconds.end(), static_cast<std::size_t>(count), middle);
  }
  auto figures = measurement.figures();
  const double median = numberOf(result, {"figures", "median"});
  if (figures.empty() || !(median > 0)) return {};
  const double share = median / statistics::median(figures);
  for (double& figure : figures) figure *= share;
  return figures;
}

const Recorded* earlierOf(const Measurement& measurement, const Baseline& baseline) {
  const auto found = std::ranges::find_if(baseline.measurements, [&](const Recorded& recorded) {
    return recorded.name == measurement.name && recorded.device == measurement.device &&
           recorded.peer == measurement.peer;
  });
  return found == baseline.measurements.end() ? nullptr : &*found;
}

}  // namespace

Result<Baseline> baselineOf(const Value& document) {
  if (findString(document, {"schema"}) != reportSchema)
    return wrong(fmt::format("it is no document of the form {}", reportSchema));
  Baseline baseline{.bytes = static_cast<std::size_t>(numberOf(document, {"configuration", "bytes"})),
                    .matrix = static_cast<unsigned>(numberOf(document, {"configuration", "matrix"}))};
  for (const Value& result : itemsOf(document, {"results"})) {
    Recorded recorded{.name = std::string(findString(result, {"measurement"})),
                      .device = std::string(findString(result, {"device"})),
                      .peer = std::string(findString(result, {"peer"})),
                      .figures = figuresOf(result)};
    recorded.model = modelOf(document, recorded.device);
    if (!recorded.figures.empty()) baseline.measurements.push_back(std::move(recorded));
  }
  if (baseline.measurements.empty()) return wrong("it has no figures");
  return baseline;
}

Result<Findings> compareWith(std::span<const Measurement> measurements, std::span<const Device> devices,
                             const Extent& extent, const Baseline& baseline) {
  if (baseline.bytes != extent.bytes || baseline.matrix != extent.matrix) {
    return wrong(
        fmt::format("it was measured with --size {} --matrix {}, and now it is --size {} --matrix {}",
                    baseline.bytes, baseline.matrix, extent.bytes, extent.matrix));
  }
  Findings findings;
  for (const Measurement& measurement : measurements) {
    const Recorded* earlier = measurement.isMeasured() ? earlierOf(measurement, baseline) : nullptr;
    if (earlier == nullptr) continue;
    const auto device = std::ranges::find(devices, measurement.device, nameOf);
    if (device != devices.end() && device->model != earlier->model) {
      return wrong(fmt::format("{} was {}, and now it is {}", measurement.device,
                               earlier->model.empty() ? "not known" : earlier->model, device->model));
    }
    const auto better =
        measurement.unit == Unit::nanoseconds ? statistics::Better::lower : statistics::Better::higher;
    const statistics::Compared compared{
        .title = titleOf(measurement),
        .write = [&](double figure) { return figureText(measurement.unit, figure); },
        .repeats = "samples"};
    findings.push_back(statistics::changeFinding(
        statistics::compare(earlier->figures, measurement.figures(), better), compared));
  }
  if (findings.empty()) return wrong("it has none of the measurements of this run");
  return findings;
}

}  // namespace aictl::gpu::bench
