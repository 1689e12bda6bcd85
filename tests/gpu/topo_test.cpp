#include "catch.h"
#include "gpu/fixture/machine.h"

using aictl::findString;
using aictl::Value;
using aictl::test::H100;
using aictl::test::Machine;
using aictl::test::Outcome;

namespace {

constexpr const char* legend =
    "\n"
    "X     the device itself\n"
    "NV#   # NVLinks of version 4\n"
    "PIX   at most one PCIe bridge\n"
    "PXB   several PCIe bridges, without the host bridge\n"
    "PHB   the PCIe host bridge, typically the CPU\n"
    "NODE  host bridges of one NUMA node\n"
    "SYS   two NUMA nodes\n";

}  // namespace

TEST_CASE("gpu topo shows devices and NICs in one matrix, and the NIC for each device") {
  H100 machine;
  const Outcome run = machine.gpu({"topo"});
  CHECK(run.out == std::string("         nvidia0  nvidia1  mlx5_0  mlx5_1  NUMA  CPUS  BEST NIC\n"
                               "nvidia0  X        NV18     PIX     NODE    0     0-31  mlx5_0 (PIX)\n"
                               "nvidia1  NV18     X        NODE    PIX     0     0-31  mlx5_1 (PIX)\n"
                               "mlx5_0   PIX      NODE     X       NODE    0     0-31\n"
                               "mlx5_1   NODE     PIX      NODE    X       0     0-31\n") +
                       legend);
  CHECK(run.err.empty());
  CHECK(run.code == 0);
}

TEST_CASE("gpu topo -o json has each pair once, with the distance on the bus beside the links") {
  H100 machine;
  machine.standin = "fabric=direct,links_up=12";
  const Value all = machine.json({"topo"});
  const Value& relations = *all.find("relations");
  CHECK(relations.size() == 6);
  CHECK(findString(relations[0], {"from"}) == "nvidia0");
  CHECK(findString(relations[0], {"to"}) == "nvidia1");
  CHECK(findString(relations[0], {"relation"}) == "NV12");
  CHECK(findString(relations[0], {"pcie"}) == "NODE");
  CHECK(relations[0].find("links")->integer() == 12);
  CHECK(findString(relations[0], {"linkKind"}) == "NVLink");
  CHECK(relations[0].find("linkVersion")->number() == 4);
  CHECK(relations[1].find("linkVersion")->isNull());
  const Value& nodes = *all.find("nodes");
  CHECK(findString(nodes[1], {"bestNic"}) == "mlx5_1");
  CHECK(findString(nodes[2], {"kind"}) == "nic");
}

TEST_CASE("gpu topo works from the bus alone where no driver answers") {
  H100 machine;
  machine.standin = "at=init,fault=18";
  const Outcome run = machine.gpu({"topo"});
  CHECK(run.out.starts_with(
      "              0000:1a:00.0  0000:1b:00.0  mlx5_0  mlx5_1  NUMA  CPUS  BEST NIC\n"
      "0000:1a:00.0  X             NODE          PIX     NODE    0     0-31  mlx5_0 (PIX)\n"));
  CHECK(run.code == 4);
}

TEST_CASE("gpu topo without accelerators ends with 5") {
  Machine machine;
  machine.use("nvidia", "nvml");
  machine.standin = "at=init,fault=9";
  const Outcome run = machine.gpu({"topo"});
  CHECK(run.err.starts_with("there is no GPU or other accelerator in this machine"));
  CHECK(run.out.empty());
  CHECK(run.code == 5);
}
