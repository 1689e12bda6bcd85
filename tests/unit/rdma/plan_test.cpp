#include "core/rdma/bench/plan.h"

#include "catch.h"

using namespace aictl;
using namespace aictl::rdma::bench;

namespace {

std::vector<std::string> tests(const Wish& wish, const Common& common) {
  Findings notes;
  const auto configuration = planFor(wish, common, notes);
  REQUIRE(configuration);
  std::vector<std::string> texts;
  for (const Test& test : configuration->tests) texts.push_back(text(test));
  return texts;
}

using Texts = std::vector<std::string>;
const Common rdmaToo{
    .transports = {Transport::reliable, Transport::unreliable, Transport::datagram, Transport::tcp}};

}  // namespace

TEST_CASE("without a wish latency and bandwidth are measured, of RDMA writes and of TCP beside them") {
  CHECK(tests({}, rdmaToo) == Texts{"rc write latency, 8 B", "tcp send latency, 8 B",
                                    "rc write bandwidth, 64 KiB", "tcp send bandwidth, 64 KiB"});
}

TEST_CASE(
    "with messages in the memory of a GPU the latency is that of write-imm, and of a write it is refused") {
  Common common = rdmaToo;
  common.marking = Marking::beside;
  CHECK(tests({}, common) == Texts{"rc write-imm latency, 8 B", "tcp send latency, 8 B",
                                   "rc write bandwidth, 64 KiB", "tcp send bandwidth, 64 KiB"});
  Findings notes;
  CHECK(planFor({}, common, notes)->marking == Marking::beside);
  const Wish write{.operations = {Operation::write}, .measures = {Measure::latency}};
  const Finding refusal = planFor(write, common, notes).failure().findings.at(0);
  CHECK(refusal.message ==
        "a write is seen in memory alone, and a program does not look into that of a GPU, so its latency "
        "cannot be measured there");
  CHECK(refusal.remedy.starts_with("measure --operation write-imm"));
}

TEST_CASE("without an RDMA device TCP is measured, and a note says that no figure is one of RDMA") {
  Findings notes;
  const auto configuration = planFor({}, {.transports = {Transport::tcp, Transport::sharedMemory}}, notes);
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

TEST_CASE("of what may be lost only a bandwidth is measured that the receiver is told of") {
  CHECK(tests({.transports = {Transport::datagram, Transport::unreliable}}, rdmaToo) ==
        Texts{"ud send latency, 8 B", "uc write latency, 8 B", "ud send bandwidth, 1 KiB",
              "uc send bandwidth, 64 KiB"});
  Findings notes;
  Wish writes{.transports = {Transport::unreliable}, .operations = {Operation::write}};
  const auto latency = planFor(writes, rdmaToo, notes);
  REQUIRE(latency);
  CHECK(latency->tests.size() == 1);
  const std::string untold = "uc write has no bandwidth test: nobody is told how much of it has arrived";
  CHECK(notes.at(0).message == untold);
  CHECK(notes.at(0).severity == Severity::info);
  writes.measures = {Measure::bandwidth};
  CHECK(planFor(writes, rdmaToo, notes).failure().findings.at(0).message == untold);
}

TEST_CASE("a transport is measured with those of the operations that it has, and a note names the others") {
  const Wish wish{.transports = {Transport::unreliable, Transport::datagram},
                  .operations = {Operation::read, Operation::writeImmediate, Operation::send},
                  .measures = {Measure::latency}};
  CHECK(tests(wish, rdmaToo) ==
        Texts{"uc write-imm latency, 8 B", "uc send latency, 8 B", "ud send latency, 8 B"});
  Findings notes;
  REQUIRE(planFor(wish, rdmaToo, notes));
  REQUIRE(notes.size() == 2);
  CHECK(notes[0].message == "uc has no read");
  CHECK(notes[1].message == "ud has no read, write-imm");
  CHECK(notes[1].severity == Severity::info);
}

TEST_CASE("a transport that has nothing of what was asked for is a failure; beside RDMA it sends") {
  Findings notes;
  for (const auto& [transport, message] : std::vector<std::pair<Transport, std::string>>{
           {Transport::unreliable, "uc has no fetch-add"}, {Transport::tcp, "tcp has no fetch-add"}}) {
    const Wish wish{.transports = {Transport::reliable, transport}, .operations = {Operation::fetchAdd}};
    const auto plan = planFor(wish, rdmaToo, notes);
    REQUIRE_FALSE(plan);
    CHECK(plan.failure().code == ExitCode::badInput);
    CHECK(plan.failure().findings.at(0).message == message);
  }
  CHECK(tests({.operations = {Operation::fetchAdd}, .measures = {Measure::latency}}, rdmaToo) ==
        Texts{"rc fetch-add latency, 8 B", "tcp send latency, 8 B"});
}

TEST_CASE("atomics are of 8 bytes whatever is measured, and refused with another size") {
  CHECK(tests({.transports = {Transport::reliable}, .operations = {Operation::compareSwap}}, rdmaToo) ==
        Texts{"rc compare-swap latency, 8 B", "rc compare-swap bandwidth, 8 B"});
  Findings notes;
  const Wish large{
      .transports = {Transport::reliable}, .operations = {Operation::compareSwap}, .sizes = {64}};
  CHECK(planFor(large, rdmaToo, notes).failure().findings.at(0).message ==
        "compare-swap is of 8 B, not of 64 B");
}

TEST_CASE("with events messages are sent, as nobody is told of a write") {
  Wish wish{.transports = {Transport::reliable}};
  wish.settings.waiting = Waiting::events;
  CHECK(tests(wish, rdmaToo) == Texts{"rc send latency, 8 B", "rc send bandwidth, 64 KiB"});
  wish.operations = {Operation::write};
  Findings notes;
  CHECK(planFor(wish, rdmaToo, notes).failure().findings.at(0).message ==
        "the other side is not told of a write, so its latency has no event to wait for");
  wish.measures = {Measure::bandwidth};
  CHECK(planFor(wish, rdmaToo, notes));
}

TEST_CASE("a transport that is asked for and not on both sides is a failure") {
  Findings notes;
  const auto missing =
      planFor({.transports = {Transport::reliable}}, {.transports = {Transport::tcp}}, notes);
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
