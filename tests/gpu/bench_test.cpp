#include "catch.h"
#include "gpu/fixture/machine.h"

using aictl::find;
using aictl::findString;
using aictl::Value;
using aictl::test::H100;
using aictl::test::Machine;
using aictl::test::Outcome;
using aictl::test::standinPath;

namespace {

/// Two H100 whose drivers, for management and for CUDA, are stand-ins. Sizes are such that the interpreter of
/// kernels is soon done.
class Bench : public H100 {
 public:
  explicit Bench(std::string how = "") { standin = std::move(how); }

  Outcome bench(std::vector<std::string> more) const { return gpu(arguments(std::move(more))); }
  Value result(std::vector<std::string> more) const { return json(arguments(std::move(more))); }

  std::string cuda = "cuda";

 private:
  std::vector<std::string> arguments(std::vector<std::string> more) const {
    std::vector<std::string> all{"bench",
                                 "--cuda-library",
                                 standinPath(cuda),
                                 "--size",
                                 "64Ki",
                                 "--matrix",
                                 "128",
                                 "--samples",
                                 "5",
                                 "--sample-time",
                                 "0"};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
};

/// The result of a measurement of a device; null where there is none.
Value of(const Value& all, std::string_view device, std::string_view measurement) {
  for (const Value& one : all.find("results")->items()) {
    if (findString(one, {"device"}) == device && findString(one, {"measurement"}) == measurement) return one;
  }
  return {};
}

double median(const Value& result) {
  const Value* figure = find(result, {"figures", "median"});
  return figure != nullptr && figure->isNumber() ? figure->number() : -1;
}

}  // namespace

TEST_CASE("a bench shows each figure with its spread and what the hardware can do") {
  const Outcome run =
      Bench().bench({"0", "--measure", "host-to-device,memory-copy,launch", "--size", "64Mi"});
  CHECK(run.out ==
        "DEVICE   MEASUREMENT     MEDIAN  UNIT  MIN   MAX   STDEV  SAMPLES  OF             VERDICT  CLOCK    "
        " TEMP\n"
        "nvidia0  host-to-device  55      GB/s  55    55    0      5        87 % of 63.02  pass     1755 MHz "
        " 54 °C\n"
        "nvidia0  memory-copy     2800    GB/s  2800  2800  0      5        84 % of 3350   pass     1755 MHz "
        " 54 °C\n"
        "nvidia0  launch          2.5     µs    2.5   2.5   0      5        -              -        1755 MHz "
        " 54 °C\n");
  CHECK(run.err == "measuring nvidia0\n");
  CHECK(run.code == 0);
}

TEST_CASE("all that can be measured is measured, and computed right") {
  const Value all = Bench().result({});
  for (const char* device : {"nvidia0", "nvidia1"}) {
    for (const char* measurement :
         {"host-to-device", "device-to-host", "both-ways", "memory-read", "memory-write", "memory-copy",
          "launch", "launch-and-wait", "fp32", "tf32", "bf16", "fp8", "peer-to-peer"}) {
      CAPTURE(device, measurement);
      CHECK(findString(of(all, device, measurement), {"trouble"}) == "none");
      CHECK(median(of(all, device, measurement)) > 0);
    }
  }
}

TEST_CASE("the document of a bench has units, statistics, conditions and what the hardware can do") {
  const Value all = Bench().result({"0", "--measure", "memory-read", "--size", "1Mi"});
  const Value read = of(all, "nvidia0", "memory-read");
  CHECK(findString(read, {"unit"}) == "bytes/s");
  CHECK(find(read, {"amountOfACall"})->number() == 1 << 20);
  CHECK(find(read, {"expected"})->number() == 3.35e12);
  CHECK(findString(read, {"source"}).starts_with("NVIDIA H100 Tensor Core GPU datasheet"));
  CHECK(find(read, {"figures", "samples"})->integer() == 5);
  CHECK(find(read, {"figures", "percentiles", "p99"})->isNull());
  CHECK(find(read, {"figures", "callNanosecondsHistogram"})->items()[0][2].integer() == 5);
  CHECK(find(read, {"conditions", "clockMaximumMegahertz"})->integer() == 1755);
  CHECK(find(read, {"conditions", "powerMaximumWatts"})->number() == 310.5);
  CHECK(findString(all, {"driver"}) == "550.54.15");
  CHECK(findString((*all.find("devices"))[0], {"uuid"}).starts_with("GPU-"));
}

TEST_CASE("launches are measured so often that p99.9 is told") {
  const Value all = Bench().result({"0", "--measure", "launch-and-wait"});
  const Value waited = of(all, "nvidia0", "launch-and-wait");
  CHECK(findString(waited, {"figures", "clock"}) == "host");
  CHECK(find(waited, {"figures", "percentiles", "p99.9"})->isNumber());
  CHECK(find(waited, {"figures", "percentiles", "p99.99"})->isNull());
}

TEST_CASE("a sample is of as many calls as its time takes") {
  const Value all = Bench().result({"0", "--measure", "launch", "--sample-time", "0.0001"});
  CHECK(median(of(all, "nvidia0", "launch")) == Approx(2500).epsilon(0.001));
}

TEST_CASE("CSV has a line for each measurement, and why one has no figures") {
  const Outcome run = Bench("capability=75").bench({"1", "--measure", "launch,bf16", "-o", "csv"});
  CHECK(run.out.find("\r\nnvidia1,,launch,ns,") != std::string::npos);
  CHECK(run.out.find("\r\nnvidia1,,bf16,operations/s,,,,,,,,,,,,0,,skipped,,,,,unsupported,\"the chip has no "
                     "tensor cores for it: it is of compute capability 7.5, and they came with 8.0\"\r\n") !=
        std::string::npos);
  CHECK(run.code == 0);
}

TEST_CASE("the device that was named is measured, in whatever order CUDA counts") {
  const Bench machine("1.pcie=500");
  const Outcome run = machine.bench(
      {"GPU-6b1d0000-0000-0000-0000-000000000001", "--measure", "host-to-device", "--size", "1Mi"});
  CHECK(run.out.find("nvidia1  host-to-device  27.5") != std::string::npos);
  CHECK(run.out.find("nvidia0") == std::string::npos);
}

TEST_CASE("a figure that is far below what the hardware can do fails") {
  const Outcome run = Bench("1.pcie=500").bench({"--measure", "device-to-host", "--size", "64Mi"});
  CHECK(run.err.find(
            "device-to-host of nvidia1: it is 43 % of what it can be (PCIe generation 5 x16), and 70 % "
            "are expected at least") != std::string::npos);
  CHECK(run.err.find("of nvidia0:") == std::string::npos);
  CHECK(run.code == 1);
}

TEST_CASE("a figure of so little that caches hold it is no verdict on the memory") {
  const Value all = Bench("hbm=100").result({"0", "--measure", "memory-copy", "--size", "1Mi"});
  CHECK(findString(of(all, "nvidia0", "memory-copy"), {"verdict"}) == "skipped");
}

TEST_CASE("a device that is slower than its like is told") {
  const Outcome run = Bench("devices=4,2.hbm=850").bench({"--measure", "memory-copy", "--size", "1Mi"});
  CHECK(run.err.find(
            "warning: memory-copy of nvidia2: it is 15 % slower than the median of the 4 devices of its "
            "model") != std::string::npos);
  CHECK(run.code == 0);
}

TEST_CASE("what is copied wrong is told, and has no figure") {
  struct Row {
    const char* way;
    const char* measurement;
  };
  for (const auto& [way, measurement] :
       {Row{"to-device", "host-to-device"}, Row{"to-host", "device-to-host"}, Row{"to-host", "both-ways"},
        Row{"on-device", "memory-copy"}, Row{"peer", "peer-to-peer"}}) {
    CAPTURE(measurement);
    const Outcome run = Bench("corrupt=" + std::string(way)).bench({"--measure", measurement});
    CHECK(run.err.find("what arrived is not what was sent: at byte 32768 of 65536") != std::string::npos);
    CHECK(run.out.find("GB/s  ") == std::string::npos);
    CHECK(run.code == 1);
  }
}

TEST_CASE("what is computed wrong is told") {
  const Value all =
      Bench("miscompute=1").result({"0", "--measure", "memory-read,memory-write,fp32,tf32,bf16,fp8"});
  for (const char* measurement : {"memory-read", "memory-write", "fp32", "tf32", "bf16", "fp8"}) {
    CAPTURE(measurement);
    CHECK(findString(of(all, "nvidia0", measurement), {"trouble"}) == "wrong");
    CHECK(findString(of(all, "nvidia0", measurement), {"verdict"}) == "fail");
  }
}

TEST_CASE("where there is too little memory, that is told, and the rest is measured") {
  const Outcome run = Bench("memory=100000").bench({"0", "--measure", "memory-read,memory-copy,launch"});
  CHECK(run.err.find("memory-copy of nvidia0: it was not measured: cuMemAlloc_v2: out of memory") !=
        std::string::npos);
  CHECK(run.out.find("memory-read") < run.out.find("launch "));
  CHECK(run.code == 4);
}

TEST_CASE("an old library costs what it does not have, and no more") {
  Bench machine("memory=100000");
  machine.cuda = "cuda_old";
  const Value all = machine.result({"--measure", "memory-copy,launch,peer-to-peer"});
  CHECK(findString(of(all, "nvidia0", "memory-copy"), {"reason"}) == "cuMemAlloc_v2: error 2");
  CHECK(median(of(all, "nvidia0", "launch")) > 0);
  CHECK(findString(of(all, "nvidia0", "peer-to-peer"), {"reason"}) ==
        "the library has no cuDeviceCanAccessPeer");
  CHECK(findString(of(all, "nvidia0", "peer-to-peer"), {"trouble"}) == "unsupported");
}

TEST_CASE("a kernel that the driver does not compile is told with what its compiler says") {
  const Outcome run = Bench("ptx=70").bench({"0", "--measure", "bf16,fp8"});
  CHECK(run.out.find("nvidia0  bf16         ") != std::string::npos);
  CHECK(run.err.find(
            "fp8 of nvidia0: it was not measured: the driver does not compile the kernel 'multiply': the "
            "provided PTX was compiled with an unsupported toolchain.: ptxas fatal: Unsupported "
            ".version") != std::string::npos);
  CHECK(run.code == 4);
}

TEST_CASE("a device that is lost in the middle is told, and the others are measured") {
  const Outcome run =
      Bench("0.at=launch,0.fault=719").bench({"--measure", "host-to-device,memory-read,launch"});
  CHECK(run.err.find("NVIDIA: nvidia0 answers no more after memory-read: unspecified launch failure; see the "
                     "kernel's log for an Xid, and 'aictl gpu check'") != std::string::npos);
  CHECK(run.out.find("nvidia0  host-to-device") != std::string::npos);
  CHECK(run.out.find("nvidia1  launch") != std::string::npos);
  CHECK(run.code == 4);
}

TEST_CASE("a driver that hangs while it is measured is told once its time is over") {
  const Outcome run =
      Bench("0.at=launch,0.fault=hang").bench({"0", "--measure", "host-to-device,launch", "--limit", "1"});
  CHECK(run.out.find("nvidia0  host-to-device") != std::string::npos);
  CHECK(run.err.find("NVIDIA: the driver gave no answer within 1 s, after host-to-device of nvidia0") !=
        std::string::npos);
  CHECK(run.code == 4);
}

TEST_CASE("a CUDA library that crashes is told") {
  const Outcome run = Bench("at=compile,fault=crash").bench({"0", "--measure", "host-to-device,launch"});
  CHECK(
      run.err.find("NVIDIA: the library crashed with signal 6 (Aborted), after host-to-device of nvidia0") !=
      std::string::npos);
  CHECK(run.code == 4);
}

TEST_CASE("a clock that stands still gives no figures") {
  const Outcome run = Bench("clock=0").bench({"0", "--measure", "host-to-device"});
  CHECK(run.err.find("host-to-device of nvidia0: by the device's clock, no time has passed") !=
        std::string::npos);
  CHECK(run.code == 1);
}

TEST_CASE("ways between devices are a matrix, and one through the host says so") {
  const Outcome direct = Bench().bench({"--measure", "peer-to-peer"});
  CHECK(direct.out ==
        "GB/s FROM / TO  nvidia0  nvidia1\n"
        "nvidia0         X        390\n"
        "nvidia1         390      X\n");
  const Outcome staged = Bench("peer=0").bench({"--measure", "peer-to-peer"});
  CHECK(staged.out.find("nvidia0         X                    18 through the host\n") != std::string::npos);
}

TEST_CASE("a device that CUDA does not show is told") {
  const Outcome run = Bench("cuda_devices=1").bench({"0", "--measure", "launch"});
  CHECK(run.err.find(
            "NVIDIA: CUDA does not know nvidia0 (0000:1a:00.0); see whether CUDA_VISIBLE_DEVICES hides "
            "it") != std::string::npos);
  CHECK(run.code == 4);
}

TEST_CASE("of a divided device its instances are measured, each as CUDA shows it to who names it") {
  const Outcome run =
      Bench("0.mig=1").bench({"--measure", "memory-copy,peer-to-peer", "--size", "64Mi", "--samples", "3"});
  CHECK(
      run.out ==
      "DEVICE       MEASUREMENT  MEDIAN  UNIT  MIN   MAX   STDEV  SAMPLES  OF            VERDICT  CLOCK     "
      "TEMP\n"
      "nvidia0/7/0  memory-copy  350     GB/s  350   350   0      3        -             -        1755 MHz  "
      "54 °C\n"
      "nvidia0/8/0  memory-copy  350     GB/s  350   350   0      3        -             -        1755 MHz  "
      "54 °C\n"
      "nvidia1      memory-copy  2800    GB/s  2800  2800  0      3        84 % of 3350  pass     1755 MHz  "
      "54 °C\n");
  CHECK(run.code == 0);
}

TEST_CASE("an instance is chosen by its name, its UUID or its device, and told with what it is") {
  const Bench machine("0.mig=1");
  const auto names = [&](const char* name) {
    const Value all = machine.result({name, "--measure", "launch"});
    std::string text;
    for (const Value& device : all.find("devices")->items())
      text += std::string(findString(device, {"name"})) + " ";
    return text;
  };
  CHECK(names("nvidia0/8/0") == "nvidia0/8/0 ");
  CHECK(names("MIG-6b1d0000-0000-0000-0001-000000000000") == "nvidia0/7/0 ");
  CHECK(names("nvidia0") == "nvidia0/7/0 nvidia0/8/0 ");
  CHECK(names("0") == "nvidia0/7/0 nvidia0/8/0 ");
  const Value all = machine.result({"nvidia0/7/0", "--measure", "launch"});
  const Value& device = (*all.find("devices"))[0];
  CHECK(findString(device, {"model"}) == "NVIDIA H100 80GB HBM3 MIG 1g.10gb");
  CHECK(findString(device, {"instance"}) == "7/0");
}

TEST_CASE("a divided device without an instance is not measured") {
  const Outcome run = Bench("0.mig=1,0.instances=0").bench({"--measure", "launch"});
  CHECK(run.err.find("warning: nvidia0 is not measured: it is divided (MIG), and has no instance") !=
        std::string::npos);
  CHECK(run.out.find("nvidia1  launch") != std::string::npos);
  CHECK(run.code == 0);
}

TEST_CASE("a run is held against the document of an earlier one, beyond the noise") {
  const Bench machine;
  const std::vector<std::string> what{"0", "--measure", "memory-copy,launch", "--size", "1Mi"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.begin(), what.begin(), what.end());
    return more;
  };
  CHECK(machine.bench(with({"--save", "before.json"})).code == 0);

  const Outcome same = machine.bench(with({"--baseline", "before.json"}));
  CHECK(same.err.find("info: memory-copy of nvidia0: 2800 GB/s, was 2800 GB/s: within the noise of 28 "
                      "GB/s\n") != std::string::npos);
  CHECK(same.code == 0);

  Bench slower("0.hbm=900");
  slower.work.write("before.json", machine.work.read("before.json"));
  const Outcome worse = slower.bench(with({"--baseline", "before.json"}));
  CHECK(worse.err.find(
            "memory-copy of nvidia0: 2520 GB/s, was 2800 GB/s: worse, beyond the noise of 28 GB/s\n") !=
        std::string::npos);
  CHECK(worse.err.find("launch of nvidia0: 2.5 µs, was 2.5 µs: within") != std::string::npos);
  CHECK(worse.code == 1);

  const Outcome few = machine.bench(with({"--baseline", "before.json", "--samples", "2"}));
  CHECK(
      few.err.find("warning: memory-copy of nvidia0: 2800 GB/s, was 2800 GB/s: whether that is noise takes 3 "
                   "samples on both sides to tell") != std::string::npos);
  CHECK(few.code == 0);
}

TEST_CASE("what is saved and compared is of one machine") {
  const Bench machine;
  const Outcome run = machine.bench({"--nodes", "a", "--save", "all.json"});
  CHECK(run.code == 2);
  CHECK(run.err.find("--save and --baseline are of one machine") != std::string::npos);
}

TEST_CASE(
    "a baseline of another model, of other sizes, of other measurements or of another form is refused") {
  const Bench machine;
  REQUIRE(machine.bench({"0", "--measure", "memory-copy", "--save", "before.json"}).code == 0);
  const auto against = [&](const std::string& standin, std::vector<std::string> more,
                           const std::string& words) {
    Bench now(standin);
    now.work.write("before.json", machine.work.read("before.json"));
    more.insert(more.end(), {"--baseline", "before.json"});
    const Outcome run = now.bench(std::move(more));
    INFO(run.err);
    CHECK(run.err.find(words) != std::string::npos);
    CHECK(run.code == 2);
  };
  against("name=NVIDIA H200", {"0", "--measure", "memory-copy"},
          "nvidia0 was NVIDIA H100 80GB HBM3, and now it is NVIDIA H200");
  against("", {"0", "--measure", "memory-copy", "--size", "1Mi"},
          "it was measured with --size 65536 --matrix 128, and now it is --size 1048576 --matrix 128");
  against("", {"0", "--measure", "launch"}, "it has none of the measurements of this run");

  machine.work.write("no.json", "{}");
  const Outcome wrong = machine.bench({"0", "--baseline", "no.json"});
  CHECK(wrong.err == "no.json: it is no document of the form aictl.dev/gpu-bench/v1\n");
  CHECK(wrong.out.empty());
  CHECK(wrong.code == 2);
}

TEST_CASE("a device that is not here is not measured, and told with those that are") {
  const Outcome run = Bench().bench({"nvidia7"});
  CHECK(run.err == "there is no device 'nvidia7' in this machine; it has nvidia0, nvidia1\n");
  CHECK(run.out.empty());
  CHECK(run.code == 5);
}

TEST_CASE("gpu bench whose reader is gone ends quietly") {
  const Bench machine;
  auto command = machine.command({"bench", "0", "--cuda-library", standinPath("cuda"), "--measure", "launch",
                                  "--sample-time", "0", "-q", "-o", "json"});
  command.output = aictl::test::Output::readerGone;
  const Outcome run = aictl::test::run(command);
  CHECK(run.err.empty());
  CHECK(run.code == 128 + 13);
}

TEST_CASE("a machine without a device to measure ends with 5") {
  Machine machine;
  machine.only("nvidia");
  const Outcome run = machine.gpu({"bench"});
  CHECK(run.err.find("there is no GPU or other accelerator in this machine") != std::string::npos);
  CHECK(run.out.empty());
  CHECK(run.code == 5);
}

TEST_CASE("a bench refuses sizes that its kernels cannot have") {
  const Bench machine;
  CHECK(machine.bench({"--matrix", "100"}).err.find("'100' is no multiple of 128 up to 32768") !=
        std::string::npos);
  CHECK(machine.bench({"--size", "100"}).code == 2);
  CHECK(machine.bench({"--measure", "fp64"}).code == 2);
  CHECK(machine.bench({"--samples", "0"}).code == 2);
}
