#include "catch.h"
#include "core/yaml/json.h"
#include "gpu/fixture/machine.h"

using aictl::findString;
using aictl::Value;
using aictl::test::H100;
using aictl::test::Machine;
using aictl::test::Outcome;

namespace {

/// Two H100 in a machine that is as it should be.
class Healthy : public H100 {
 public:
  Healthy() {
    write("/dev/kmsg", "6,1,1000000,-;NVRM: loading NVIDIA UNIX Open Kernel Module\n");
    write("/sys/module/nvidia/version", "550.54.15\n");
    write("/sys/module/nvidia_peermem/version", "550.54.15\n");
    write("/proc/self/limits", "Max locked memory         unlimited            unlimited            bytes\n");
  }
};

/// The verdict of a check at a device; "" where there is no such observation.
std::string verdict(const Value& all, std::string_view check, std::string_view device) {
  for (const Value& one : all.find("checks")->items()) {
    if (findString(one, {"name"}) != check) continue;
    for (const Value& observation : one.find("observations")->items()) {
      if (findString(observation, {"device"}) == device)
        return std::string(findString(observation, {"verdict"}));
    }
  }
  return {};
}

std::string verdictOf(const std::string& standin, std::string_view check, std::string_view device,
                      std::vector<std::string> more = {}) {
  Healthy machine;
  machine.standin = standin;
  more.insert(more.begin(), "check");
  return verdict(machine.json(more), check, device);
}

}  // namespace

TEST_CASE("a machine that is well passes all checks") {
  Healthy machine;
  const Outcome run =
      machine.gpu({"check", "--expect", "gpus=2,model=h100,pcie=gen5x16,nvlinks=18,driver=550"});
  CHECK(run.out ==
        "pass  driver           NVIDIA: driver 550.54.15 answers for 2 devices\n"
        "pass  count            2 devices, as expected\n"
        "pass  model            2 devices: NVIDIA H100 80GB HBM3\n"
        "pass  bus              the driver of NVIDIA knows all of its devices on the bus\n"
        "pass  versions         driver and library are 550.54.15\n"
        "pass  persistence      2 devices: persistence mode is on\n"
        "pass  recovery-action  2 devices: the driver asks for no recovery\n"
        "pass  ecc              2 devices: 0 errors corrected, 0 not corrected\n"
        "pass  row-remapping    2 devices: memory rows that were remapped: 0\n"
        "pass  xid              the kernel's log has no Xid\n"
        "pass  clocks           2 devices: no fault lowers the clock\n"
        "pass  temperature      2 devices: 54 °C; it slows down at 87 °C\n"
        "pass  power-limit      2 devices: it may draw 700 W; as delivered 700 W\n"
        "pass  pcie             2 devices: the link is generation 5 x16\n"
        "pass  pcie-replays     2 devices: no packet was sent again\n"
        "pass  nvlink           2 devices: 18 NVLinks are active, without errors\n"
        "pass  fabric           2 devices: the registration at the fabric is completed, and the fabric is: "
        "healthy\n"
        "pass  gpudirect        the kernel module nvidia_peermem is loaded\n"
        "pass  access-control   2 devices: no bridge above it redirects traffic between devices\n"
        "pass  iommu            2 devices: no IOMMU is between the device and memory\n"
        "pass  locked-memory    memory may be locked without a limit\n"
        "21 checks: 0 failed, 0 with warnings, 21 passed\n");
  CHECK(run.err.empty());
  CHECK(run.code == 0);
}

TEST_CASE("a check that fails says what it saw and what to do, and the end is 1") {
  Healthy machine;
  machine.standin = "1.remap=pending,1.remapped=2";
  const Outcome run = machine.gpu({"check"});
  CHECK(run.out.find(
            "fail  row-remapping    nvidia1: memory rows that were remapped: 2; more wait for a reset\n"
            "                         → drain the node and reset the device\n"
            "pass  row-remapping    nvidia0: memory rows that were remapped: 0\n") != std::string::npos);
  CHECK(run.out.find("19 checks: 1 failed, 0 with warnings, 18 passed\n") == std::string::npos);
  CHECK(run.out.find(" 1 failed, 0 with warnings, ") != std::string::npos);
  CHECK(run.code == 1);
}

TEST_CASE("each fault that a device tells of fails its check, at that device alone") {
  struct Row {
    const char* standin;
    const char* check;
    const char* verdict;
  };
  for (const auto& [standin, check, expected] : {
           Row{"1.recovery=1", "recovery-action", "fail"},
           Row{"1.uncorrected=3", "ecc", "fail"},
           Row{"1.sram=1", "ecc", "fail"},
           Row{"1.ecc=0", "ecc", "warn"},
           Row{"1.remap=failed", "row-remapping", "fail"},
           Row{"1.reasons=0x48", "clocks", "fail"},
           Row{"1.reasons=0x5", "clocks", "pass"},
           Row{"1.temperature=90", "temperature", "fail"},
           Row{"1.margin=-2", "temperature", "fail"},
           Row{"1.margin=30", "temperature", "pass"},
           Row{"1.power_limit=500000", "power-limit", "warn"},
           Row{"1.pcie_width=8", "pcie", "fail"},
           Row{"1.pcie_generation=3", "pcie", "fail"},
           Row{"1.pcie_generation=1,1.utilization=0", "pcie", "pass"},
           Row{"1.replays=7", "pcie-replays", "warn"},
           Row{"1.links_up=16", "nvlink", "fail"},
           Row{"1.link_recoveries=2", "nvlink", "warn"},
           Row{"1.fabric_state=2", "fabric", "fail"},
           Row{"1.fabric_health=0x1a9", "fabric", "fail"},
           Row{"1.persistence=0", "persistence", "warn"},
           Row{"1.at=power,1.fault=15", "lost", "fail"},
       }) {
    INFO(standin);
    CHECK(verdictOf(standin, check, "nvidia1") == expected);
    const std::string other = verdictOf(standin, check, "nvidia0");
    CHECK((other == "pass" || other.empty()));
  }
}

TEST_CASE("a device that is divided (MIG) is as well as another, though it tells no utilisation") {
  Healthy machine;
  machine.standin = "0.mig=1";
  CHECK(machine.gpu({"check"}).code == 0);
}

TEST_CASE("what is expected and not there fails") {
  CHECK(verdictOf("", "count", "", {"--expect", "gpus=8"}) == "fail");
  CHECK(verdictOf("", "model", "nvidia0", {"--expect", "model=H200"}) == "fail");
  CHECK(verdictOf("", "pcie", "nvidia0", {"--expect", "pcie=gen6x16"}) == "fail");
  CHECK(verdictOf("", "nvlink", "nvidia0", {"--expect", "nvlinks=20"}) == "fail");
  CHECK(verdictOf("", "driver", "", {"--expect", "driver=570"}) == "fail");
}

TEST_CASE("a driver that hangs fails its check in time") {
  Healthy machine;
  machine.standin = "at=init,fault=hang";
  const Outcome run = machine.gpu({"check", "--timeout", "0.5"});
  CHECK(run.out.starts_with("fail  driver "));
  CHECK(run.out.find(" NVIDIA: the driver gave no answer within 0.5 s\n") != std::string::npos);
  CHECK(run.code == 1);
}

TEST_CASE("a device that is on the bus and not with the driver fails") {
  CHECK(verdictOf("devices=1", "bus", "0000:1b:00.0") == "fail");
}

TEST_CASE("a kernel module of another version fails") {
  Healthy machine;
  machine.write("/sys/module/nvidia/version", "535.129.03\n");
  CHECK(verdict(machine.json({"check"}), "versions", "") == "fail");
}

TEST_CASE("Xids of the kernel's log are judged by the catalogue, at their device") {
  Healthy machine;
  machine.write("/dev/kmsg",
                "3,1,2000000,-;NVRM: Xid (PCI:0000:1a:00): 31, pid=1, name=python3, MMU Fault\n"
                "3,2,3000000,-;NVRM: Xid (PCI:0000:1b:00): 79, pid=1, GPU has fallen off the bus.\n"
                "3,3,4000000,-;NVRM: Xid (PCI:0000:1b:00): 79, pid=2, GPU has fallen off the bus.\n");
  const Outcome run = machine.gpu({"check"});
  CHECK(run.out.find(
            "fail  xid              nvidia1: Xid 79: the GPU has fallen off the bus (2 times, last 4 s after "
            "the machine began: NVRM: Xid (PCI:0000:1b:00): 79, pid=2, GPU has fallen off the bus.)\n"
            "                         → drain the node and restart it; replace the GPU if it comes again\n"
            "pass  xid              nvidia0: Xid 31: page fault of GPU memory (2 s after the machine began: "
            "NVRM: Xid (PCI:0000:1a:00): 31, pid=1, name=python3, MMU Fault)\n") != std::string::npos);
  CHECK(run.code == 1);
}

TEST_CASE("a kernel log that may not be read skips its check, with why") {
  const H100 machine;
  const Value all = machine.json({"check"});
  CHECK(verdict(all, "xid", "") == "skipped");
}

TEST_CASE("what the machine lacks for GPUDirect RDMA is told") {
  Healthy machine;
  machine.work.remove("root/sys/module/nvidia_peermem");
  machine.write("/proc/self/limits",
                "Max locked memory         65536                65536                bytes\n");
  machine.write("/sys/bus/pci/devices/0000:1a:00.0/iommu_group/type", "DMA-FQ\n");
  const Value all = machine.json({"check"});
  CHECK(verdict(all, "gpudirect", "") == "fail");
  CHECK(verdict(all, "locked-memory", "") == "warn");
  CHECK(verdict(all, "iommu", "nvidia0") == "warn");
  CHECK(verdict(all, "iommu", "nvidia1") == "pass");
}

TEST_CASE(
    "bridges that redirect traffic between devices are told, and where that cannot be read, so is this") {
  Healthy machine;
  std::string space(4096, '\0');
  space[0x100] = 0x0D;  // Access Control Services
  space[0x102] = 1;
  space[0x106] = 0x1D;
  machine.write("/sys/bus/pci/devices/0000:16:01.0/config", space);
  machine.write("/sys/bus/pci/devices/0000:17:01.0/config", space.substr(0, 64));
  const Value all = machine.json({"check"});
  CHECK(verdict(all, "access-control", "nvidia0") == "warn");
  CHECK(verdict(all, "access-control", "nvidia1") == "skipped");
}

TEST_CASE("huge pages that the machine keeps are told") {
  Healthy machine;
  machine.write("/sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages", "512\n");
  machine.write("/sys/kernel/mm/hugepages/hugepages-2048kB/free_hugepages", "100\n");
  CHECK(machine.gpu({"check"}).out.find("pass  huge-pages       100 of 512 pages of 2 MiB are free\n") !=
        std::string::npos);
}

TEST_CASE("the open kernel modules need no nvidia_peermem") {
  Healthy machine;
  machine.work.remove("root/sys/module/nvidia_peermem");
  machine.write("/proc/driver/nvidia/version",
                "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  550.54.15  Release Build\n");
  CHECK(verdict(machine.json({"check"}), "gpudirect", "") == "pass");
}

TEST_CASE("gpu check -o junit has a test case for each observation") {
  Healthy machine;
  machine.standin = "1.name=NVIDIA <H100> & \"co\",1.remap=failed";
  const Outcome run = machine.gpu({"check", "-o", "junit"});
  CHECK(run.out.find("<testsuite name=\"aictl gpu check\" tests=\"") != std::string::npos);
  CHECK(run.out.find("failures=\"1\" errors=\"0\"") != std::string::npos);
  CHECK(run.out.find(
            "    <testcase classname=\"aictl gpu check\" name=\"row-remapping nvidia1\">\n"
            "      <failure type=\"row-remapping\" message=\"row-remapping nvidia1: memory rows that were "
            "remapped: 0; the device has no more to take their place; have the device replaced\">") !=
        std::string::npos);
  CHECK(run.out.find("NVIDIA &lt;H100&gt; &amp; &quot;co&quot;") != std::string::npos);
  CHECK(run.code == 1);
}

TEST_CASE("gpu check -o junit says of what could not be seen that it was skipped, and why") {
  Healthy machine;
  machine.work.remove("root/dev/kmsg");
  const Outcome run = machine.gpu({"check", "-o", "junit"});
  CHECK(run.code == 0);
  CHECK(run.out.find("failures=\"0\" errors=\"0\" skipped=\"1\">") != std::string::npos);
  const auto reason = run.out.find("name=\"xid\">\n      <skipped message=\"");
  REQUIRE(reason != std::string::npos);
  CHECK(run.out.find("/dev/kmsg: no such file", reason) != std::string::npos);
}

TEST_CASE(
    "gpu check -o sarif has a result for each observation that is not well, with its check and device") {
  Healthy machine;
  machine.standin = "1.remap=failed";
  const Outcome run = machine.gpu({"check", "-o", "sarif"});
  const auto document = aictl::yaml::readJson(run.out);
  REQUIRE(document);
  const Value& results = *document->find("runs")->items()[0].find("results");
  REQUIRE(results.size() == 1);
  CHECK(findString(results[0], {"ruleId"}) == "row-remapping");
  CHECK(findString(results[0], {"level"}) == "error");
  const Value& location = results[0].find("locations")->items()[0];
  CHECK(findString(location.find("logicalLocations")->items()[0], {"fullyQualifiedName"}) ==
        "row-remapping nvidia1");
}

TEST_CASE("an SXid of the kernel's log fails at its switch, where it is fatal") {
  Healthy machine;
  machine.add({.path = "pci0000:80/0000:c1:00.0",
               .device = "0x22a3",
               .classCode = "0x068000",
               .driver = "nvidia-nvswitch"});
  CHECK(verdict(machine.json({"check"}), "sxid", "") == "pass");
  machine.write(
      "/dev/kmsg",
      "3,1,1000000,-;nvidia-nvswitch3: SXid (PCI:0000:c1:00.0): 12020, Fatal, Link 46 egress sequence ID "
      "error\n");
  CHECK(verdict(machine.json({"check"}), "sxid", "0000:c1:00") == "fail");
}

TEST_CASE("gpu check without accelerators ends with 5, and with 1 where some were expected") {
  Machine machine;
  machine.use("nvidia", "nvml");
  machine.standin = "at=init,fault=9";
  const Outcome run = machine.gpu({"check"});
  CHECK(run.err.starts_with("there is no GPU or other accelerator in this machine"));
  CHECK(run.code == 5);
  CHECK(machine.gpu({"check", "--expect", "gpus=8"}).code == 1);
}

TEST_CASE("a wrong expectation is told before anything is asked") {
  Healthy machine;
  const Outcome run = machine.gpu({"check", "--expect", "gpu=8"});
  CHECK(run.err == "'gpu' is nothing that can be expected; did you mean 'gpus'?\n");
  CHECK(run.code == 2);
}
