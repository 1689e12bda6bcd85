#include "commands/rdma/bench_text.h"

#include "catch.h"

using namespace aictl;
using namespace aictl::rdma::bench;

TEST_CASE("what the other side says of itself does nothing to a terminal") {
  Report report;
  report.client = Value::map({{"host", Value("here")}});
  report.server =
      Value::map({{"host", Value("a\x1b[31mred\x1b]0;title\x07")}, {"kernel", Value("6.1\nclient")}});
  TestResult result;
  result.test.transport = Transport::reliable;
  result.rounds.push_back({.serverPortFaults = {{"symbol\x1b_error", 1}}});
  report.results.push_back(result);
  const std::string table = commands::benchTable(report);
  CHECK(table.find('\x1b') == std::string::npos);
  CHECK(table.find('\x07') == std::string::npos);
  CHECK(table.find("\nclient,") == std::string::npos);
}
