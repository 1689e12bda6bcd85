#include "core/rdma/bench/configuration.h"

#include <limits>

#include "catch.h"
#include "core/yaml/json.h"

using namespace aictl;
using namespace aictl::rdma::bench;

namespace {

Configuration good() {
  Configuration configuration;
  configuration.tests = {{Measure::latency, Transport::reliable, Operation::write, Direction::oneWay, 8},
                         {Measure::bandwidth, Transport::tcp, Operation::send, Direction::bothWays, 65536}};
  return configuration;
}

/// The one complaint about a configuration.
std::string complaint(const Configuration& configuration) {
  const Findings findings = check(configuration);
  REQUIRE(findings.size() == 1);
  return findings[0].message;
}

}  // namespace

TEST_CASE("a configuration arrives at the other side as it was") {
  Configuration configuration = good();
  configuration.iterations = 1000;
  configuration.seconds = 0.25;
  const auto value = yaml::readJson(yaml::writeJson(configurationValue(configuration)));
  const auto read = configurationOf(*value);
  REQUIRE(read);
  CHECK(read->tests == configuration.tests);
  CHECK(read->iterations == 1000);
  CHECK(read->seconds == 0.25);
  CHECK(read->rounds == configuration.rounds);
  CHECK(read->depth == configuration.depth);
  CHECK(read->silenceSeconds == configuration.silenceSeconds);
}

TEST_CASE("numbers out of their bounds are refused, each in words") {
  Configuration configuration = good();
  configuration.rounds = 0;
  CHECK(complaint(configuration) == "the number of rounds has to be from 1 to 1000, not 0");
  configuration = good();
  configuration.depth = 8193;
  CHECK(complaint(configuration) == "the depth has to be from 1 to 8192, not 8193");
  configuration = good();
  configuration.seconds = std::numeric_limits<double>::quiet_NaN();
  CHECK(complaint(configuration) == "the duration has to be from 0.001 to 3600 s, not nan");
  configuration = good();
  configuration.tests[0].bytes = 0;
  CHECK(complaint(configuration) == "a message has to be from 1 B to 64 MiB, not 0 B");
  configuration = good();
  configuration.tests.clear();
  CHECK(complaint(configuration) == "the number of tests has to be from 1 to 1000, not 0");
}

TEST_CASE("a test that its transport does not have is refused") {
  Configuration configuration = good();
  configuration.tests = {{Measure::latency, Transport::tcp, Operation::read, Direction::oneWay, 8}};
  CHECK(complaint(configuration) == "tcp has no read");
  configuration.tests = {{Measure::latency, Transport::tcp, Operation::send, Direction::bothWays, 8}};
  CHECK(complaint(configuration) == "a latency has no direction");
}

TEST_CASE("what comes from the other side in another form is refused") {
  const Value value = configurationValue(good());
  for (const auto& [key, wrong] :
       std::vector<std::pair<std::string, Value>>{{"rounds", Value(-1)},
                                                  {"rounds", Value("5")},
                                                  {"rounds", Value(1.5)},
                                                  {"iterations", Value()},
                                                  {"seconds", Value("long")},
                                                  {"depth", Value(INT64_MAX)},
                                                  {"tests", Value("all")},
                                                  {"tests", Value::list({Value(1)})}}) {
    INFO(key);
    Value changed = value;
    changed.set(Value(key), wrong);
    const auto read = configurationOf(changed);
    REQUIRE_FALSE(read);
    CHECK_FALSE(read.failure().findings.empty());
  }
  CHECK_FALSE(configurationOf(Value()));
  CHECK_FALSE(configurationOf(Value::list()));
}

TEST_CASE("the depth is one of a latency, and of a bandwidth no more than 64 MiB hold, but two") {
  Configuration configuration = good();
  const auto depth = [&](std::uint64_t bytes) {
    return depthOf(configuration,
                   {Measure::bandwidth, Transport::tcp, Operation::send, Direction::oneWay, bytes});
  };
  CHECK(depthOf(configuration, configuration.tests[0]) == 1);
  CHECK(depth(64) == 128);
  CHECK(depth(1U << 20U) == 64);
  CHECK(depth(largestMessage) == 2);
}

TEST_CASE("sizes are said in the largest unit that is whole") {
  CHECK(sizeText(8) == "8 B");
  CHECK(sizeText(1500) == "1500 B");
  CHECK(sizeText(65536) == "64 KiB");
  CHECK(sizeText(8U << 20U) == "8 MiB");
  CHECK(text({Measure::bandwidth, Transport::reliable, Operation::write, Direction::bothWays, 1024}) ==
        "rc write bandwidth both ways, 1 KiB");
}
