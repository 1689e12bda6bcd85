#include <algorithm>

#include "catch.h"
#include "core/yaml/json.h"
#include "gpu/fixture/machine.h"

using aictl::findString;
using aictl::Value;
using aictl::test::Card;
using aictl::test::H100;
using aictl::test::Machine;
using aictl::test::Outcome;

namespace {

/// A number of a device; none where it is null.
std::optional<double> number(const Value& device, std::string_view key) {
  const Value* value = device.find(key);
  REQUIRE(value != nullptr);
  return value->isNumber() ? std::optional(value->number()) : std::nullopt;
}

const Value& device(const Value& all, std::size_t index) { return (*all.find("devices"))[index]; }

}  // namespace

TEST_CASE("gpu list shows what NVML says of each device, and its processes") {
  H100 machine;
  machine.write("/proc/4242/comm", "python3\n");
  machine.write("/proc/4242/cgroup",
                "0::/kubepods.slice/kubepods-burstable.slice/"
                "kubepods-burstable-pod1c2f9a3e_5b7d_4c11_9d20_aabbccddeeff.slice/cri-containerd-7f.scope\n");
  machine.write("/var/log/pods/ml_resnet50-worker-0_1c2f9a3e-5b7d-4c11-9d20-aabbccddeeff/tensorflow/0.log",
                "");
  machine.standin = "1.reasons=0x44,1.processes=0";
  const Outcome run = machine.gpu({"list"});
  CHECK(run.err.empty());
  CHECK(
      run.out ==
      "NVIDIA driver 550.54.15, library 12.550.54.15, CUDA 12.4\n"
      "DEVICE   MODEL                  PCI           MEMORY         BUSY  TEMP   POWER      PCIE  CLOCK\n"
      "nvidia0  NVIDIA H100 80GB HBM3  0000:1a:00.0  12.5/79.6 GiB  37%   54 °C  310/700 W  5x16  1755 MHz\n"
      "nvidia1  NVIDIA H100 80GB HBM3  0000:1b:00.0  12.5/79.6 GiB  37%   54 °C  310/700 W  5x16  1755 MHz "
      "(software power cap, hardware thermal slowdown)\n"
      "\n"
      "PROCESS OF  PID   NAME     KIND     MEMORY    POD\n"
      "nvidia0     4242  python3  compute  12.0 GiB  ml/resnet50-worker-0\n"
      "nvidia0     4243  -        compute  1.0 GiB   -\n");
  CHECK(run.code == 0);
}

TEST_CASE("on a terminal the tables are no wider than that, but for what is asked for whole") {
  const H100 machine;
  auto command = machine.command({"list"});
  command.output = aictl::test::Output::terminal;
  const std::string usual = aictl::test::run(command).out;
  CHECK(usual.find("310/7…") != std::string::npos);
  CHECK(usual.find("1755 MHz") == std::string::npos);
  command = machine.command({"list", "-o", "wide"});
  command.output = aictl::test::Output::terminal;
  CHECK(aictl::test::run(command).out.find("1755 MHz") != std::string::npos);
}

TEST_CASE("gpu list -o json has every field, its unit in its name, null where the device does not tell") {
  H100 machine;
  machine.standin = "at=power,fault=3,remapped=2,remap=pending,recovery=1,fabric_health=0x5a9";
  const Value all = machine.json({"list"});
  const Value& first = device(all, 0);
  CHECK(findString(first, {"name"}) == "nvidia0");
  CHECK(findString(first, {"uuid"}) == "GPU-6b1d0000-0000-0000-0000-000000000000");
  CHECK(findString(first, {"serial"}) == "1654123001000");
  CHECK(findString(first, {"kernelDriver"}) == "nvidia");
  CHECK(number(first, "memoryTotalBytes") == 81559.0 * 1024 * 1024);
  CHECK(number(first, "memoryTemperatureCelsius") == 61);
  CHECK(number(first, "slowdownTemperatureCelsius") == 87);
  CHECK(number(first, "clockMaximumMegahertz") == 1980);
  CHECK(number(first, "remappedRowsUncorrected") == 2);
  CHECK(number(first, "linkCount") == 18);
  CHECK(number(first, "numaNode") == 0);
  CHECK(findString(first, {"rowRemapping"}) == "pending");
  CHECK(findString(first, {"recoveryAction"}) == "reset");
  CHECK(findString(first, {"fabricState"}) == "completed");
  CHECK(findString(first, {"fabricHealth"}) ==
        "bandwidth degraded, incorrect configuration: too few NVLinks");
  CHECK(first.find("links")->size() == 18);
  CHECK(findString((*first.find("links"))[0], {"remoteKind"}) == "switch");
  CHECK(number((*first.find("links"))[0], "version") == 4);
  CHECK_FALSE(number(first, "powerWatts"));
  CHECK(findString(first, {"unavailable", "powerWatts"}) == "not supported by this device");
  CHECK(findString((*all.find("vendors"))[0], {"cudaVersion"}) == "12.4");
}

TEST_CASE("gpu list -o wide has the columns of health, place and identity too") {
  H100 machine;
  machine.standin = "processes=0,corrected=4,remapped=2,remap=pending";
  const Outcome run = machine.gpu({"list", "0", "-o", "wide"});
  CHECK(run.out.find("ECC  REMAPPED   PERSISTENCE  MIG  NUMA  DRIVER  UUID\n") != std::string::npos);
  CHECK(run.out.find(
            "4/0  2 pending  on           off  0     nvidia  GPU-6b1d0000-0000-0000-0000-000000000000\n") !=
        std::string::npos);
}

TEST_CASE("a driver of 2019 costs the columns that it cannot fill, and no more") {
  Machine machine;
  machine.addTwoH100();
  machine.use("nvidia", "nvml_old");
  const Value all = machine.json({"list"});
  const Value& first = device(all, 0);
  CHECK(findString(first, {"pciAddress"}) == "0000:1a:00.0");
  CHECK(number(first, "memoryUsedBytes") == 12800.0 * 1024 * 1024);
  CHECK(number(first, "temperatureCelsius") == 54);
  CHECK(number(first, "pcieWidth") == 16);
  CHECK_FALSE(number(first, "eccUncorrected"));
  CHECK(findString(first, {"unavailable", "eccUncorrected"}) ==
        "the library has no nvmlDeviceGetTotalEccErrors");
  CHECK(findString(first, {"unavailable", "links"}) == "the library has no nvmlDeviceGetNvLinkState");
  const Value& process = (*first.find("processes"))[0];
  CHECK(process.find("pid")->integer() == 4242);
  CHECK(number(process, "memoryBytes") == 12.0 * 1024 * 1024 * 1024);
}

TEST_CASE("the larger process structure of early R535 drivers is known by what the library exports") {
  Machine machine;
  machine.addTwoH100();
  machine.use("nvidia", "nvml_r535");
  const Value all = machine.json({"list"});
  const Value& processes = *device(all, 0).find("processes");
  REQUIRE(processes.size() == 2);
  CHECK(processes[1].find("pid")->integer() == 4243);
  CHECK(number(processes[1], "memoryBytes") == 1024.0 * 1024 * 1024);
}

TEST_CASE("more processes than there is room for are asked for again") {
  H100 machine;
  machine.standin = "processes=300";
  const Value all = machine.json({"list"});
  CHECK(device(all, 0).find("processes")->size() == 300);
}

TEST_CASE("fabric information of version 2 is asked for where a driver does not know version 3") {
  H100 machine;
  machine.standin = "fabric_version=2,fabric_health=0x1a9";
  const Value all = machine.json({"list"});
  CHECK(findString(device(all, 0), {"fabricHealth"}) == "bandwidth degraded");
}

TEST_CASE("numbers of enumerations that are not known yet are shown as numbers") {
  H100 machine;
  machine.standin = "recovery=9,reasons=0x4000,persistence=7";
  const Value all = machine.json({"list"});
  CHECK(findString(device(all, 0), {"recoveryAction"}) == "state 9");
  CHECK(findString(device(all, 0), {"persistence"}) == "state 7");
  CHECK(findString((*device(all, 0).find("clockReasons"))[0], {"name"}) == "reason 0x4000");
}

TEST_CASE("the version of a link is that which NVIDIA's number of it stands for") {
  H100 machine;
  const auto version = [&](const std::string& told) {
    machine.standin = "link_version=" + told;
    return number((*device(machine.json({"list", "0"}), 0).find("links"))[0], "version");
  };
  CHECK(version("3") == 2.2);
  CHECK(version("7") == 5);
  CHECK_FALSE(version("77"));
}

TEST_CASE("a field of NVML is read in whatever type it is given") {
  H100 machine;
  for (const char* type :
       {"0", "1", "3", "5"}) {  // nvmlValueType_t: double, unsigned, unsigned long long, int
    INFO(type);
    machine.standin = std::string("field_type=") + type;
    CHECK(number(device(machine.json({"list", "0"}), 0), "memoryTemperatureCelsius") == 61);
  }
}

TEST_CASE("a MIG parent has its instances, and says why it has no utilisation") {
  H100 machine;
  machine.standin = "0.mig=1,processes=0";
  const Outcome run = machine.gpu({"list", "nvidia0"});
  CHECK(
      run.out ==
      "NVIDIA driver 550.54.15, library 12.550.54.15, CUDA 12.4\n"
      "DEVICE   MODEL                  PCI           MEMORY         BUSY  TEMP   POWER      PCIE  CLOCK\n"
      "nvidia0  NVIDIA H100 80GB HBM3  0000:1a:00.0  12.5/79.6 GiB  -     54 °C  310/700 W  5x16  1755 MHz\n"
      "\n"
      "INSTANCE OF  MODEL                              GPU/COMPUTE  MEMORY       UUID\n"
      "nvidia0      NVIDIA H100 80GB HBM3 MIG 1g.10gb  7/0          0.0/9.6 GiB  "
      "MIG-6b1d0000-0000-0000-0001-000000000000\n"
      "nvidia0      NVIDIA H100 80GB HBM3 MIG 1g.10gb  8/0          0.0/9.6 GiB  "
      "MIG-6b1d0000-0000-0000-0002-000000000000\n");
}

TEST_CASE("64 devices are listed, checked, and put into one matrix") {
  Machine machine;
  machine.use("nvidia", "nvml");
  machine.standin = "devices=64,processes=0";
  const Outcome run = machine.gpu({"list", "-o", "name"});
  CHECK(std::ranges::count(run.out, '\n') == 64);
  CHECK(run.code == 0);
  CHECK(machine.gpu({"check", "--expect", "gpus=64,nvlinks=18"}).code == 0);
  CHECK(machine.json({"topo"}).find("relations")->size() == 64 * 63 / 2);
}

TEST_CASE("devices are chosen by name, number, UUID and PCI address") {
  H100 machine;
  for (const char* name :
       {"nvidia1", "1", "GPU-6b1d0000-0000-0000-0000-000000000001", "0000:1b:00.0", "1B:00.0"}) {
    INFO(name);
    CHECK(machine.gpu({"list", name, "-o", "name"}).out == "nvidia1\n");
  }
}

TEST_CASE("the UUID of a MIG instance is its device's") {
  H100 machine;
  machine.standin = "1.mig=1";
  CHECK(machine.gpu({"list", "MIG-6b1d0000-0000-0000-0002-000000000001", "-o", "name"}).out == "nvidia1\n");
}

TEST_CASE("a device that is not here is told with those that are") {
  H100 machine;
  const Outcome run = machine.gpu({"list", "GPU-1"});
  CHECK(run.err == "there is no device 'GPU-1' in this machine; it has nvidia0, nvidia1\n");
  CHECK(run.out.empty());
  CHECK(run.code == 5);
}

TEST_CASE("gpu list -o csv has a column for each field") {
  H100 machine;
  machine.standin = "1.name=NVIDIA \"H100\"";
  const Outcome run = machine.gpu({"list", "-o", "csv"});
  CHECK(run.out.starts_with("name,vendor,model,uuid,serial,pciAddress,kernelDriver,"));
  CHECK(run.out.find("\r\nnvidia0,nvidia,NVIDIA H100 80GB HBM3,GPU-6b1d") != std::string::npos);
  CHECK(run.out.find("\r\nnvidia1,nvidia,\"NVIDIA \"\"H100\"\"\",GPU-6b1d") != std::string::npos);
  const auto columns = [](const std::string& line) { return std::ranges::count(line, ','); };
  CHECK(columns(run.out.substr(0, run.out.find('\r'))) * 3 == columns(run.out));
}

TEST_CASE("gpu list -o prometheus is text that a scraper reads") {
  H100 machine;
  machine.standin = "replays=3";
  const Outcome run = machine.gpu({"list", "0", "-o", "prometheus"});
  const std::string labels =
      "{device=\"nvidia0\",vendor=\"nvidia\",model=\"NVIDIA H100 80GB HBM3\","
      "uuid=\"GPU-6b1d0000-0000-0000-0000-000000000000\",pci_address=\"0000:1a:00.0\"}";
  CHECK(run.out.find("# HELP aictl_gpu_temperature_celsius Temperature of the chip\n"
                     "# TYPE aictl_gpu_temperature_celsius gauge\n"
                     "aictl_gpu_temperature_celsius" +
                     labels + " 54\n") != std::string::npos);
  CHECK(run.out.find("# TYPE aictl_gpu_pcie_replays_total counter\naictl_gpu_pcie_replays_total" + labels +
                     " 3\n") != std::string::npos);
  CHECK(run.out.find("aictl_gpu_vendor_up{vendor=\"nvidia\"} 1\n") != std::string::npos);
}

TEST_CASE("gpu list, top, topo and check whose reader is gone end quietly") {
  const H100 machine;
  for (const char* verb : {"list", "top", "topo", "check"}) {
    auto command = machine.command({verb, "-o", "json"});
    command.output = aictl::test::Output::readerGone;
    const Outcome run = aictl::test::run(command);
    INFO(verb);
    CHECK(run.err.empty());
    CHECK(run.code == 128 + 13);
  }
}

TEST_CASE("the forms of gpu's documents are published, and what differs from them is found") {
  const H100 machine;
  for (const char* form : {"gpu-list", "gpu-topo", "gpu-bench", "check"}) {
    const auto published = aictl::yaml::readJson(machine.work.aictl({"schema", form}).out);
    REQUIRE(published);
    CHECK(findString(*published, {"properties", "schema", "const"}) ==
          "aictl.dev/" + std::string(form) + "/v1");
  }
  Value list = machine.json({"top"});
  CHECK(aictl::test::differences(list, "gpu-list").empty());
  CHECK_FALSE(aictl::test::differences(list, "gpu-topo").empty());
  list.set("more", Value(1));
  CHECK(aictl::test::differences(list, "gpu-list").size() == 1);
}

TEST_CASE("a shell is told the verbs of gpu, and what an option takes") {
  const H100 machine;
  CHECK(machine.work.aictl({"__complete", "--", "gpu", "to"}).out ==
        "top\tShow what they do, as it goes on\n"
        "topo\tShow how they and the network devices are connected\n");
  CHECK(machine.work.aictl({"__complete", "--", "gpu", "list", "--vendor", ""}).out ==
        "nvidia\namd\nascend\ncambricon\n");
}

TEST_CASE("gpu without a verb, or with --help, says which there are") {
  const H100 machine;
  CHECK(machine.work.aictl({"gpu"}).code == 2);
  const Outcome help = machine.work.aictl({"gpu", "--help"});
  CHECK(help.out.starts_with(
      "Usage: aictl gpu list [DEVICE...] [OPTIONS]    Show the accelerators of this machine\n"));
  CHECK(help.code == 0);
}
