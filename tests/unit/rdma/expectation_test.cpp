#include "core/rdma/bench/expectation.h"

#include "catch.h"
#include "core/yaml/json.h"

using namespace aictl;
using namespace aictl::rdma::bench;

namespace {

Value machine(const std::string& device, const std::string& more = "null") {
  return *yaml::readJson(R"({"governor": )" + more + R"(, "rdma": {"port": 1, "device": )" + device + "}}");
}

Value roce(int gigabits, int mtu, const std::string& pci = "null") {
  return machine(R"({"software": false, "pci": )" + pci +
                 R"(, "ports": [{"port": 1, "linkLayer": "Ethernet", )" + R"("gigabitsPerSecond": )" +
                 std::to_string(gigabits) + R"(, "mtu": )" + std::to_string(mtu) + "}]}");
}

Report report(const Value& client, const Value& server, double gigabits) {
  TestResult result{
      .test = {Measure::bandwidth, Transport::reliable, Operation::write, Direction::oneWay, 1U << 20U}};
  result.rounds.push_back({.bytesPerSecond = gigabits * 1e9 / 8});
  return {.client = client, .server = server, .results = {result}};
}

}  // namespace

TEST_CASE("a link is expected to carry its rate without the headers of its packets") {
  const Report one = report(roce(100, 4096), roce(100, 4096), 97);
  const auto expectation = expectationOf(one, one.results[0].test);
  REQUIRE(expectation.has_value());
  CHECK(expectation->gigabits == Approx(100 * 4096.0 / 4178));
  CHECK(expectation->limit == "the link of the client, 100 Gb/s with packets of 4096 B");
}

TEST_CASE("the slower side limits, and so does a PCI slot that carries less than the link") {
  const Report slow = report(roce(100, 4096), roce(25, 1024), 20);
  CHECK(expectationOf(slow, slow.results[0].test)->limit ==
        "the link of the server, 25 Gb/s with packets of 1024 B");
  const std::string pci = R"({"generation": 3, "generationMaximum": 4, "width": 8, "widthMaximum": 16})";
  const Report slot = report(roce(100, 4096, pci), roce(100, 4096), 50);
  CHECK(expectationOf(slot, slot.results[0].test)->limit == "the PCI slot of the client, gen3 x8");
}

TEST_CASE("of software devices, of unknown rates, and of TCP nothing is expected") {
  const Value soft = machine(R"({"software": true, "ports": [{"port": 1, "gigabitsPerSecond": 10}]})");
  const Report one = report(roce(100, 4096), soft, 1);
  CHECK_FALSE(expectationOf(one, one.results[0].test).has_value());
  CHECK(judgeReach(one).empty());
  Report tcp = report(roce(100, 4096), roce(100, 4096), 30);
  tcp.results[0].test.transport = Transport::tcp;
  tcp.results[0].test.operation = Operation::send;
  CHECK_FALSE(expectationOf(tcp, tcp.results[0].test).has_value());
}

TEST_CASE("a share that is low is warned of, with what is likely to be the cause") {
  CHECK(judgeReach(report(roce(100, 4096), roce(100, 4096), 95)).at(0).severity == Severity::info);
  const Findings findings = judgeReach(report(roce(100, 1024), roce(100, 4096), 46.3));
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].severity == Severity::warning);
  CHECK(findings[0].message ==
        "rc write bandwidth, 1 MiB: 50 % of what can be had of the link of the client, 100 Gb/s with packets "
        "of 1024 B");
  CHECK(findings[0].remedy == "likely: small packets (MTU) of the client");
}

TEST_CASE("a GPU that is far from its RDMA device is named among the causes") {
  const auto with = [](const std::string& distance) {
    Value machine = roce(100, 4096);
    machine.set("rdma", *yaml::readJson(R"({"port": 1, "gpu": {"pciAddress": "0000:1a:00.0", "distance": ")" +
                                        distance + R"("}, "device": {"name": "mlx5_0", "software": false,
      "ports": [{"port": 1, "linkLayer": "Ethernet", "gigabitsPerSecond": 100, "mtu": 4096}]}})"));
    return machine;
  };
  CHECK(judgeReach(report(with("SYS"), with("PIX"), 46.3)).at(0).remedy ==
        "likely: the GPU of the client (0000:1a:00.0) and mlx5_0 are below no common PCI switch: SYS");
  CHECK(judgeReach(report(with("SYS"), with("PIX"), 96)).at(0).remedy.empty());
}

TEST_CASE(
    "the PCI link of a GPU that has the messages limits, and is named where it is less than it can be") {
  Value machine = roce(100, 4096);
  machine.set("rdma", *yaml::readJson(R"({"port": 1, "gpu": {"pciAddress": "0000:1a:00.0", "distance": "PIX",
      "link": {"address": "0000:1a:00.0", "generation": 3, "generationMaximum": 5, "width": 8, "widthMaximum": 16}},
      "device": {"name": "mlx5_0", "software": false,
      "ports": [{"port": 1, "linkLayer": "Ethernet", "gigabitsPerSecond": 100, "mtu": 4096}]}})"));
  const Report one = report(roce(100, 4096), machine, 30);
  const auto expectation = expectationOf(one, one.results[0].test);
  REQUIRE(expectation);
  CHECK(expectation->gigabits == Approx(8 * 8 * 128.0 / 130 * 256 / 282));
  CHECK(expectation->limit == "the PCI link of 0000:1a:00.0 on the way to the GPU of the server, gen3 x8");
  CHECK(
      judgeReach(one).at(0).remedy ==
      "likely: the PCI link of 0000:1a:00.0 on the way to the GPU of the server is slower than its device's");
}

TEST_CASE("lost packets and faults of a port come first among the causes") {
  Report low = report(roce(100, 1024), roce(100, 4096), 46.3);
  low.results[0].rounds[0].retransmissions = 12;
  low.results[0].rounds[0].clientPortFaults = {{"packet_seq_err", 12}};
  CHECK(judgeReach(low).at(0).remedy ==
        "likely: lost packets, sent again 12 times; faults at the port of the client (packet_seq_err 12); "
        "small "
        "packets (MTU) of the client");
}

TEST_CASE("both ways twice as much is expected") {
  Report both = report(roce(100, 4096), roce(100, 4096), 190);
  both.results[0].test.direction = Direction::bothWays;
  CHECK(judgeReach(both).at(0).message.find("97 % of what") != std::string::npos);
}
