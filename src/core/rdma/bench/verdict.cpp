#include "core/rdma/bench/verdict.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/rdma/bench/report_value.h"
#include "core/statistics/change_finding.h"

namespace aictl::rdma::bench {
namespace {

constexpr double bitsPerByte = 8;

double gigabits(double bytesPerSecond) { return bytesPerSecond * bitsPerByte / 1e9; }

std::string figureText(const Test& test, double figure) {
  if (test.measure == Measure::latency) return fmt::format("{:.2f} µs", figure / 1000);
  const double number = gigabits(figure);
  return number < 1 ? fmt::format("{:.3g} Gb/s", number) : fmt::format("{:.2f} Gb/s", number);
}

Finding finding(Severity severity, const char* rule, const Test& test, const std::string& words) {
  return {.severity = severity, .rule = rule, .message = text(test) + ": " + words};
}

/// The tests that limits are for.
std::vector<const TestResult*> limited(const Report& report) {
  std::vector<const TestResult*> chosen;
  const bool hasRdma =
      std::ranges::any_of(report.results, [](const TestResult& one) { return usesRdma(one.test.transport); });
  for (const TestResult& result : report.results) {
    if (hasRdma ? usesRdma(result.test.transport) : result.test.transport == Transport::tcp)
      chosen.push_back(&result);
  }
  return chosen;
}

void judgeLimits(const TestResult& result, const Limits& limits, Findings& findings) {
  const auto fail = [&](const std::string& words) {
    findings.push_back(finding(Severity::error, "limit", result.test, words));
  };
  if (result.test.measure == Measure::bandwidth && limits.minimumGigabits) {
    if (gigabits(result.figure()) < *limits.minimumGigabits)
      fail(fmt::format("{}, and at least {:.2f} Gb/s were wanted", figureText(result.test, result.figure()),
                       *limits.minimumGigabits));
  }
  if (result.test.measure == Measure::latency && limits.maximumMicrosecondsP99) {
    const auto p99 = result.latency().at("p99");
    if (!p99) {
      fail("its p99 is not known: that takes 1000 samples; measure longer");
    } else if (*p99 / 1000 > *limits.maximumMicrosecondsP99) {
      fail(fmt::format("p99 is {:.2f} µs, and at most {:.2f} µs were wanted", *p99 / 1000,
                       *limits.maximumMicrosecondsP99));
    }
  }
}

/// A limit that nothing was held against is none that holds.
void judgeUse(const std::vector<const TestResult*>& results, const Limits& limits, Findings& findings) {
  for (const auto& [measure, isLimited] :
       {std::pair(Measure::bandwidth, limits.minimumGigabits.has_value()),
        std::pair(Measure::latency, limits.maximumMicrosecondsP99.has_value())}) {
    const Measure wanted = measure;
    const bool isMeasured = std::ranges::any_of(
        results, [&](const TestResult* result) { return result->test.measure == wanted; });
    if (isMeasured || !isLimited) continue;
    findings.push_back(
        {.severity = Severity::error,
         .rule = "limit",
         .message = fmt::format("no {} was measured that could be held against the limit", name(wanted))});
  }
}

void judgeTrust(const TestResult& result, Findings& findings) {
  if (!std::ranges::all_of(result.rounds, &RoundResult::isIntact))
    findings.push_back(
        finding(Severity::error, "intact", result.test, "bytes arrived other than they were sent"));
  const std::int64_t again = result.retransmissions();
  if (again == 0) return;
  const char* words = usesRdma(result.test.transport)
                          ? "packets had to be sent again, {} times as the ports count it"
                          : "packets had to be sent again, {} in all";
  findings.push_back(
      finding(Severity::warning, "retransmissions", result.test, fmt::format(fmt::runtime(words), again)));
}

/// What the ports counted, whoever's packets it was.
void judgePorts(const Report& report, Findings& findings) {
  for (const End end : {End::client, End::server}) {
    const Counters faults = report.portFaults(end);
    if (faults.empty()) continue;
    findings.push_back({.severity = Severity::warning,
                        .rule = "port-faults",
                        .message = fmt::format("the RDMA port of the {} counted during the run: {}",
                                               name(end), countersText(faults)),
                        .remedy = "look for lost packets (a cable, drops without flow control) and slow "
                                  "receivers; other programs' packets count too"});
  }
}

/// One line for all tests: a machine that is not quiet disturbs most of them.
void judgeSteadiness(const Report& report, Findings& findings) {
  std::vector<std::string> unsteady;
  for (const TestResult& result : report.results) {
    const auto rounds = std::ranges::count(result.rounds, false, &RoundResult::isSteady);
    if (2 * static_cast<std::size_t>(rounds) > result.rounds.size()) unsteady.push_back(text(result.test));
  }
  if (unsteady.empty()) return;
  findings.push_back(
      {.severity = Severity::warning,
       .rule = "steady",
       .message = fmt::format("not steady after the warm-up: {}", fmt::join(unsteady, "; ")),
       .remedy = "see what else the machines do; a longer --warm-up, or other cores (--core)"});
}

/// `, messages in the memory of a GPU`, or nothing.
std::string memoryOf(const Value& machine) {
  const Value* gpu = find(machine, {"rdma", "gpu"});
  return gpu == nullptr || gpu->isNull() ? "" : ", messages in the memory of a GPU";
}

std::string wordOf(const Value* value) {
  if (value == nullptr) return "none";
  return value->isString() ? std::string(value->string())
                           : std::to_string(value->isInteger() ? value->integer() : 0);
}

/// What makes figures another, where it was otherwise.
void tellOtherwise(const Value& before, const Value& now, Findings& findings) {
  std::vector<std::string> differences;
  for (const auto& [key, word] :
       {std::pair("depth", "depth"), std::pair("connections", "connections"),
        std::pair("postList", "post list"), std::pair("waiting", "waiting"),
        std::pair("connecting", "connecting"), std::pair("trafficClass", "traffic class"),
        std::pair("serviceLevel", "service level")}) {
    const std::string was = wordOf(find(before, {"configuration", key}));
    const std::string is = wordOf(now.find(key));
    if (was != is) differences.push_back(fmt::format("{} {}, now {}", word, was, is));
  }
  if (differences.empty()) return;
  findings.push_back(
      {.severity = Severity::warning,
       .rule = "baseline",
       .message = fmt::format("the baseline was measured otherwise: {}", fmt::join(differences, "; "))});
}

}  // namespace

std::string linkOf(const Value& machine) {
  const Value* ports = find(machine, {"rdma", "device", "ports"});
  const Value* number = find(machine, {"rdma", "port"});
  if (ports == nullptr || number == nullptr || !ports->isList()) return {};
  for (const Value& port : ports->items()) {
    const Value* own = port.find("port");
    if (own != nullptr && *own == *number)
      return fmt::format("{} {}{}", findString(port, {"linkLayer"}), findString(port, {"rate"}),
                         memoryOf(machine));
  }
  return {};
}

std::string otherLink(const std::string& earlier, const std::string& now) {
  return fmt::format("it was measured over another kind of link: {}, and now {}",
                     earlier.empty() ? "no RDMA" : earlier, now.empty() ? "no RDMA" : now);
}

Findings judge(const Report& report, const Limits& limits) {
  Findings findings;
  for (const TestResult& result : report.results) judgeTrust(result, findings);
  judgePorts(report, findings);
  judgeSteadiness(report, findings);
  const auto results = limited(report);
  for (const TestResult* result : results) judgeLimits(*result, limits, findings);
  judgeUse(results, limits, findings);
  return findings;
}

Result<Findings> compareWith(const Report& report, const Value& baseline) {
  const auto recorded = recordedOf(baseline);
  if (!recorded) return recorded.failure();
  const Value* before = baseline.find("client");
  const std::string earlier = before == nullptr ? "" : linkOf(*before);
  const std::string now = linkOf(report.client);
  if (earlier != now) {
    return Failure(ExitCode::badInput, Finding{.rule = "baseline", .message = otherLink(earlier, now)});
  }
  Findings findings;
  for (const TestResult& result : report.results) {
    const auto found = std::ranges::find(*recorded, result.test, &Recorded::test);
    if (found == recorded->end()) continue;
    const auto better =
        result.test.measure == Measure::latency ? statistics::Better::lower : statistics::Better::higher;
    const statistics::Compared compared{
        .title = text(result.test),
        .write = [&](double figure) { return figureText(result.test, figure); },
        .repeats = "rounds"};
    findings.push_back(
        statistics::changeFinding(statistics::compare(found->figures, result.figures(), better), compared));
  }
  if (findings.empty()) {
    return Failure(ExitCode::badInput,
                   Finding{.rule = "baseline", .message = "it has none of the tests of this run"});
  }
  tellOtherwise(baseline, configurationValue(report.configuration), findings);
  return findings;
}

}  // namespace aictl::rdma::bench
