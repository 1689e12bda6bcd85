#include "core/gpu/bench/measurement_value.h"

namespace aictl::gpu::bench {
namespace {

constexpr auto units = std::to_array<std::string_view>({"bytes/s", "operations/s", "ns"});
constexpr auto troubles = std::to_array<std::string_view>({"none", "unsupported", "failed", "wrong"});

Value valueOf(const Measure& measure) { return measure ? Value(*measure) : Value(); }

Measure measureOf(const Value& map, std::string_view key) {
  const Value* value = map.find(key);
  return value != nullptr && value->isNumber() ? Measure(value->number()) : Measure();
}

bool truthOf(const Value& map, std::string_view key) {
  const Value* value = map.find(key);
  return value != nullptr && value->isBoolean() && value->boolean();
}

Conditions conditionsOf(const Value& value) {
  Conditions conditions{.clockMinimumMegahertz = measureOf(value, "clockMinimumMegahertz"),
                        .clockMaximumMegahertz = measureOf(value, "clockMaximumMegahertz"),
                        .temperatureMaximumCelsius = measureOf(value, "temperatureMaximumCelsius"),
                        .powerMaximumWatts = measureOf(value, "powerMaximumWatts")};
  const Value* reasons = value.find("clockReasons");
  if (reasons == nullptr || !reasons->isList()) return conditions;
  for (const Value& reason : reasons->items()) {
    if (reason.isString()) conditions.clockReasons.emplace_back(reason.string());
  }
  return conditions;
}

}  // namespace

std::string_view name(Unit unit) { return units[static_cast<std::size_t>(unit)]; }

std::optional<Unit> unitOf(std::string_view name) {
  const auto found = std::ranges::find(units, name);
  return found == units.end() ? std::nullopt : std::optional(static_cast<Unit>(found - units.begin()));
}

std::string_view name(Trouble trouble) { return troubles[static_cast<std::size_t>(trouble)]; }

std::string titleOf(const Measurement& measurement) {
  return fmt::format("{} of {}{}", measurement.name, measurement.device,
                     measurement.peer.empty() ? "" : " and " + measurement.peer);
}

Value conditionsValue(const Conditions& conditions) {
  Value reasons = Value::list();
  for (const std::string& reason : conditions.clockReasons) reasons.push(Value(reason));
  return Value::map({{"clockMinimumMegahertz", valueOf(conditions.clockMinimumMegahertz)},
                     {"clockMaximumMegahertz", valueOf(conditions.clockMaximumMegahertz)},
                     {"temperatureMaximumCelsius", valueOf(conditions.temperatureMaximumCelsius)},
                     {"powerMaximumWatts", valueOf(conditions.powerMaximumWatts)},
                     {"clockReasons", std::move(reasons)}});
}

Value measurementValue(const Measurement& measurement) {
  Value samples = Value::list();
  for (const double sample : measurement.nanoseconds) samples.push(Value(sample));
  return Value::map({{"name", Value(measurement.name)},
                     {"device", Value(measurement.device)},
                     {"peer", Value(measurement.peer)},
                     {"unit", Value(name(measurement.unit))},
                     {"amount", Value(measurement.amount)},
                     {"nanoseconds", std::move(samples)},
                     {"isSteady", Value(measurement.isSteady)},
                     {"conditions", conditionsValue(measurement.conditions)},
                     {"note", Value(measurement.note)},
                     {"trouble", Value(name(measurement.trouble))},
                     {"reason", Value(measurement.reason)}});
}

Measurement measurementOf(const Value& value) {
  Measurement measurement{.name = std::string(findString(value, {"name"})),
                          .device = std::string(findString(value, {"device"})),
                          .peer = std::string(findString(value, {"peer"})),
                          .amount = measureOf(value, "amount").value_or(0),
                          .isSteady = truthOf(value, "isSteady"),
                          .note = std::string(findString(value, {"note"})),
                          .reason = std::string(findString(value, {"reason"}))};
  measurement.unit = unitOf(findString(value, {"unit"})).value_or(measurement.unit);
  const auto trouble = std::ranges::find(troubles, findString(value, {"trouble"}));
  if (trouble != troubles.end()) measurement.trouble = static_cast<Trouble>(trouble - troubles.begin());
  if (const Value* samples = value.find("nanoseconds"); samples != nullptr && samples->isList()) {
    for (const Value& sample : samples->items()) {
      if (sample.isNumber()) measurement.nanoseconds.push_back(sample.number());
    }
  }
  if (const Value* conditions = value.find("conditions"); conditions != nullptr && conditions->isMap())
    measurement.conditions = conditionsOf(*conditions);
  return measurement;
}

}  // namespace aictl::gpu::bench
