#include "core/rdma/bench/verdict.h"

#include "catch.h"
#include "core/rdma/bench/report_value.h"
#include "core/yaml/json.h"

using namespace aictl;
using namespace aictl::rdma::bench;

namespace {

TestResult bandwidth(Transport transport, const std::vector<double>& gigabits) {
  TestResult result{.test = {Measure::bandwidth, transport, Operation::send, Direction::oneWay, 65536}};
  for (const double one : gigabits)
    result.rounds.push_back({.bytesPerSecond = one * 1e9 / 8, .messagesPerSecond = 1000, .isSteady = true});
  return result;
}

/// Round trips of so many nanoseconds, as many as a percentile takes.
TestResult latency(std::uint64_t nanoseconds, int samples) {
  TestResult result{.test = {Measure::latency, Transport::tcp, Operation::send, Direction::oneWay, 8}};
  for (int i = 0; i < samples; ++i) result.samples.record(nanoseconds);
  result.rounds.push_back({.latencyNanoseconds = static_cast<double>(nanoseconds) / 2, .isSteady = true});
  return result;
}

std::vector<std::string> rules(const Findings& findings) {
  std::vector<std::string> all;
  for (const Finding& finding : findings) all.push_back(finding.rule);
  return all;
}

using Rules = std::vector<std::string>;

Value machineWith(const std::string& rate) {
  return *yaml::readJson(
      R"({"rdma": {"port": 1, "device": {"ports": [{"port": 1, "linkLayer": "Ethernet", "rate": ")" + rate +
      "\"}]}}}");
}

}  // namespace

TEST_CASE("a bandwidth below the limit is an error, and says both") {
  const Report report{.results = {bandwidth(Transport::tcp, {9, 9.5, 10})}};
  CHECK(judge(report, {.minimumGigabits = 9.4}).empty());
  const Findings findings = judge(report, {.minimumGigabits = 9.6});
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].message == "tcp send bandwidth, 64 KiB: 9.50 Gb/s, and at least 9.60 Gb/s were wanted");
}

TEST_CASE("a p99 above the limit is an error; so is one that too few samples cannot tell") {
  const Report report{.results = {latency(20'000, 1000)}};
  CHECK(judge(report, {.maximumMicrosecondsP99 = 10}).empty());
  CHECK(judge(report, {.maximumMicrosecondsP99 = 9.9}).at(0).message ==
        "tcp send latency, 8 B: p99 is 10.00 µs, and at most 9.90 µs were wanted");
  const Report few{.results = {latency(20'000, 999)}};
  CHECK(rules(judge(few, {.maximumMicrosecondsP99 = 10})) == Rules{"limit"});
}

TEST_CASE("limits are for RDMA where some was measured, and TCP beside it is no fault") {
  const Report report{.results = {bandwidth(Transport::reliable, {95}), bandwidth(Transport::tcp, {30})}};
  CHECK(judge(report, {.minimumGigabits = 90}).empty());
  CHECK(judge(report, {.minimumGigabits = 96}).size() == 1);
}

TEST_CASE("a limit that nothing was measured for is broken") {
  const Report bandwidths{.results = {bandwidth(Transport::tcp, {9})}};
  CHECK(judge(bandwidths, {.maximumMicrosecondsP99 = 10}).at(0).message ==
        "no latency was measured that could be held against the limit");
  const Report latencies{.results = {latency(20'000, 1000)}};
  CHECK(rules(judge(latencies, {.minimumGigabits = 1})) == Rules{"limit"});
  CHECK(hasErrors(judge({.results = {bandwidth(Transport::sharedMemory, {9})}}, {.minimumGigabits = 1})));
}

TEST_CASE("bytes that arrived wrong are an error without any limit") {
  Report report{.results = {bandwidth(Transport::tcp, {9})}};
  report.results[0].rounds[0].isIntact = false;
  const Findings findings = judge(report, {});
  CHECK(rules(findings) == Rules{"intact"});
  CHECK(hasErrors(findings));
}

TEST_CASE("retransmissions and rounds that did not become steady are warned of") {
  Report report{.results = {bandwidth(Transport::tcp, {9, 9, 9})}};
  report.results[0].rounds[0].retransmissions = 3;
  report.results[0].rounds[1].isSteady = false;
  CHECK(rules(judge(report, {})) == Rules{"retransmissions"});
  report.results[0].rounds[2].isSteady = false;
  const Findings findings = judge(report, {});
  CHECK(rules(findings) == Rules{"retransmissions", "steady"});
  CHECK_FALSE(hasErrors(findings));
}

TEST_CASE("faults that a port counted during the run are warned of, with the side and their counts") {
  Report report{.results = {bandwidth(Transport::reliable, {9, 9})}};
  report.results[0].rounds[0].serverPortFaults = {{"out_of_sequence", 3}, {"symbol_error", 1}};
  report.results[0].rounds[1].serverPortFaults = {{"out_of_sequence", 2}};
  report.results[0].rounds[1].retransmissions = 5;
  const Findings findings = judge(report, {});
  CHECK(rules(findings) == Rules{"retransmissions", "port-faults"});
  CHECK(findings[0].message ==
        "rc send bandwidth, 64 KiB: packets had to be sent again, 5 times as the ports count it");
  CHECK(findings[1].message ==
        "the RDMA port of the server counted during the run: out_of_sequence 5, symbol_error 1");
  CHECK_FALSE(hasErrors(findings));
}

TEST_CASE("against a baseline only what is beyond the noise is worse or better") {
  const Value baseline = reportValue({.results = {bandwidth(Transport::tcp, {10, 10.1, 9.9, 10, 10.1})}});
  const auto against = [&](const std::vector<double>& gigabits) {
    const auto findings = compareWith({.results = {bandwidth(Transport::tcp, gigabits)}}, baseline);
    REQUIRE(findings);
    return rules(*findings);
  };
  CHECK(against({10.05, 10, 9.95, 10.1, 10}) == Rules{"no-change"});
  CHECK(against({8, 8.1, 8, 7.9, 8}) == Rules{"regression"});
  CHECK(against({12, 12.1, 12, 11.9, 12}) == Rules{"improvement"});
  CHECK(against({8}) == Rules{"no-noise"});
}

TEST_CASE("a regression says what it was, what it is, and how much the noise is") {
  const Value baseline = reportValue({.results = {bandwidth(Transport::tcp, {10, 10, 10})}});
  const auto findings = compareWith({.results = {bandwidth(Transport::tcp, {8, 8, 8})}}, baseline);
  CHECK(findings->at(0).message ==
        "tcp send bandwidth, 64 KiB: 8.00 Gb/s, was 10.00 Gb/s: worse, beyond the noise of 0.1 Gb/s");
  CHECK(hasErrors(*findings));
}

TEST_CASE("a baseline that was measured in another way is told, with what was otherwise") {
  Report before{.results = {bandwidth(Transport::tcp, {10, 10, 10})}};
  Report now = before;
  before.configuration.depth = 1;
  before.configuration.waiting = Waiting::events;
  before.configuration.rounds = 3;  // how often says nothing of what is measured
  const auto findings = compareWith(now, reportValue(before));
  REQUIRE(findings);
  CHECK(findings->back().severity == Severity::warning);
  CHECK(findings->back().message ==
        "the baseline was measured otherwise: depth 1, now 128; waiting events, now polling");
  CHECK(rules(*compareWith(now, reportValue(now))) == Rules{"no-change"});
}

TEST_CASE("a baseline of another kind of link, of other tests, or of another form is refused") {
  const Report now{.client = machineWith("100 Gb/sec (4X EDR)"),
                   .results = {bandwidth(Transport::tcp, {9, 9, 9})}};
  Report before = now;
  before.client = machineWith("25 Gb/sec (1X EDR)");
  const auto other = compareWith(now, reportValue(before));
  REQUIRE_FALSE(other);
  CHECK(other.failure().code == ExitCode::badInput);
  CHECK(other.failure().findings[0].message ==
        "it was measured over another kind of link: Ethernet 25 Gb/sec (1X EDR), and now Ethernet 100 Gb/sec "
        "(4X EDR)");
  Value inGpu = *now.client.find("rdma");
  inGpu.set("gpu", Value::map({{"number", Value(0)}}));
  before = now;
  before.client.set("rdma", inGpu);
  CHECK(
      compareWith(now, reportValue(before)).failure().findings[0].message ==
      "it was measured over another kind of link: Ethernet 100 Gb/sec (4X EDR), messages in the memory of a "
      "GPU, and now Ethernet 100 Gb/sec (4X EDR)");
  before = now;
  before.results[0].test.bytes = 8;
  CHECK_FALSE(compareWith(now, reportValue(before)));
  for (const char* text : {"{}", "[]", R"({"schema": "aictl.dev/rdma-bench/v1"})",
                           R"({"schema": "aictl.dev/rdma-bench/v1", "results": [{}]})"}) {
    INFO(text);
    CHECK_FALSE(compareWith(now, *yaml::readJson(text)));
  }
}

TEST_CASE("a document has all of a report, and is read back from its text") {
  Report report{.client = machineWith("10 Gb/sec"),
                .results = {latency(20'001, 200), bandwidth(Transport::tcp, {9})}};
  report.configuration.tests = {report.results[0].test, report.results[1].test};
  const auto document = yaml::readJson(yaml::writeJson(reportValue(report), 2));
  REQUIRE(document);
  const Value& first = document->find("results")->items()[0];
  CHECK(find(first, {"latency", "minimum"})->number() == 10'000.5);
  CHECK(find(first, {"latency", "percentiles", "p90"})->number() == 10'000.5);
  CHECK(find(first, {"latency", "percentiles", "p99"})->isNull());
  CHECK(find(first, {"latency", "samples"})->integer() == 200);
  CHECK(first.find("bandwidth")->isNull());
  const auto recorded = recordedOf(*document);
  REQUIRE(recorded);
  CHECK(recorded->at(1).test == report.results[1].test);
  CHECK(recorded->at(1).figures == report.results[1].figures());
}
