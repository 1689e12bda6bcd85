#include "core/rdma/bench/plan.h"

#include "catch.h"

using namespace aictl;
using namespace aictl::rdma::bench;

namespace {

std::vector<std::string> tests(const Wish& wish, const std::vector<Transport>& common) {
  Findings notes;
  const auto configuration = planFor(wish, common, notes);
  REQUIRE(configuration);
  std::vector<std::string> texts;
  for (const Test& test : configuration->tests) texts.push_back(text(test));
  return texts;
}

using Texts = std::vector<std::string>;
const std::vector<Transport> rdmaToo{Transport::reliable, Transport::datagram, Transport::tcp};

}  // namespace

TEST_CASE("without a wish latency and bandwidth are measured, of RDMA writes and of TCP beside them") {
  CHECK(tests({}, rdmaToo) == Texts{"rc write latency, 8 B", "tcp send latency, 8 B",
                                    "rc write bandwidth, 64 KiB", "tcp send bandwidth, 64 KiB"});
}

TEST_CASE("without an RDMA device TCP is measured, and a note says that no figure is one of RDMA") {
  Findings notes;
  const auto configuration = planFor({}, {Transport::tcp, Transport::sharedMemory}, notes);
  REQUIRE(configuration);
  CHECK(configuration->tests.size() == 4);
  REQUIRE(notes.size() == 1);
  CHECK(notes[0].rule == "no-rdma");
  CHECK(notes[0].severity == Severity::warning);
}

TEST_CASE("what is asked for is measured, sizes and operations of each") {
  const Wish wish{.transports = {Transport::reliable},
                  .operations = {Operation::read, Operation::send},
                  .measures = {Measure::latency},
                  .sizes = {8, 64}};
  CHECK(tests(wish, rdmaToo) == Texts{"rc read latency, 8 B", "rc read latency, 64 B", "rc send latency, 8 B",
                                      "rc send latency, 64 B"});
}

TEST_CASE("both ways is for bandwidth alone") {
  const Wish wish{.transports = {Transport::tcp}, .direction = Direction::bothWays};
  CHECK(tests(wish, rdmaToo) == Texts{"tcp send latency, 8 B", "tcp send bandwidth both ways, 64 KiB"});
}

TEST_CASE("datagrams have latencies alone") {
  CHECK(tests({.transports = {Transport::datagram}}, rdmaToo) == Texts{"ud send latency, 8 B"});
}

TEST_CASE("a transport that is asked for and not on both sides is a failure") {
  Findings notes;
  const auto missing = planFor({.transports = {Transport::reliable}}, {Transport::tcp}, notes);
  REQUIRE_FALSE(missing);
  CHECK(missing.failure().code == ExitCode::notHere);
  const auto apart = planFor({.transports = {Transport::sharedMemory}}, rdmaToo, notes);
  REQUIRE_FALSE(apart);
  CHECK(apart.failure().code == ExitCode::badInput);
}

TEST_CASE("settings out of their bounds are refused before anything is sent") {
  Findings notes;
  Wish wish;
  wish.settings.rounds = 0;
  CHECK_FALSE(planFor(wish, rdmaToo, notes));
}

TEST_CASE("a sweep goes from 2 B to 8 MiB by powers of two") {
  const auto sizes = sweep();
  CHECK(sizes.size() == 23);
  CHECK(sizes.front() == 2);
  CHECK(sizes.back() == 8U << 20U);
}
