#include "core/rdma/bench/configuration.h"

#include <limits>

#include "catch.h"
#include "core/rdma/bench/ability.h"
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
  configuration.tests[0].operation = Operation::writeImmediate;
  configuration.waiting = Waiting::events;
  configuration.marking = Marking::beside;
  configuration.connections = 4;
  configuration.postList = 16;
  configuration.trafficClass = 104;
  configuration.serviceLevel = 3;
  const auto value = yaml::readJson(yaml::writeJson(configurationValue(configuration)));
  const auto read = configurationOf(*value);
  REQUIRE(read);
  CHECK(read->tests == configuration.tests);
  CHECK(read->iterations == 1000);
  CHECK(read->seconds == 0.25);
  CHECK(read->rounds == configuration.rounds);
  CHECK(read->depth == configuration.depth);
  CHECK(read->connections == 4);
  CHECK(read->postList == 16);
  CHECK(read->silenceSeconds == configuration.silenceSeconds);
  CHECK(read->waiting == Waiting::events);
  CHECK(read->marking == Marking::beside);
  CHECK(read->trafficClass == 104);
  CHECK(read->serviceLevel == 3);
}

TEST_CASE("rdma_cm connects rc alone, and chooses the service level itself") {
  Configuration configuration = good();
  configuration.connecting = Connecting::rdmaCm;
  configuration.tests = {{Measure::latency, Transport::reliable, Operation::read, Direction::oneWay, 8},
                         {Measure::latency, Transport::tcp, Operation::send, Direction::oneWay, 8}};
  const auto read = configurationOf(configurationValue(configuration));
  REQUIRE(read);
  CHECK(read->connecting == Connecting::rdmaCm);
  configuration.serviceLevel = 3;
  CHECK(complaint(configuration) == "rdma_cm chooses the service level itself");
  configuration.serviceLevel = 0;
  configuration.tests[0] = {Measure::latency, Transport::datagram, Operation::send, Direction::oneWay, 8};
  CHECK(complaint(configuration) == "ud is not connected by rdma_cm here");
}

TEST_CASE("numbers out of their bounds are refused, each in words") {
  Configuration configuration = good();
  configuration.rounds = 0;
  CHECK(complaint(configuration) == "the number of rounds has to be from 1 to 1000, not 0");
  configuration = good();
  configuration.depth = 8193;
  CHECK(complaint(configuration) == "the depth has to be from 1 to 8192, not 8193");
  configuration = good();
  configuration.connections = 33;
  CHECK(complaint(configuration) == "the number of connections has to be from 1 to 32, not 33");
  configuration = good();
  configuration.postList = 257;
  CHECK(complaint(configuration) == "the length of post lists has to be from 1 to 256, not 257");
  configuration = good();
  configuration.seconds = std::numeric_limits<double>::quiet_NaN();
  CHECK(complaint(configuration) == "the duration has to be from 0.001 to 3600 s, not nan");
  configuration = good();
  configuration.tests[0].bytes = 0;
  CHECK(complaint(configuration) == "a message has to be from 1 B to 64 MiB, not 0 B");
  configuration = good();
  configuration.trafficClass = 256;
  CHECK(complaint(configuration) == "the traffic class has to be from 0 to 255, not 256");
  configuration = good();
  configuration.serviceLevel = 16;
  CHECK(complaint(configuration) == "the service level has to be from 0 to 15, not 16");
  configuration = good();
  configuration.tests.clear();
  CHECK(complaint(configuration) == "the number of tests has to be from 1 to 1000, not 0");
}

TEST_CASE("a test that its transport does not have is refused") {
  Configuration configuration = good();
  configuration.tests = {{Measure::latency, Transport::tcp, Operation::read, Direction::oneWay, 8}};
  CHECK(complaint(configuration) == "tcp has no read");
  configuration.tests = {{Measure::latency, Transport::datagram, Operation::write, Direction::oneWay, 8}};
  CHECK(complaint(configuration) == "ud has no write");
  configuration.tests = {{Measure::latency, Transport::unreliable, Operation::read, Direction::oneWay, 8}};
  CHECK(complaint(configuration) == "uc has no read");
  configuration.tests = {{Measure::bandwidth, Transport::unreliable, Operation::write, Direction::oneWay, 8}};
  CHECK(complaint(configuration) ==
        "uc write has no bandwidth test: nobody is told how much of it has arrived");
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
                                                  {"waiting", Value("sleeping")},
                                                  {"trafficClass", Value()},
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
  configuration.connections = 4;
  CHECK(depth(1U << 20U) == 16);
}

TEST_CASE("a post list is of one message of a latency, and of a bandwidth no longer than the depth") {
  Configuration configuration = good();
  configuration.postList = 16;
  CHECK(postListOf(configuration, configuration.tests[0]) == 1);
  Test test{Measure::bandwidth, Transport::reliable, Operation::write, Direction::oneWay, 64};
  CHECK(postListOf(configuration, test) == 16);
  configuration.depth = 8;
  CHECK(postListOf(configuration, test) == 8);
  test.transport = Transport::datagram;  // of eight that its receiver lets come, four at once
  test.operation = Operation::send;
  CHECK(postListOf(configuration, test) == 4);
}

TEST_CASE("what the other side's program answers is halved, what its device answers is not") {
  for (const Operation operation : {Operation::send, Operation::write, Operation::writeImmediate})
    CHECK(isHalved(operation));
  for (const Operation operation : {Operation::read, Operation::fetchAdd, Operation::compareSwap})
    CHECK_FALSE(isHalved(operation));
}

TEST_CASE("a device that lacks an operation, or room for a message, is told in words") {
  ibv_device_attr limits{};
  ibv_port_attr port{};
  port.active_mtu = IBV_MTU_1024;
  port.max_msg_sz = 1U << 20U;
  const auto refusal = [&](const Test& test) -> std::string {
    try {
      checkAbility(test, {"mlx5_0", limits, port});
    } catch (const Failure& failure) {
      return failure.findings.at(0).message;
    }
    return {};
  };
  const auto rc = [](Operation operation, std::uint64_t bytes) {
    return Test{Measure::latency, Transport::reliable, operation, Direction::oneWay, bytes};
  };
  CHECK(refusal(rc(Operation::write, 1U << 20U)).empty());
  CHECK(refusal(rc(Operation::write, 2U << 20U)) ==
        "a message of 2 MiB is larger than the device's largest message of 1 MiB");
  CHECK(refusal({Measure::latency, Transport::datagram, Operation::send, Direction::oneWay, 1025}) ==
        "a message of 1025 B is larger than the MTU, which a datagram has to fit into: 1 KiB");
  CHECK(refusal(rc(Operation::read, 8)) == "mlx5_0 cannot do read: it has no room for reads and atomics");
  limits.max_qp_rd_atom = limits.max_qp_init_rd_atom = 16;
  CHECK(refusal(rc(Operation::read, 8)).empty());
  CHECK(refusal(rc(Operation::fetchAdd, 8)) == "mlx5_0 cannot do fetch-add: it has no atomic operations");
  limits.atomic_cap = IBV_ATOMIC_HCA;
  CHECK(refusal(rc(Operation::fetchAdd, 8)).empty());
}

TEST_CASE("sizes are said in the largest unit that is whole") {
  CHECK(sizeText(8) == "8 B");
  CHECK(sizeText(1500) == "1500 B");
  CHECK(sizeText(65536) == "64 KiB");
  CHECK(sizeText(8U << 20U) == "8 MiB");
  CHECK(text({Measure::bandwidth, Transport::reliable, Operation::write, Direction::bothWays, 1024}) ==
        "rc write bandwidth both ways, 1 KiB");
}
