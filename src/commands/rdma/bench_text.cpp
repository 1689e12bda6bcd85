#include "commands/rdma/bench_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "commands/counted.h"
#include "commands/table.h"
#include "core/statistics/comparison.h"

namespace aictl::commands {
namespace {

using namespace rdma::bench;

constexpr double bitsPerByte = 8;
constexpr double perMicrosecond = 1000;
constexpr double mebi = 1U << 20U;

std::string testName(const Test& test) {
  return fmt::format("{} {}{}", name(test.transport), name(test.operation),
                     test.direction == Direction::bothWays ? " both ways" : "");
}

/// `12.34`; in few digits whatever its size.
std::string microseconds(std::optional<double> nanoseconds) {
  if (!nanoseconds) return "–";
  const double number = *nanoseconds / perMicrosecond;
  constexpr double manyDigits = 1000;
  return fmt::format("{:.{}f}", number, number < manyDigits ? 2 : 0);
}

/// The share of a core that both sides took, as `100 / 98 %`.
std::string processorText(const TestResult& result) {
  std::vector<double> client;
  std::vector<double> server;
  for (const RoundResult& round : result.rounds) {
    client.push_back(round.clientProcessorShare);
    server.push_back(round.serverProcessorShare);
  }
  constexpr double percent = 100;
  return fmt::format("{:.0f} / {:.0f} %", percent * statistics::median(std::move(client)),
                     percent * statistics::median(std::move(server)));
}

/// Three digits at least: of small messages a bandwidth is small.
std::string shortNumber(double number) {
  return number < 1 ? fmt::format("{:.3g}", number) : fmt::format("{:.2f}", number);
}

std::string intervalText(const TestResult& result, double factor) {
  const auto interval = statistics::medianInterval(result.figures());
  if (!interval) return "–";
  return fmt::format("{} … {}", shortNumber(interval->low * factor), shortNumber(interval->high * factor));
}

double messagesPerSecond(const TestResult& result) {
  std::vector<double> all;
  for (const RoundResult& round : result.rounds) all.push_back(round.messagesPerSecond);
  return statistics::median(std::move(all));
}

void addLatency(const TestResult& result, Table& table) {
  const auto summary = result.latency();
  table.add({testName(result.test), sizeText(result.test.bytes), microseconds(summary.minimum),
             microseconds(summary.at("p50")), microseconds(summary.at("p90")),
             microseconds(summary.at("p99")), microseconds(summary.at("p99.9")),
             microseconds(summary.at("p99.99")), microseconds(summary.maximum), microseconds(summary.mean),
             microseconds(summary.standardDeviation), std::to_string(summary.count),
             intervalText(result, 1 / perMicrosecond), processorText(result)});
}

void addBandwidth(const TestResult& result, Table& table) {
  const double figure = result.figure();
  table.add({testName(result.test), sizeText(result.test.bytes), shortNumber(figure * bitsPerByte / 1e9),
             fmt::format("{:.1f}", figure / mebi), fmt::format("{:.0f}", messagesPerSecond(result)),
             intervalText(result, bitsPerByte / 1e9), processorText(result)});
}

std::string machineText(const char* side, const Value& machine) {
  const std::string_view device = findString(machine, {"rdma", "device", "name"});
  const std::string gpu = gpuText(machine);
  return oneLine(fmt::format("{}  {}, kernel {}, {}, {}{}{}", side, findString(machine, {"host"}),
                             findString(machine, {"kernel"}), findString(machine, {"processor"}),
                             device.empty() ? "no RDMA device" : fmt::format("RDMA device {}", device),
                             gpu.empty() ? "" : ", ", gpu)) +
         "\n";
}

/// What is otherwise than usual in a configuration: `, RDMA waits for events`.
std::string circumstances(const Configuration& configuration) {
  std::string text;
  if (configuration.connections > 1)
    text += fmt::format(", {} connections at once", configuration.connections);
  if (configuration.postList > 1)
    text += fmt::format(", RDMA's device gets {} messages at once", configuration.postList);
  if (configuration.waiting == Waiting::events) text += ", RDMA waits for events";
  if (configuration.connecting == Connecting::rdmaCm) text += ", connected by rdma_cm";
  return text;
}

std::string runText(const Report& report) {
  const Configuration& configuration = report.configuration;
  const std::string length = configuration.iterations > 0
                                 ? fmt::format("{} messages", configuration.iterations)
                                 : fmt::format("{} s", configuration.seconds);
  const Value* cost = find(report.client, {"clock", "readNanoseconds"});
  return fmt::format("{} of {} each, closed loop{}, a reading of the clock takes {:.0f} ns\n",
                     counted(configuration.rounds, "round", "rounds"), length, circumstances(configuration),
                     cost != nullptr && cost->isNumber() ? cost->number() : 0.0);
}

bool has(const Report& report, Measure measure) {
  return std::ranges::any_of(report.results,
                             [&](const TestResult& one) { return one.test.measure == measure; });
}

/// Percentiles that are not known are empty.
std::string csvNumber(std::optional<double> number) {
  return number ? fmt::format("{}", *number) : std::string();
}

/// `-` where it is not known: a number would be taken for one that was measured.
std::string column(std::optional<double> number, int width) {
  return number ? fmt::format("{:{}.2f}", *number, width) : fmt::format("{:>{}}", "-", width);
}

std::string perftestLatency(const TestResult& result) {
  const auto summary = result.latency().scaled(1 / perMicrosecond);
  return fmt::format(" {:<7} {:<10} {} {} {} {} {} {} {}\n", result.test.bytes, summary.count,
                     column(summary.minimum, 14), column(summary.maximum, 14), column(summary.at("p50"), 16),
                     column(summary.mean, 14), column(summary.standardDeviation, 16),
                     column(summary.at("p99"), 22), column(summary.at("p99.9"), 24));
}

std::string perftestBandwidth(const TestResult& result) {
  std::uint64_t messages = 0;
  double peak = 0;
  for (const RoundResult& round : result.rounds) {
    messages += round.messages;
    peak = std::max(peak, round.bytesPerSecond);
  }
  return fmt::format(" {:<10} {:<14} {:17.2f} {:22.2f} {:15.6f}\n", result.test.bytes, messages, peak / mebi,
                     result.figure() / mebi, messagesPerSecond(result) / 1e6);
}

}  // namespace

std::string gpuText(const Value& machine) {
  const Value* gpu = find(machine, {"rdma", "gpu"});
  if (gpu == nullptr || gpu->isNull()) return {};
  const std::string_view distance = findString(*gpu, {"distance"});
  const Value* number = gpu->find("number");
  return fmt::format("messages in the memory of {} (cuda:{}, {}{}{}) by {}", findString(*gpu, {"name"}),
                     number != nullptr && number->isInteger() ? number->integer() : 0,
                     findString(*gpu, {"pciAddress"}), distance.empty() ? "" : ", ", distance,
                     findString(*gpu, {"registration"}));
}

std::string benchTable(const Report& report) {
  std::string text = machineText("client", report.client);
  text += report.isLoopback ? "server  the same process\n" : machineText("server", report.server);
  text += runText(report);
  Table latencies;
  latencies.add({"LATENCY µs", "SIZE", "MIN", "P50", "P90", "P99", "P99.9", "P99.99", "MAX", "MEAN", "STDEV",
                 "SAMPLES", "ROUNDS' P50", "CPU C / S"});
  Table bandwidths;
  bandwidths.add({"BANDWIDTH", "SIZE", "Gb/s", "MiB/s", "MESSAGES/s", "ROUNDS' Gb/s", "CPU C / S"});
  for (const TestResult& result : report.results) {
    if (result.test.measure == Measure::latency) {
      addLatency(result, latencies);
    } else {
      addBandwidth(result, bandwidths);
    }
  }
  if (has(report, Measure::latency))
    text += "\n" + latencies.text() +
            "half of a round trip; of read and atomics a whole one. –: too few samples to tell\n";
  if (has(report, Measure::bandwidth)) text += "\n" + bandwidths.text();
  for (const End end : {End::client, End::server}) {
    const auto faults = report.portFaults(end);
    if (!faults.empty())
      text += fmt::format("\nRDMA port of the {}: {}\n", name(end), oneLine(countersText(faults)));
  }
  return text;
}

std::string benchCsv(const Report& report) {
  std::string text =
      "measure,transport,operation,direction,bytes,rounds,figure,unit,minimum,maximum,mean,standard_"
      "deviation,p50,p90,"
      "p95,p99,p99.9,p99.99,samples,messages_per_second\n";
  for (const TestResult& result : report.results) {
    const Test& test = result.test;
    const bool isLatency = test.measure == Measure::latency;
    const auto summary = isLatency ? result.latency() : statistics::summarize(result.figures());
    text += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{}", name(test.measure), name(test.transport),
                        name(test.operation), name(test.direction), test.bytes, result.rounds.size(),
                        result.figure(), isLatency ? "ns" : "bytes/s", summary.minimum, summary.maximum,
                        summary.mean, summary.standardDeviation);
    for (const auto& percentile : summary.percentile) text += "," + csvNumber(percentile);
    text += fmt::format(",{},{}\n", summary.count,
                        isLatency ? std::string() : csvNumber(messagesPerSecond(result)));
  }
  return text;
}

std::string benchPerftest(const Report& report) {
  std::string text;
  std::string heading;
  for (const TestResult& result : report.results) {
    const bool isLatency = result.test.measure == Measure::latency;
    const std::string title = fmt::format("{} {} Test", testName(result.test), isLatency ? "Latency" : "BW");
    if (std::exchange(heading, title) != title) {
      text += fmt::format("{:20}{}\n", "", title);
      text += isLatency
                  ? " #bytes #iterations    t_min[usec]    t_max[usec]  t_typical[usec]    t_avg[usec]    "
                    "t_stdev[usec]"
                    "   99% percentile[usec]   99.9% percentile[usec] \n"
                  : " #bytes     #iterations    BW peak[MiB/sec]    BW average[MiB/sec]   MsgRate[Mpps]\n";
    }
    text += isLatency ? perftestLatency(result) : perftestBandwidth(result);
  }
  return text;
}

}  // namespace aictl::commands
