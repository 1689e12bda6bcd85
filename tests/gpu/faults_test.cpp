#include <signal.h>

#include <chrono>
#include <thread>

#include "catch.h"
#include "gpu/fixture/machine.h"

using aictl::findString;
using aictl::Value;
using aictl::test::H100;
using aictl::test::Machine;
using aictl::test::Outcome;

TEST_CASE(
    "a library that hangs is told within a second after its time is over, with what it answered before") {
  using Clock = std::chrono::steady_clock;
  H100 machine;
  machine.standin = "1.at=utilization,1.fault=hang,hung=" + machine.work.path("hung");
  const Outcome run = machine.gpu({"list", "--timeout", "1"});
  // Counted from where the library hangs, by its own clock: how long two processes take to start is a matter
  // of how busy the machine is.
  const Clock::duration began(std::stoll(machine.work.read("hung")));
  CHECK(Clock::now().time_since_epoch() - began < std::chrono::seconds(1 + 1));
  CHECK(run.err.starts_with("NVIDIA: the driver gave no answer within 1 s, after nvidia0 of "));
  CHECK(run.out.find("nvidia0       NVIDIA H100 80GB HBM3  0000:1a:00.0  12.5/79.6 GiB") !=
        std::string::npos);
  CHECK(run.out.find("0000:1b:00.0  device 10de:2330") != std::string::npos);
  CHECK(run.code == 4);
}

TEST_CASE("a library that hangs holds none of the streams that a reader waits for") {
  H100 machine;
  machine.standin = "at=init,fault=hang";
  auto command = machine.command({"list", "--timeout=0.3"});
  // The shell's pipe: cat ends when all that hold its other end are gone.
  std::string line;
  for (const auto& word : command.words) line += "'" + word + "' ";
  command.words = {"/bin/sh", "-c", line + "2>&1 | cat"};
  const Outcome run = aictl::test::Process(command).wait(std::chrono::seconds(30));
  INFO(run.out);
  CHECK(run.out.find("NVIDIA: the driver gave no answer within 0.3 s") != std::string::npos);
}

TEST_CASE("a library that crashes is told, with what it answered before") {
  H100 machine;
  machine.standin = "1.at=power,1.fault=crash";
  const Outcome run = machine.gpu({"list"});
  CHECK(run.err.starts_with("NVIDIA: the library crashed with signal 6 (Aborted), after nvidia0"));
  CHECK(run.out.find("nvidia0  ") != std::string::npos);
  CHECK(run.code == 4);
}

TEST_CASE("a library that ends its process is told") {
  H100 machine;
  machine.standin = "at=init,fault=exit";
  const Outcome run = machine.gpu({"list"});
  CHECK(run.err.starts_with("NVIDIA: the library ended the process that asks it, with exit code 3"));
  CHECK(run.code == 4);
}

TEST_CASE("a device that is lost in the middle stays in the list, with why") {
  H100 machine;
  machine.standin = "1.at=utilization,1.fault=15";
  const Outcome run = machine.gpu({"list", "1"});
  CHECK(run.out.find(
            "nvidia1  NVIDIA H100 80GB HBM3  lost: the GPU has fallen off the bus, or cannot be reached "
            "otherwise\n") != std::string::npos);
  CHECK(run.code == 0);
}

TEST_CASE("a device that may not be opened stays in the list, with why") {
  H100 machine;
  machine.standin = "1.at=handle,1.fault=4";
  const Value all = machine.json({"list"});
  CHECK(findString((*all.find("devices"))[1], {"lost"}) == "no permission");
}

TEST_CASE("what NVML says when it cannot start is told in words, with what to do") {
  H100 machine;
  machine.standin = "at=init,fault=18";
  const Outcome run = machine.gpu({"list"});
  CHECK(
      run.err ==
      "NVIDIA: the versions of driver and library do not agree; the driver was updated while it was loaded: "
      "reload it, or restart the machine\n");
  CHECK(run.out.find("0000:1a:00.0  device 10de:2330") != std::string::npos);
  CHECK(run.code == 4);
}

TEST_CASE("a library without the functions is told") {
  Machine machine;
  machine.use("nvidia", "nothing");
  const Outcome run = machine.gpu({"list"});
  CHECK(run.err.find("libstandin_nothing.so has no nvmlInit_v2; it is another library") != std::string::npos);
  CHECK(run.code == 4);
}

TEST_CASE("a library that was asked for and is not there is told") {
  Machine machine;
  machine.use("nvidia", "/nowhere/libnvidia-ml.so.1");
  const Outcome run = machine.gpu({"list"});
  CHECK(run.err ==
        "NVIDIA: /nowhere/libnvidia-ml.so.1: cannot open shared object file: No such file or directory\n");
  CHECK(run.code == 4);
}

TEST_CASE("a file that is no library is told") {
  Machine machine;
  machine.work.write("libnvidia-ml.so.1", "not a library");
  machine.use("nvidia", machine.work.path("libnvidia-ml.so.1"));
  const Outcome run = machine.gpu({"list"});
  CHECK(run.err.starts_with("NVIDIA: "));
  CHECK(run.err.find("libnvidia-ml.so.1: file too short") != std::string::npos);
  CHECK(run.code == 4);
}

TEST_CASE("an interruption ends the waiting for a driver that hangs") {
  H100 machine;
  machine.standin = "at=init,fault=hang,hung=" + machine.work.path("hung");
  aictl::test::Process process(machine.command({"list"}));
  while (!machine.work.has("hung")) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  process.signal(SIGINT);
  CHECK(process.wait(std::chrono::seconds(2)).code == 130);
}

TEST_CASE("wrong options are told before anything is asked") {
  Machine machine;
  CHECK(machine.gpu({"list", "--vendor", "voodoo"}).code == 2);
  CHECK(machine.gpu({"list", "--library", "libfoo.so"})
            .err.find("'libfoo.so' is not of the form VENDOR=FILE") != std::string::npos);
  CHECK(machine.gpu({"lost"}).err == "unknown verb 'lost' of gpu; did you mean 'list'?\n");
}
