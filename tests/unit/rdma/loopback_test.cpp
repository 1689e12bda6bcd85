#include "core/rdma/bench/loopback.h"

#include "bench.h"
#include "catch.h"

using namespace bench_test;

namespace {

Report measured(const Configuration& configuration) {
  auto report = measureLoopback(request(configuration), side(), side(), Value::map());
  if (!report) FAIL(report.failure().findings.at(0).message);
  return *std::move(report);
}

}  // namespace

TEST_CASE("a latency has a sample for each iteration of each round, over TCP and over shared memory") {
  for (const Transport transport : {Transport::tcp, Transport::sharedMemory}) {
    INFO(name(transport));
    const Report report = measured(quick({latency(transport, 8)}));
    REQUIRE(report.results.size() == 1);
    const TestResult& result = report.results[0];
    CHECK(result.samples.count() == 600);
    CHECK(result.rounds.size() == 3);
    CHECK(result.isHalved());
    const auto summary = result.latency();
    CHECK(summary.minimum > 0);
    CHECK(summary.minimum <= summary.mean);
    CHECK(summary.maximum >= summary.at("p50"));
    for (const RoundResult& round : result.rounds) CHECK(round.isIntact);
  }
}

TEST_CASE("a bandwidth has as many messages as were asked for, and what they come to in a second") {
  for (const Transport transport : {Transport::tcp, Transport::sharedMemory}) {
    INFO(name(transport));
    const Report report = measured(quick({bandwidth(transport, Direction::oneWay, 4096)}));
    for (const RoundResult& round : report.results.at(0).rounds) {
      CHECK(round.messages == 200);
      CHECK(round.bytesPerSecond == Approx(round.messagesPerSecond * 4096));
      CHECK(round.messagesPerSecond * round.seconds == Approx(200));
      CHECK(round.isIntact);
    }
  }
}

TEST_CASE("both ways both sides send, and the sum is told") {
  for (const Transport transport : {Transport::tcp, Transport::sharedMemory}) {
    INFO(name(transport));
    const Report report = measured(quick({bandwidth(transport, Direction::bothWays, 1024)}));
    for (const RoundResult& round : report.results.at(0).rounds) CHECK(round.messages == 400);
  }
}

TEST_CASE("connections send at once, and their messages count over the time that all of them took") {
  Configuration configuration =
      quick({bandwidth(Transport::tcp, Direction::oneWay, 1024),
             bandwidth(Transport::sharedMemory, Direction::bothWays, 64), latency(Transport::tcp, 8)});
  configuration.connections = 3;
  const Report report = measured(configuration);
  for (const auto& [test, messages] : {std::pair(0U, 600U), std::pair(1U, 1200U), std::pair(2U, 200U)}) {
    for (const RoundResult& round : report.results.at(test).rounds) {
      CHECK(round.messages == messages);
      CHECK(round.isIntact);
    }
  }
  for (const RoundResult& round : report.results.at(0).rounds)
    CHECK(round.messagesPerSecond * round.seconds == Approx(600));
}

TEST_CASE("a duration ends a round in its time") {
  Configuration configuration =
      quick({latency(Transport::tcp, 8), bandwidth(Transport::tcp, Direction::oneWay, 64)});
  configuration.iterations = 0;
  configuration.seconds = 0.05;
  configuration.rounds = 1;
  const Report report = measured(configuration);
  for (const TestResult& result : report.results) {
    CHECK(result.rounds.at(0).seconds >= 0.05);
    CHECK(result.rounds.at(0).seconds < 2);
  }
}

TEST_CASE("messages of one byte and of some megabytes go through whole") {
  Configuration configuration = quick({});
  for (const Transport transport : {Transport::tcp, Transport::sharedMemory}) {
    for (const std::uint64_t bytes : {std::uint64_t{1}, std::uint64_t{3} << 20U}) {
      configuration.tests.push_back(latency(transport, bytes));
      configuration.tests.push_back(bandwidth(transport, Direction::oneWay, bytes));
    }
  }
  configuration.iterations = 5;
  configuration.rounds = 1;
  const Report report = measured(configuration);
  CHECK(report.results.size() == 8);
  for (const TestResult& result : report.results) {
    INFO(text(result.test));
    CHECK(result.rounds.at(0).isIntact);
  }
}

TEST_CASE("what the ports of both sides counted meanwhile is told for each round, of faults alone") {
  const auto counting = [](const char* name) {
    Side one = side();
    one.portCounters = [name, looks = std::make_shared<std::int64_t>(0)] {
      ++*looks;
      return Counters{{"port_xmit_data", 1000 * *looks}, {name, *looks}};
    };
    return one;
  };
  const auto report = measureLoopback(request(quick({latency(Transport::tcp, 8)})), counting("symbol_error"),
                                      counting("out_of_sequence"), Value::map());
  REQUIRE(report);
  for (const RoundResult& round : report->results.at(0).rounds) {
    CHECK(round.clientPortFaults == Counters{{"symbol_error", 1}});
    CHECK(round.serverPortFaults == Counters{{"out_of_sequence", 1}});
  }
  CHECK(report->portFaults(End::client) == Counters{{"symbol_error", 3}});
  CHECK(report->portFaults(End::server) == Counters{{"out_of_sequence", 3}});
}

TEST_CASE("the server's refusal of a test reaches the client") {
  const Test rdma{Measure::latency, Transport::reliable, Operation::write, Direction::oneWay, 8};
  const auto report = measureLoopback(request(quick({rdma})), side(), side(), Value::map());
  REQUIRE_FALSE(report);
  CHECK(report.failure().code == ExitCode::notHere);
  CHECK(report.failure().findings.at(0).message == "the other side: rc cannot be measured with this machine");
}

TEST_CASE("a client that is to stop ends at once") {
  std::atomic<bool> stop{false};
  Configuration configuration = quick({latency(Transport::tcp, 8)});
  configuration.iterations = 0;
  configuration.seconds = 60;
  Request asked = request(configuration);
  asked.progress = [&](std::uint64_t, const Test&) { stop = true; };
  const auto report = measureLoopback(asked, {.stop = stop}, side(), Value::map());
  REQUIRE_FALSE(report);
  CHECK(report.failure().code == ExitCode::interrupted);
}
