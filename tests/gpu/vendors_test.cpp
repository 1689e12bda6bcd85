#include "catch.h"
#include "gpu/fixture/machine.h"

using aictl::findString;
using aictl::Value;
using aictl::test::Machine;
using aictl::test::Outcome;

namespace {

const Value& device(const Value& all, std::size_t index) { return (*all.find("devices"))[index]; }

double number(const Value& device, std::string_view key) {
  const Value* value = device.find(key);
  REQUIRE(value != nullptr);
  REQUIRE(value->isNumber());
  return value->number();
}

constexpr double gibi = 1024.0 * 1024 * 1024;

}  // namespace

TEST_CASE("AMD devices are read by ROCm SMI") {
  Machine machine;
  machine.use("amd", "rsmi");
  const Outcome run = machine.gpu({"list"});
  CHECK(run.out ==
        "AMD driver 6.8.5, library 7.3.0\n"
        "DEVICE  MODEL                PCI           MEMORY         BUSY  TEMP   POWER      PCIE  CLOCK\n"
        "amd0    AMD Instinct MI300X  0000:c1:00.0  6.0/192.0 GiB  83%   61 °C  512/750 W  -     1200 MHz\n"
        "amd1    AMD Instinct MI300X  0000:c2:00.0  6.0/192.0 GiB  83%   61 °C  512/750 W  -     1200 MHz\n");
  const Value all = machine.json({"list"});
  CHECK(findString(device(all, 0), {"uuid"}) == "0x1a2b3c4d5e6f7000");
  CHECK(number(device(all, 0), "clockMaximumMegahertz") == 2100);
  CHECK(number(device(all, 0), "memoryClockMegahertz") == 900);
  CHECK(number(device(all, 0), "eccCorrected") == 4);
  CHECK(findString(device(all, 0), {"unavailable", "serial"}) ==
        "the library has no rsmi_dev_serial_number_get");
}

TEST_CASE("ROCm SMI of version 5 has other frequencies") {
  Machine machine;
  machine.use("amd", "rsmi_old");
  const Value all = machine.json({"list"});
  CHECK(number(device(all, 0), "clockMegahertz") == 1200);
  CHECK(number(device(all, 0), "clockMaximumMegahertz") == 2100);
}

TEST_CASE("a frequency that is beyond the table of ROCm SMI is no frequency") {
  Machine machine;
  machine.use("amd", "rsmi");
  machine.standin = "clock=34";
  CHECK(device(machine.json({"list"}), 0).find("clockMegahertz")->isNull());
}

TEST_CASE("AMD devices at one fabric are linked by XGMI") {
  Machine machine;
  machine.use("amd", "rsmi");
  CHECK(findString((*machine.json({"topo"}).find("relations"))[0], {"relation"}) == "XGMI");
}

TEST_CASE("Ascend devices are linked as npu-smi says, and the legend has those words alone") {
  Machine machine;
  machine.use("ascend", "dcmi");
  const Outcome direct = machine.gpu({"topo"});
  CHECK(
      direct.out.starts_with("         ascend0  ascend1  ascend2  ascend3  NUMA  CPUS  BEST NIC\n"
                             "ascend0  X        SIO      HCCS     HCCS     -     -     -\n"));
  CHECK(direct.out.find("\nHCCS  a link of Huawei\nSIO   the way between two chips of one card\nPIX ") !=
        std::string::npos);
  CHECK(direct.out.find("XGMI") == std::string::npos);
  machine.standin = "topo=7";
  CHECK(findString((*machine.json({"topo"}).find("relations"))[1], {"relation"}) == "HCCS_SW");
  machine.standin = "topo=5";  // PIX: what the bus says counts, and there is none here
  CHECK(findString((*machine.json({"topo"}).find("relations"))[1], {"relation"}) == "?");
}

TEST_CASE("an Ascend card that tells nothing of its chips is one device that is lost") {
  Machine machine;
  machine.use("ascend", "dcmi");
  machine.standin = "at=dcmi_get_device_num_in_card,2.fault=-8008";
  const Outcome run = machine.gpu({"list"});
  CHECK(run.out.find("ascend2  -             lost: the device does not exist\n") != std::string::npos);
}

TEST_CASE("Ascend devices are read by DCMI, each NPU of each card") {
  Machine machine;
  machine.use("ascend", "dcmi");
  const Outcome run = machine.gpu({"list"});
  CHECK(run.out ==
        "Ascend driver 24.1.rc3\n"
        "DEVICE   MODEL         PCI           MEMORY        BUSY  TEMP   POWER  PCIE  CLOCK\n"
        "ascend0  Ascend 910B3  0000:c1:00.0  3.0/64.0 GiB  91%   58 °C  313 W  -     1000 MHz\n"
        "ascend1  Ascend 910B3  0000:c2:00.0  3.0/64.0 GiB  91%   58 °C  313 W  -     1000 MHz\n"
        "ascend2  Ascend 910B3  0000:c3:00.0  3.0/64.0 GiB  91%   58 °C  313 W  -     1000 MHz\n"
        "ascend3  Ascend 910B3  0000:c4:00.0  3.0/64.0 GiB  91%   58 °C  313 W  -     1000 MHz\n");
  const Value all = machine.json({"list"});
  CHECK(findString(device(all, 3), {"uuid"}) == "B8140494-20B01C00-64C06124-104D0A8C-00000003");
  CHECK(number(device(all, 0), "memoryTemperatureCelsius") == 52);
  CHECK(number(device(all, 0), "eccCorrected") == 4);
  CHECK(findString(device(all, 0), {"health"}) == "ok");
}

TEST_CASE("an Ascend chip without HBM has its other memory") {
  Machine machine;
  machine.use("ascend", "dcmi");
  machine.standin = "hbm=0";
  const Value all = machine.json({"list"});
  CHECK(number(device(all, 0), "memoryTotalBytes") == 21534.0 * 1024 * 1024);
  CHECK(number(device(all, 0), "memoryUsedBytes") == 1534.0 * 1024 * 1024);
}

TEST_CASE("an Ascend card that is dropped is lost, the others are shown") {
  Machine machine;
  machine.use("ascend", "dcmi");
  machine.standin = "at=dcmi_get_device_hbm_info,2.fault=-8012";
  const Outcome run = machine.gpu({"list"});
  CHECK(run.out.find("ascend2  Ascend 910B3  lost: the device is not ready: it may be dropped\n") !=
        std::string::npos);
  CHECK(run.out.find("ascend3  Ascend 910B3  0000:c4:00.0") != std::string::npos);
}

TEST_CASE("the alarms of Ascend and Cambricon devices fail the check") {
  Machine machine;
  machine.use("ascend", "dcmi");
  machine.use("cambricon", "cndev");
  machine.standin = "1.health=3,1.healthy=0";
  const Outcome run = machine.gpu({"check"});
  CHECK(run.out.find("ascend1: the driver says: critical alarm\n") != std::string::npos);
  CHECK(run.out.find("cambricon1: the driver says: the device has failed\n") != std::string::npos);
  CHECK(run.code == 1);
}

TEST_CASE("Cambricon devices are read by CNDEV") {
  Machine machine;
  machine.use("cambricon", "cndev");
  const Outcome run = machine.gpu({"list", "0"});
  CHECK(run.out ==
        "Cambricon driver 6.2.10\n"
        "DEVICE      MODEL      PCI           MEMORY        BUSY  TEMP  POWER      PCIE  CLOCK\n"
        "cambricon0  MLU590-M9  0000:41:00.0  2.0/80.0 GiB  66%   -     240/550 W  -     -\n");
  const Value all = machine.json({"list"});
  CHECK(findString(device(all, 1), {"uuid"}) == "MLU-00000000000000000000000000000001");
  CHECK(number(device(all, 0), "memoryTotalBytes") == 80 * gibi);
  CHECK(device(all, 0).find("links")->size() == 6);
  CHECK_FALSE((*device(all, 0).find("links"))[5].find("active")->boolean());
  CHECK(findString(device(all, 0), {"unavailable", "temperatureCelsius"}) ==
        "the library has no cndevGetTemperatureInfo");
}

TEST_CASE("CNDEV is asked in an older version where it does not know the newest") {
  Machine machine;
  machine.use("cambricon", "cndev");
  machine.standin = "version=5";
  CHECK(number(device(machine.json({"list"}), 0), "utilizationPercent") == 66);
}

TEST_CASE("several vendors in one machine are shown together, and one that hangs holds up none") {
  Machine machine;
  machine.use("nvidia", "nvml");
  machine.use("amd", "rsmi");
  machine.use("ascend", "dcmi");
  machine.use("cambricon", "cndev");
  machine.standin = "processes=0";
  const std::string all =
      "nvidia0\nnvidia1\namd0\namd1\nascend0\nascend1\nascend2\nascend3\ncambricon0\ncambricon1\n";
  CHECK(machine.gpu({"list", "-o", "name"}).out == all);
  machine.standin = "processes=0,at=dcmi_init,fault=hang";
  const Outcome run = machine.gpu({"list", "-o", "name", "--timeout", "1"});
  CHECK(run.out == "nvidia0\nnvidia1\namd0\namd1\ncambricon0\ncambricon1\n");
  CHECK(run.err.starts_with("Ascend: the driver gave no answer within 1 s; "));
  CHECK(run.code == 4);
}

TEST_CASE("each vendor's library may lack all functions, and is told") {
  for (const char* vendor : {"amd", "ascend", "cambricon"}) {
    Machine machine;
    machine.use(vendor, "nothing");
    const Outcome run = machine.gpu({"list"});
    INFO(run.err);
    CHECK(run.err.find("libstandin_nothing.so has no ") != std::string::npos);
    CHECK(run.code == 4);
  }
}

TEST_CASE("drivers of all vendors that are not loaded mean that there is no device") {
  struct Row {
    const char* vendor;
    const char* standin;
    const char* init;
    const char* words;
  };
  for (const auto& [vendor, standin, init, words] :
       {Row{"amd", "rsmi", "at=rsmi_init,fault=8", "the library could not be started"},
        Row{"ascend", "dcmi", "at=dcmi_init,fault=-8008", "the device does not exist"},
        Row{"cambricon", "cndev", "at=cndevInit,fault=1", "the driver is not loaded"}}) {
    Machine machine;
    machine.use(vendor, standin);
    machine.standin = init;
    const Outcome run = machine.gpu({"list"});
    INFO(run.err);
    CHECK(run.err.find(words) != std::string::npos);
    CHECK(run.code == 5);
  }
}

TEST_CASE("the library of each vendor may hang in the middle, and what it told before is shown in time") {
  struct Row {
    const char* vendor;
    const char* standin;
    const char* function;
  };
  for (const auto& [vendor, standin, function] :
       {Row{"amd", "rsmi", "rsmi_dev_busy_percent_get"}, Row{"ascend", "dcmi", "dcmi_get_device_hbm_info"},
        Row{"cambricon", "cndev", "cndevGetDeviceUtilizationInfo"}}) {
    Machine machine;
    machine.use(vendor, standin);
    machine.standin = std::string("at=") + function + ",1.fault=hang";
    const Outcome run = machine.gpu({"list", "-o", "name", "--timeout", "0.5"});
    INFO(run.err);
    CHECK(run.out == std::string(vendor) + "0\n");
    CHECK(run.err.find("the driver gave no answer within 0.5 s, after " + std::string(vendor) + "0 of ") !=
          std::string::npos);
    CHECK(run.code == 4);
  }
}

TEST_CASE("the library of each vendor may crash or end its process, and that is told") {
  struct Row {
    const char* vendor;
    const char* standin;
    const char* init;
  };
  for (const auto& [vendor, standin, init] :
       {Row{"amd", "rsmi", "rsmi_init"}, Row{"ascend", "dcmi", "dcmi_init"},
        Row{"cambricon", "cndev", "cndevInit"}}) {
    Machine machine;
    machine.use(vendor, standin);
    INFO(vendor);
    machine.standin = std::string("at=") + init + ",fault=crash";
    CHECK(machine.gpu({"list"}).err.find(": the library crashed with signal 6 (Aborted)") !=
          std::string::npos);
    machine.standin = std::string("at=") + init + ",fault=exit";
    CHECK(machine.gpu({"list"}).err.find(": the library ended the process that asks it, with exit code 3") !=
          std::string::npos);
  }
}

TEST_CASE("a library that may not open its driver says so, and which file that is about") {
  struct Row {
    const char* vendor;
    const char* standin;
    const char* init;
    const char* code;
    const char* file;
  };
  for (const auto& [vendor, standin, init, code, file] :
       {Row{"nvidia", "nvml", "init", "4", "/dev/nvidiactl"},
        Row{"amd", "rsmi", "rsmi_init", "4", "/dev/kfd"},
        Row{"ascend", "dcmi", "dcmi_init", "-8002", "/dev/davinci_manager"},
        Row{"cambricon", "cndev", "cndevInit", "13", "/dev/cambricon_ctl"}}) {
    Machine machine;
    machine.use(vendor, standin);
    machine.standin = std::string("at=") + init + ",fault=" + code;
    const Outcome run = machine.gpu({"list"});
    INFO(run.err);
    CHECK(run.err.find(": no permission; ") != std::string::npos);
    CHECK(run.err.find(file) != std::string::npos);
    CHECK(run.code == 4);
  }
}

TEST_CASE(
    "a device of any vendor that is lost in the middle stays in the list with why, and fails the check") {
  struct Row {
    const char* vendor;
    const char* standin;
    const char* how;
    const char* words;
  };
  for (const auto& [vendor, standin, how, words] :
       {Row{"amd", "rsmi", "1.gone=-1",
            "it tells nothing of its memory, load and temperature: unknown error"},
        Row{"ascend", "dcmi", "at=dcmi_get_device_hbm_info,1.fault=-8012",
            "the device is not ready: it may be dropped"},
        Row{"cambricon", "cndev", "at=cndevGetDeviceUtilizationInfo,1.fault=18", "the device is in trouble"},
        Row{"cambricon", "cndev", "at=cndevGetDeviceHandleByIndex,1.fault=13", "no permission"}}) {
    Machine machine;
    machine.use(vendor, standin);
    machine.standin = how;
    const std::string first = vendor + std::string("0");
    const std::string second = vendor + std::string("1");
    const Value all = machine.json({"list", first, second});
    INFO(how);
    CHECK(device(all, 0).find("lost")->isNull());
    CHECK(findString(device(all, 1), {"lost"}) == words);
    const Outcome check = machine.gpu({"check"});
    CHECK(check.out.find("  " + second + ": " + words + "\n") != std::string::npos);
    CHECK(check.code == 1);
  }
}

TEST_CASE("numbers of other vendors' enumerations that are not known yet are shown as numbers") {
  Machine machine;
  machine.use("ascend", "dcmi");
  machine.use("cambricon", "cndev");
  machine.standin = "0.health=9,0.driver_state=12";
  const Value all = machine.json({"list", "ascend0", "cambricon0"});
  CHECK(findString(device(all, 0), {"health"}) == "state 0x9");
  CHECK(findString(device(all, 1), {"health"}) == "the driver is in state 12");
}

TEST_CASE("64 devices of any vendor are listed") {
  for (const auto& [vendor, standin] : {std::pair("amd", "rsmi"), std::pair("cambricon", "cndev")}) {
    Machine machine;
    machine.use(vendor, standin);
    machine.standin = "devices=64";
    CHECK(machine.json({"list"}).find("devices")->size() == 64);
  }
}
