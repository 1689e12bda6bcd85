#include "core/rdma/bench/report_value.h"

#include <fmt/format.h>

#include "core/base/time.h"
#include "core/rdma/device_value.h"
#include "core/statistics/comparison.h"

namespace aictl::rdma::bench {
namespace {

constexpr double bitsPerByte = 8;

Value numberOrNull(const std::optional<double>& number) { return number ? Value(*number) : Value(); }

Value latencyValue(const TestResult& result) {
  if (result.test.measure != Measure::latency) return {};
  const auto summary = result.latency();
  Value percentiles = Value::map();
  for (std::size_t i = 0; i < statistics::percentiles.size(); ++i)
    percentiles.set(Value(statistics::percentiles.at(i).name), numberOrNull(summary.percentile.at(i)));
  Value buckets = Value::list();
  for (const auto& bucket : result.samples.buckets())
    buckets.push(Value::list({Value(bucket.low), Value(bucket.high), Value(bucket.count)}));
  return Value::map({{"unit", Value("ns")},
                     {"kind", Value(result.isHalved() ? "half of a round trip" : "whole round trip")},
                     {"loop", Value("closed")},
                     {"samples", Value(summary.count)},
                     {"minimum", Value(summary.minimum)},
                     {"maximum", Value(summary.maximum)},
                     {"mean", Value(summary.mean)},
                     {"standardDeviation", Value(summary.standardDeviation)},
                     {"percentiles", std::move(percentiles)},
                     {"roundTripHistogram", std::move(buckets)}});
}

Value bandwidthValue(const TestResult& result) {
  if (result.test.measure != Measure::bandwidth) return {};
  std::vector<double> messages;
  for (const RoundResult& round : result.rounds) messages.push_back(round.messagesPerSecond);
  return Value::map({{"gigabitsPerSecond", Value(result.figure() * bitsPerByte / 1e9)},
                     {"mebibytesPerSecond", Value(result.figure() / (1U << 20U))},
                     {"messagesPerSecond", Value(statistics::median(std::move(messages)))}});
}

Value intervalValue(const TestResult& result) {
  const auto interval = statistics::medianInterval(result.figures());
  if (!interval) return {};
  return Value::map({{"low", Value(interval->low)},
                     {"high", Value(interval->high)},
                     {"confidence", Value(interval->confidence)}});
}

Value roundValue(const RoundResult& round, const Test& test) {
  const bool isLatency = test.measure == Measure::latency;
  return Value::map({{"figure", Value(isLatency ? round.latencyNanoseconds : round.bytesPerSecond)},
                     {"seconds", Value(round.seconds)},
                     {"messages", Value(round.messages)},
                     {"messagesPerSecond", Value(round.messagesPerSecond)},
                     {"clientProcessorShare", Value(round.clientProcessorShare)},
                     {"serverProcessorShare", Value(round.serverProcessorShare)},
                     {"portFaults", Value::map({{"client", countersValue(round.clientPortFaults)},
                                                {"server", countersValue(round.serverPortFaults)}})},
                     {"retransmissions", round.retransmissions < 0 ? Value() : Value(round.retransmissions)},
                     {"steady", Value(round.isSteady)},
                     {"intact", Value(round.isIntact)}});
}

Value resultValue(const TestResult& result) {
  Value rounds = Value::list();
  for (const RoundResult& round : result.rounds) rounds.push(roundValue(round, result.test));
  Value value = testValue(result.test);
  value.set("figureUnit", Value(result.test.measure == Measure::latency ? "ns" : "bytes per second"));
  value.set("figure", Value(result.figure()));
  value.set("interval", intervalValue(result));
  value.set("latency", latencyValue(result));
  value.set("bandwidth", bandwidthValue(result));
  value.set("rounds", std::move(rounds));
  return value;
}

Failure noReport(std::string what) {
  return {ExitCode::badInput, Finding{.rule = "baseline",
                                      .message = std::move(what),
                                      .remedy = "make it with 'aictl rdma bench -o json'"}};
}

Result<Recorded> recordedIn(const Value& value) {
  const auto test = testOf(value);
  const Value* rounds = value.find("rounds");
  if (!test || rounds == nullptr || !rounds->isList()) return noReport("a result has no test or no rounds");
  Recorded recorded{.test = *test};
  for (const Value& round : rounds->items()) {
    const Value* figure = round.find("figure");
    if (figure == nullptr || !figure->isNumber()) return noReport("a round has no figure");
    recorded.figures.push_back(figure->number());
  }
  return recorded;
}

}  // namespace

Value reportValue(const Report& report) {
  Value results = Value::list();
  for (const TestResult& result : report.results) results.push(resultValue(result));
  Value notes = Value::list();
  for (const Finding& note : report.notes)
    notes.push(Value::map({{"severity", Value(name(note.severity))},
                           {"rule", Value(note.rule)},
                           {"message", Value(note.message)},
                           {"remedy", Value(note.remedy)}}));
  return Value::map({{"schema", Value(reportSchema)},
                     {"began", Value(rfc3339(report.began))},
                     {"command", Value(report.command)},
                     {"loopback", Value(report.isLoopback)},
                     {"client", report.client},
                     {"server", report.server},
                     {"configuration", configurationValue(report.configuration)},
                     {"results", std::move(results)},
                     {"notes", std::move(notes)}});
}

Result<std::vector<Recorded>> recordedOf(const Value& document) {
  if (findString(document, {"schema"}) != reportSchema)
    return noReport(fmt::format("it is no document of the form {}", reportSchema));
  const Value* results = document.find("results");
  if (results == nullptr || !results->isList()) return noReport("it has no results");
  std::vector<Recorded> all;
  for (const Value& value : results->items()) {
    auto recorded = recordedIn(value);
    if (!recorded) return recorded.failure();
    all.push_back(*std::move(recorded));
  }
  return all;
}

}  // namespace aictl::rdma::bench
