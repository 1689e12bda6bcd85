#include "core/fleet/matrix_baseline.h"

#include "catch.h"
#include "core/fleet/matrix_value.h"
#include "core/yaml/json.h"

using namespace aictl;
using namespace aictl::fleet;
using rdma::bench::Test;

namespace {

const Test bandwidth{.measure = rdma::bench::Measure::bandwidth, .bytes = 65536};

/// Three nodes; the pairs by the figure of their rounds, in Gb/s.
PairsReport reportOf(const std::vector<std::vector<double>>& gigabits,
                     const std::string& rate = "100 Gb/sec (4X EDR)") {
  PairsReport report;
  for (const char* name : {"node-a", "node-b", "node-c"}) {
    report.nodes.push_back(
        {.name = name,
         .machine = *yaml::readJson(
             R"({"rdma": {"port": 1, "device": {"ports": [{"port": 1, "linkLayer": "Ethernet", "rate": ")" +
             rate + R"("}]}}})")});
  }
  const std::vector<Pair> pairs{{0, 1}, {0, 2}, {1, 2}};
  for (std::size_t i = 0; i < gigabits.size(); ++i) {
    std::vector<double> bytes;
    for (const double figure : gigabits[i]) bytes.push_back(figure * 1e9 / 8);
    report.pairs.push_back({.nodes = pairs[i], .results = {{bandwidth, bytes}}});
  }
  return report;
}

Value documentOf(const PairsReport& report) { return pairsValue({}, report, matricesOf(report), {}); }

Result<Findings> compared(const PairsReport& now, const Value& earlier) {
  REQUIRE(baselineFaults(earlier).empty());
  return compareWith(now, matricesOf(now), earlier);
}

}  // namespace

TEST_CASE(
    "a pair that became worse than in an earlier run is named with both figures, and the others counted") {
  const Value earlier = documentOf(reportOf({{90, 91, 92}, {90, 91, 92}, {90, 91, 92}}));
  const auto findings = compared(reportOf({{90, 91, 92}, {70, 71, 72}, {95, 96, 97}}), earlier);
  REQUIRE(findings);
  REQUIRE(findings->size() == 3);
  CHECK((*findings)[0].severity == Severity::error);
  CHECK((*findings)[0].rule == "regression");
  CHECK((*findings)[0].entry == "node-a → node-c");
  CHECK((*findings)[0].message ==
        "tcp send bandwidth, 64 KiB: 71 Gb/s, was 91 Gb/s: worse, beyond the noise of 2 Gb/s");
  CHECK((*findings)[1].rule == "improvement");
  CHECK((*findings)[1].entry == "node-b → node-c");
  CHECK((*findings)[2].message == "1 of 3 figures of pairs are as they were, within their noise");
}

TEST_CASE("a pair is the same whichever of its nodes was the client") {
  Value earlier = documentOf(reportOf({{90, 91, 92}}));
  Value pair = Value::map({{"client", Value("node-b")},
                           {"server", Value("node-a")},
                           {"rounds", Value::list({Value(1e9), Value(1e9), Value(1e9)})}});
  earlier.at("tests").at(0).set("pairs", Value::list({pair}));
  const auto findings = compared(reportOf({{90, 91, 92}}), earlier);
  REQUIRE(findings);
  CHECK(findings->front().rule == "improvement");
}

TEST_CASE("pairs with too few rounds to know the noise are told, and are no regression") {
  const Value earlier = documentOf(reportOf({{90, 91}}));
  const auto findings = compared(reportOf({{50, 51}}), earlier);
  CHECK(findings->front().rule == "no-noise");
  CHECK_FALSE(hasErrors(*findings));
}

TEST_CASE("an earlier run over another kind of link, of other pairs, or of another form is refused") {
  const PairsReport now = reportOf({{90, 91, 92}});
  const auto other = compared(now, documentOf(reportOf({{9, 9, 9}}, "10 Gb/sec (1X QDR)")));
  CHECK(
      other.failure().findings.at(0).message ==
      "node-a: it was measured over another kind of link: Ethernet 10 Gb/sec (1X QDR), and now Ethernet 100 "
      "Gb/sec (4X EDR)");
  Value elsewhere = documentOf(now);
  elsewhere.at("tests").at(0).at("pairs").at(0).set("client", Value("node-x"));
  CHECK(compared(now, elsewhere).failure().findings.at(0).message == "it has none of the pairs of this run");
  for (const char* text : {"{}", "[]", R"({"schema": "aictl.dev/rdma-bench-nodes/v1"})",
                           R"({"schema": "aictl.dev/rdma-bench-nodes/v1", "tests": [{}]})"}) {
    INFO(text);
    CHECK(baselineFaults(*yaml::readJson(text)).size() == 1);
  }
}
