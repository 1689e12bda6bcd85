#include "core/rdma/bench/configuration.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace aictl::rdma::bench {
namespace {

Finding fault(std::string message, std::string remedy = {}) {
  return {.rule = "bench", .message = std::move(message), .remedy = std::move(remedy)};
}

constexpr const char* operationsRemedy = "rc has all, uc has send, write and write-imm, the others have send";

Failure failure(std::string message) { return {ExitCode::badInput, fault(std::move(message))}; }

void checkCount(const char* what, std::uint64_t count, std::uint64_t least, std::uint64_t most,
                Findings& findings) {
  if (count >= least && count <= most) return;
  findings.push_back(fault(fmt::format("{} has to be from {} to {}, not {}", what, least, most, count)));
}

void checkSeconds(const char* what, double seconds, double least, double most, Findings& findings) {
  if (std::isfinite(seconds) && seconds >= least && seconds <= most) return;
  findings.push_back(fault(fmt::format("{} has to be from {} to {} s, not {}", what, least, most, seconds)));
}

void checkTest(const Test& test, Findings& findings) {
  if (test.bytes < 1 || test.bytes > largestMessage) {
    findings.push_back(fault(fmt::format("a message has to be from 1 B to {}, not {}",
                                         sizeText(largestMessage), sizeText(test.bytes))));
  }
  if (!has(test.transport, test.operation)) {
    findings.push_back(
        fault(fmt::format("{} has no {}", name(test.transport), name(test.operation)), operationsRemedy));
  }
  if (isAtomic(test.operation) && test.bytes != atomicBytes) {
    findings.push_back(
        fault(fmt::format("{} is of 8 B, not of {}", name(test.operation), sizeText(test.bytes))));
  }
  if (test.measure == Measure::latency && test.direction == Direction::bothWays)
    findings.push_back(fault("a latency has no direction", "'both ways' is for bandwidth"));
  if (test.measure == Measure::bandwidth && !hasBandwidth(test.transport, test.operation))
    findings.push_back(untoldBandwidth(test.transport, test.operation));
}

/// What rdma_cm does not connect, or decides by itself.
void checkConnecting(const Configuration& configuration, Findings& findings) {
  if (configuration.connecting == Connecting::byExchange) return;
  for (const Test& test : configuration.tests) {
    if (!usesRdma(test.transport) || test.transport == Transport::reliable) continue;
    findings.push_back(fault(fmt::format("{} is not connected by rdma_cm here", name(test.transport)),
                             "take rc with --rdma-cm, or measure without it"));
    break;
  }
  if (configuration.serviceLevel != 0)
    findings.push_back(fault("rdma_cm chooses the service level itself",
                             "leave out --service-level, or measure without --rdma-cm"));
}

/// Whether the latency of a write is among the tests: both sides look for it in their memory.
bool hasWriteLatency(const Configuration& configuration) {
  return std::ranges::any_of(configuration.tests, [](const Test& test) {
    return test.operation == Operation::write && test.measure == Measure::latency;
  });
}

/// A write that nobody is told of makes no event at the other side, and is seen in its memory alone.
void checkWrites(const Configuration& configuration, Findings& findings) {
  if (!hasWriteLatency(configuration)) return;
  if (configuration.waiting == Waiting::events)
    findings.push_back(fault("the other side is not told of a write, so its latency has no event to wait for",
                             "measure write-imm or send, or leave out --events"));
  if (configuration.marking == Marking::beside)
    findings.push_back(
        fault("a write is seen in memory alone, and a program does not look into that of a GPU, "
              "so its latency cannot be measured there",
              "measure --operation write-imm, of which the device tells, or send or read"));
}

/// A whole number that is not negative.
Result<std::uint64_t> countOf(const Value& value, const char* key) {
  const Value* count = value.find(key);
  if (count == nullptr || !count->isInteger() || count->integer() < 0)
    return failure(fmt::format("'{}' has to be a whole number from 0 on", key));
  return static_cast<std::uint64_t>(count->integer());
}

Result<double> secondsOf(const Value& value, const char* key) {
  const Value* seconds = value.find(key);
  if (seconds == nullptr || !seconds->isNumber())
    return failure(fmt::format("'{}' has to be a number of seconds", key));
  return seconds->number();
}

template <class Word>
Result<Word> wordOf(const Value& value, const char* key, std::optional<Word> (*read)(std::string_view)) {
  const auto word = read(findString(value, {key}));
  if (!word) return failure(fmt::format("'{}' of a test is none that is known here", key));
  return *word;
}

}  // namespace

std::string_view name(Waiting waiting) { return waiting == Waiting::events ? "events" : "polling"; }

std::string_view name(Connecting connecting) {
  return connecting == Connecting::rdmaCm ? "rdma-cm" : "exchange";
}

std::string_view name(Marking marking) { return marking == Marking::beside ? "beside" : "in message"; }

Finding untoldBandwidth(Transport transport, Operation operation) {
  return fault(fmt::format("{} {} has no bandwidth test: nobody is told how much of it has arrived",
                           name(transport), name(operation)),
               "measure its latency, or the bandwidth of --operation write-imm");
}

std::uint64_t connectionsOf(const Configuration& configuration, const Test& test) {
  return test.measure == Measure::latency ? 1 : configuration.connections;
}

std::uint64_t depthOf(const Configuration& configuration, const Test& test) {
  if (test.measure == Measure::latency) return 1;
  constexpr std::uint64_t least = 2;
  return std::clamp(largestMessage / test.bytes / configuration.connections, least,
                    std::max(least, configuration.depth));
}

std::uint64_t postListOf(const Configuration& configuration, const Test& test) {
  const std::uint64_t depth = depthOf(configuration, test);
  return std::min(configuration.postList, holdsBack(test.transport) || depth == 1 ? depth : depth / 2);
}

Findings check(const Configuration& configuration) {
  Findings findings;
  checkCount("the number of tests", configuration.tests.size(), 1, mostTests, findings);
  checkCount("the number of rounds", configuration.rounds, 1, mostRounds, findings);
  checkCount("the depth", configuration.depth, 1, deepest, findings);
  checkCount("the number of connections", configuration.connections, 1, mostConnections, findings);
  checkCount("the length of post lists", configuration.postList, 1, longestList, findings);
  checkCount("the number of iterations", configuration.iterations, 0, mostIterations, findings);
  constexpr double shortest = 0.001;
  checkSeconds("the duration", configuration.seconds, shortest, mostSeconds, findings);
  checkSeconds("the warm-up", configuration.warmUpSeconds, 0, mostSilence, findings);
  checkSeconds("the time of silence", configuration.silenceSeconds, shortest, mostSilence, findings);
  checkCount("the traffic class", configuration.trafficClass, 0, highestTrafficClass, findings);
  checkCount("the service level", configuration.serviceLevel, 0, highestServiceLevel, findings);
  for (const Test& test : configuration.tests) checkTest(test, findings);
  checkWrites(configuration, findings);
  checkConnecting(configuration, findings);
  return findings;
}

Value testValue(const Test& test) {
  return Value::map({{"measure", Value(name(test.measure))},
                     {"transport", Value(name(test.transport))},
                     {"operation", Value(name(test.operation))},
                     {"direction", Value(name(test.direction))},
                     {"bytes", Value(test.bytes)}});
}

Result<Test> testOf(const Value& value) {
  const auto measure = wordOf<Measure>(value, "measure", measureOf);
  if (!measure) return measure.failure();
  const auto transport = wordOf<Transport>(value, "transport", transportOf);
  if (!transport) return transport.failure();
  const auto operation = wordOf<Operation>(value, "operation", operationOf);
  if (!operation) return operation.failure();
  const auto direction = wordOf<Direction>(value, "direction", directionOf);
  if (!direction) return direction.failure();
  const auto bytes = countOf(value, "bytes");
  if (!bytes) return bytes.failure();
  return Test{*measure, *transport, *operation, *direction, *bytes};
}

Value configurationValue(const Configuration& configuration) {
  Value tests = Value::list();
  for (const Test& test : configuration.tests) tests.push(testValue(test));
  return Value::map({{"iterations", Value(configuration.iterations)},
                     {"seconds", Value(configuration.seconds)},
                     {"rounds", Value(configuration.rounds)},
                     {"depth", Value(configuration.depth)},
                     {"connections", Value(configuration.connections)},
                     {"postList", Value(configuration.postList)},
                     {"warmUpSeconds", Value(configuration.warmUpSeconds)},
                     {"silenceSeconds", Value(configuration.silenceSeconds)},
                     {"waiting", Value(name(configuration.waiting))},
                     {"connecting", Value(name(configuration.connecting))},
                     {"marking", Value(name(configuration.marking))},
                     {"trafficClass", Value(configuration.trafficClass)},
                     {"serviceLevel", Value(configuration.serviceLevel)},
                     {"tests", std::move(tests)}});
}

Result<Configuration> configurationOf(const Value& value) {
  Configuration configuration;
  for (const auto& [key, member] :
       {std::pair("iterations", &Configuration::iterations), std::pair("rounds", &Configuration::rounds),
        std::pair("depth", &Configuration::depth), std::pair("connections", &Configuration::connections),
        std::pair("postList", &Configuration::postList),
        std::pair("trafficClass", &Configuration::trafficClass),
        std::pair("serviceLevel", &Configuration::serviceLevel)}) {
    const auto count = countOf(value, key);
    if (!count) return count.failure();
    configuration.*member = *count;
  }
  for (const auto& [key, member] : {std::pair("seconds", &Configuration::seconds),
                                    std::pair("warmUpSeconds", &Configuration::warmUpSeconds),
                                    std::pair("silenceSeconds", &Configuration::silenceSeconds)}) {
    const auto seconds = secondsOf(value, key);
    if (!seconds) return seconds.failure();
    configuration.*member = *seconds;
  }
  const std::string_view waiting = findString(value, {"waiting"});
  if (waiting != name(Waiting::polling) && waiting != name(Waiting::events))
    return failure("'waiting' has to be polling or events");
  configuration.waiting = waiting == name(Waiting::events) ? Waiting::events : Waiting::polling;
  const std::string_view connecting = findString(value, {"connecting"});
  if (connecting != name(Connecting::byExchange) && connecting != name(Connecting::rdmaCm))
    return failure("'connecting' has to be exchange or rdma-cm");
  configuration.connecting =
      connecting == name(Connecting::rdmaCm) ? Connecting::rdmaCm : Connecting::byExchange;
  const std::string_view marking = findString(value, {"marking"});
  if (marking != name(Marking::inMessage) && marking != name(Marking::beside))
    return failure("'marking' has to be 'in message' or beside");
  configuration.marking = marking == name(Marking::beside) ? Marking::beside : Marking::inMessage;
  const Value* tests = value.find("tests");
  if (tests == nullptr || !tests->isList() || tests->size() > mostTests)
    return failure(fmt::format("'tests' has to be a list of at most {}", mostTests));
  for (const Value& item : tests->items()) {
    const auto test = testOf(item);
    if (!test) return test.failure();
    configuration.tests.push_back(*test);
  }
  Findings findings = check(configuration);
  if (!findings.empty()) return Failure(ExitCode::badInput, std::move(findings));
  return configuration;
}

}  // namespace aictl::rdma::bench
