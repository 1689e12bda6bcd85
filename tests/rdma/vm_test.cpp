// Real verbs on a real kernel: what `guest.sh` did in a virtual machine with two soft-RoCE devices.

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <utility>

#include "catch.h"
#include "core/base/file.h"
#include "core/base/value.h"
#include "core/schema/schema.h"
#include "core/yaml/json.h"
#include "shell/fixture/program.h"
#include "temporary_folder.h"

using namespace aictl;

namespace {

namespace fs = std::filesystem;

/// The machine is started once for all cases.
class Guest {
 public:
  Guest() {
    folder_.write("out/empty", "");
    fs::copy(AICTL_BINARY, folder_.path("aictl"));
    fs::copy(AICTL_SOURCE "/tests/rdma/guest.sh", folder_.path("guest.sh"));
    fs::create_directories(folder_.path("lib"));
    for (const std::string library : {AICTL_LIBRARIES}) {
      if (!library.empty())
        fs::copy(fs::canonical(library), folder_.path("lib/" + fs::path(library).filename().string()));
    }
    fs::create_directories(folder_.path("cuda"));
    fs::copy(AICTL_CUDA, folder_.path("cuda/libcuda.so.1"));
    test::Process machine({.words = {AICTL_SHARED "/rdma-vm/rdma-vm", "run", "--share", folder_.path(),
                                     "--timeout", "900", "--", "bash", "./guest.sh"},
                           .folder = folder_.path(),
                           .environment = {{"PATH", std::getenv("PATH")}, {"HOME", std::getenv("HOME")}}});
    const auto end = machine.wait(std::chrono::seconds(1000));
    INFO(end.err);
    REQUIRE(end.code == 0);
  }

  int code(const std::string& name) const { return std::atoi(folder_.read("out/" + name + ".code").c_str()); }
  std::string text(const std::string& file) const { return folder_.read("out/" + file); }
  std::string error(const std::string& name) const { return folder_.read("out/" + name + ".err"); }
  Value output(const std::string& name) const {
    const auto value = yaml::readJson(folder_.read("out/" + name + ".out"));
    INFO(error(name));
    REQUIRE(value);
    return *value;
  }

 private:
  TemporaryFolder folder_;
};

const Guest& guest() {
  // What could not be started is not tried again for each case.
  static bool isTried = false;
  static std::unique_ptr<Guest> one;
  if (!std::exchange(isTried, true)) one = std::make_unique<Guest>();
  if (!one) FAIL("the machine did not come up");
  return *one;
}

/// Every test of a run has its rounds, with bytes that arrived as they were sent.
void checkComplete(const Value& report, std::size_t tests, std::size_t rounds) {
  const Value results = *report.find("results");
  CHECK(results.size() == tests);
  for (const Value& result : results.items()) {
    INFO(findString(result, {"transport"})
         << " " << findString(result, {"operation"}) << " " << findString(result, {"measure"}));
    CHECK(result.find("figure")->number() > 0);
    CHECK(result.find("rounds")->size() == rounds);
    for (const Value& round : result.find("rounds")->items()) CHECK(round.find("intact")->boolean());
  }
}

}  // namespace

TEST_CASE("soft-RoCE devices are listed with their port and the GID of their IPv4 address") {
  CHECK(guest().code("list") == 0);
  const Value devices = *guest().output("list").find("devices");
  REQUIRE(devices.size() == 2);
  CHECK(findString(devices[0], {"name"}) == "rxe0");
  CHECK(devices[0].find("software")->boolean());
  const Value port = devices[0].find("ports")->items()[0];
  CHECK(findString(port, {"state"}) == "ACTIVE");
  CHECK(findString(port, {"netdev"}) == "eth0");
  CHECK(port.find("mtu")->integer() == 4096);
  CHECK(port.find("gid")->integer() == 1);
  CHECK(findString(port.find("gids")->items()[1], {"address"}) == "192.0.2.1");
}

TEST_CASE("every operation of every transport is measured, and its bytes arrive whole") {
  INFO(guest().error("all"));
  CHECK(guest().code("all") == 0);
  const Value report = guest().output("all");
  // Latency: rc × 4, uc × 3, ud, tcp; bandwidth: rc × 4, uc × 2, ud, tcp; of two sizes each.
  checkComplete(report, 34, 2);
  CHECK(findString(report, {"client", "rdma", "device", "name"}) == "rxe0");
  CHECK(findString(report, {"server", "rdma", "device", "name"}) == "rxe1");
}

TEST_CASE("atomics count in the other side's memory, each exactly once") {
  INFO(guest().error("atomics"));
  CHECK(guest().code("atomics") == 0);
  const Value report = guest().output("atomics");
  checkComplete(report, 4, 2);
  CHECK(findString(report.find("results")->items()[0], {"latency", "kind"}) == "whole round trip");
}

TEST_CASE("both ways both sides send") {
  for (const auto& [name, tests] : {std::pair("both", 4U), std::pair("atomics-both", 2U)}) {
    INFO(guest().error(name));
    CHECK(guest().code(name) == 0);
    const Value report = guest().output(name);
    checkComplete(report, tests, 2);
    for (const Value& result : report.find("results")->items())
      CHECK(result.find("rounds")->items()[0].find("messages")->integer() == 40);
  }
}

TEST_CASE("several queue pairs send at once") {
  INFO(guest().error("connections"));
  CHECK(guest().code("connections") == 0);
  const Value report = guest().output("connections");
  checkComplete(report, 3, 2);
  for (const Value& result : report.find("results")->items())
    CHECK(result.find("rounds")->items()[0].find("messages")->integer() == 120);
}

TEST_CASE("a device file that is not here is named, with what brings it") {
  for (const std::string file : {"uverbs0", "rdma_cm"}) {
    CHECK(guest().code("no-" + file) == 5);
    CHECK(guest().error("no-" + file).find("/dev/infiniband/" + file + " is not here; in a pod, ask for") !=
          std::string::npos);
  }
}

TEST_CASE("with events both sides sleep until their device tells") {
  INFO(guest().error("events"));
  CHECK(guest().code("events") == 0);
  const Value report = guest().output("events");
  // Latency: rc × 4, uc × 2, ud; bandwidth: rc × 4, uc × 2, ud.
  checkComplete(report, 14, 2);
  CHECK(findString(report, {"configuration", "waiting"}) == "events");
}

TEST_CASE("packets have the traffic class that was asked for") {
  INFO(guest().error("traffic-class"));
  CHECK(guest().code("traffic-class") == 0);
  checkComplete(guest().output("traffic-class"), 1, 2);
  const std::string counted = guest().text("tos.out");
  INFO(counted);
  const auto packets = counted.find(" pkt");
  REQUIRE(packets != std::string::npos);
  // 20 messages of two rounds and their acknowledgements, at least.
  CHECK(std::atoi(counted.c_str() + counted.rfind(' ', packets - 1)) >= 40);
}

TEST_CASE("in post lists messages arrive whole and in order, also those of a list that is not full") {
  INFO(guest().error("lists"));
  CHECK(guest().code("lists") == 0);
  const Value report = guest().output("lists");
  // rc × 5, uc × 2, ud.
  checkComplete(report, 8, 2);
  for (const Value& result : report.find("results")->items())
    CHECK(result.find("rounds")->items()[0].find("messages")->integer() == 43);
}

TEST_CASE("a message that uc or ud has lost ends the test, and is not counted") {
  for (const std::string name : {"lost-uc", "lost-ud"}) {
    INFO(guest().error(name));
    CHECK(guest().code(name) == 4);
    CHECK(guest().text(name + ".out").empty());
  }
}

TEST_CASE("queue pairs are connected by the addresses of their interfaces too (rdma_cm)") {
  for (const auto& [name, tests] : {std::pair("rdma-cm", 10U), std::pair("rdma-cm-class", 1U)}) {
    INFO(guest().error(name));
    CHECK(guest().code(name) == 0);
    checkComplete(guest().output(name), tests, 2);
    CHECK(findString(guest().output(name), {"configuration", "connecting"}) == "rdma-cm");
  }
  // A GID that holds on one link alone is no address to be called at: that of the interface is taken.
  CHECK(guest().code("rdma-cm-link-local") == 0);
}

TEST_CASE("messages lie in huge pages where that is asked for, and too few are told with their number") {
  INFO(guest().error("huge-pages"));
  CHECK(guest().code("huge-pages") == 0);
  const Value report = guest().output("huge-pages");
  checkComplete(report, 8, 2);
  CHECK(findString(report, {"client", "rdma", "pages"}) == "huge");
  CHECK(findString(report, {"server", "rdma", "pages"}) == "ordinary");
  CHECK(guest().code("no-huge-pages") == 5);
  CHECK(guest()
            .error("no-huge-pages")
            .find("huge pages of 2048 KiB: 1 are needed for messages, and 0 are free") != std::string::npos);
}

TEST_CASE("messages lie in the memory of a GPU where that is asked for, of one side or of both") {
  // The device's driver takes no dma-buf, so the kernel is asked for the memory itself.
  for (const auto& [name, tests] : {std::pair("gpu", 14U), std::pair("gpu-both", 6U)}) {
    INFO(guest().error(name));
    CHECK(guest().code(name) == 0);
    const Value report = guest().output(name);
    checkComplete(report, tests, 2);
    CHECK(findString(report, {"configuration", "marking"}) == "beside");
    CHECK(findString(report, {"client", "rdma", "gpu", "name"}) == "NVIDIA H100 80GB HBM3");
    CHECK(findString(report, {"client", "rdma", "gpu", "registration"}) == "peermem");
    CHECK(find(report, {"client", "rdma", "pages"})->isNull());
    CHECK(find(report, {"server", "rdma", "gpu"})->isNull() == (std::string(name) == "gpu"));
  }
  CHECK(findString(guest().output("gpu"), {"client", "rdma", "gpu", "pciAddress"}) == "0000:1a:00.0");
}

TEST_CASE("bytes that the memory of a GPU changed are seen") {
  CHECK(guest().code("gpu-corrupt") == 1);
  CHECK(guest().error("gpu-corrupt").find("bytes arrived other than they were sent") != std::string::npos);
}

TEST_CASE("a GPU that is not here, and what cannot be measured in its memory, is refused in words") {
  CHECK(guest().code("no-cuda") == 5);
  CHECK(guest().error("no-cuda").starts_with("there is no CUDA driver here (libcuda.so.1)"));
  CHECK(guest().code("no-gpu") == 5);
  CHECK(guest().error("no-gpu").starts_with("CUDA has no GPU 7: it counts 2 from 0 on"));
  CHECK(guest().code("gpu-write") == 2);
  CHECK(guest().error("gpu-write").find("a write is seen in memory alone") != std::string::npos);
}

TEST_CASE("messages of one byte and of a MiB go through") {
  INFO(guest().error("large"));
  CHECK(guest().code("large") == 0);
  checkComplete(guest().output("large"), 12, 1);
}

TEST_CASE("what a device cannot do is refused in words, and the server goes on") {
  CHECK(guest().code("too-large") == 2);
  CHECK(guest().error("too-large").find("larger than the device's largest message of 8 MiB") !=
        std::string::npos);
  CHECK(guest().code("datagram-too-large") == 2);
  CHECK(guest().error("datagram-too-large").find("larger than the MTU") != std::string::npos);
  CHECK(guest().code("datagram-read") == 2);
  CHECK(guest().error("datagram-read").find("ud has no read") != std::string::npos);
  CHECK(guest().code("write-events") == 2);
  CHECK(guest().error("write-events").find("has no event to wait for") != std::string::npos);
  CHECK(guest().code("no-gid") == 5);
  CHECK(guest().error("no-gid").find("no GID at index 9") != std::string::npos);
  CHECK(guest().code("other-gid") == 4);
  CHECK(guest().error("other-gid").find("one is of IPv4, and one of IPv6") != std::string::npos);
  CHECK(guest().code("after-refusals") == 0);
}

TEST_CASE("with packets lost on the way all messages arrive") {
  INFO(guest().error("lossy"));
  CHECK(guest().code("lossy") == 0);
  const Value report = guest().output("lossy");
  checkComplete(report, 1, 2);
  std::int64_t again = 0;
  for (const Value& round : report.find("results")->items()[0].find("rounds")->items())
    again += round.find("retransmissions")->integer();
  CHECK(again > 0);
  CHECK(guest().error("lossy").find("the RDMA port of the client counted during the run: ") !=
        std::string::npos);
}

TEST_CASE("a server that is killed in the middle is told at once, and who sleeps is woken") {
  for (const char* name : {"killed", "killed-asleep"}) {
    CHECK(guest().code(name) == 4);
    CHECK(guest().error(name).find("the other side") != std::string::npos);
  }
}

TEST_CASE("the documents of real runs are of the published form") {
  const auto form =
      yaml::readJson(*readFile(AICTL_SOURCE "/src/commands/schemas/rdma-bench.json", 1U << 20U));
  REQUIRE(form);
  Findings findings;
  const auto schema = schema::Schema::load(*form, *form, {}, findings, schema::Dialect::standard);
  for (const char* name : {"all", "atomics", "both", "connections", "events", "lists", "rdma-cm",
                           "rdma-cm-class", "huge-pages", "lossy", "gpu", "gpu-both"}) {
    INFO(name);
    schema.check(guest().output(name), name, findings);
    if (!findings.empty()) FAIL(findings[0].message);
  }
}

TEST_CASE("rdma check finds soft-RoCE ready, and says which port is down") {
  CHECK(guest().code("check") == 0);
  CHECK(guest().code("down-check") == 1);
  for (const Value& check : guest().output("down-check").find("checks")->items()) {
    if (findString(check, {"name"}) == "port-state") CHECK(findString(check, {"verdict"}) == "fail");
  }
}

TEST_CASE("a port that is down is refused") {
  CHECK(guest().code("down") == 5);
  CHECK(guest().error("down").find("rxe1 port 1 is DOWN") != std::string::npos);
}
