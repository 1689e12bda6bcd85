#include <dlfcn.h>

#include "catch.h"
#include "gpu/fixture/machine.h"

using aictl::findString;
using aictl::Value;
using aictl::test::Card;
using aictl::test::H100;
using aictl::test::Machine;
using aictl::test::Outcome;

namespace {

/// A machine that has no library of NVIDIA. One that really has it skips what needs this.
bool hasNoLibrary() {
  if (::dlopen("libnvidia-ml.so.1", RTLD_LAZY) == nullptr) return true;
  WARN("not tested: this machine has libnvidia-ml.so.1");
  return false;
}

class WithoutLibrary : public Machine {
 public:
  WithoutLibrary() { only("nvidia"); }
};

}  // namespace

TEST_CASE("where there is no accelerator, gpu list says so and ends with 5") {
  if (!hasNoLibrary()) return;
  WithoutLibrary machine;
  machine.add({.path = "pci0000:00/0000:00:02.0",
               .vendor = "0x1a03",
               .device = "0x2000",
               .classCode = "0x030000",
               .driver = "ast"});
  const Outcome run = machine.gpu({"list"});
  CHECK(run.err == "there is no GPU or other accelerator in this machine\n");
  CHECK(run.out.empty());
  CHECK(run.code == 5);
  CHECK(machine.json({"list"}).find("devices")->empty());
}

TEST_CASE("a library without a driver and without a device is no accelerator either") {
  Machine machine;
  machine.use("nvidia", "nvml");
  machine.standin = "at=init,fault=9";
  const Outcome run = machine.gpu({"list"});
  CHECK(
      run.err ==
      "there is no GPU or other accelerator in this machine (NVIDIA's library says: the NVIDIA driver is not "
      "loaded)\n");
  CHECK(run.code == 5);
}

TEST_CASE("devices without a driver are named by the PCI bus") {
  if (!hasNoLibrary()) return;
  WithoutLibrary machine;
  machine.add({.path = "pci0000:16/0000:1a:00.0", .driver = "", .speed = "2.5 GT/s PCIe", .width = 8});
  machine.add({.path = "pci0000:16/0000:1b:00.0",
               .vendor = "0x1da3",
               .device = "0x1060",
               .classCode = "0x120000",
               .driver = "habanalabs"});
  machine.write(
      "/usr/share/misc/pci.ids",
      "# a list\n1002  AMD\n\t2330  not this one\n10de  NVIDIA Corporation\n\t2322  GH100 [H800 PCIe]\n"
      "\t2330  GH100 [H100 SXM5 80GB]\n\t\t10de 16c1  a board\n1da3  Habana Labs Ltd.\n");
  const Outcome run = machine.gpu({"list"});
  CHECK(run.out ==
        "DEVICE        MODEL                   PCI           MEMORY  BUSY  TEMP  POWER  PCIE         CLOCK\n"
        "0000:1a:00.0  GH100 [H100 SXM5 80GB]  0000:1a:00.0  -       -     -     -      1x8 of 5x16  -\n"
        "0000:1b:00.0  device 1da3:1060        0000:1b:00.0  -       -     -     -      5x16         -\n");
  CHECK(run.err ==
        "warning: NVIDIA: 0000:1a:00.0 is on the PCI bus, and its library is not installed; install the "
        "driver, or "
        "say with --library nvidia=FILE where the library is\n");
  CHECK(run.code == 0);
}

TEST_CASE("the graphics card of a Huawei server is no accelerator, its Ascend cards are") {
  if (!hasNoLibrary()) return;
  WithoutLibrary machine;
  machine.add(
      {.path = "pci0000:00/0000:02:00.0", .vendor = "0x19e5", .device = "0x1711", .classCode = "0x030000"});
  machine.add(
      {.path = "pci0000:00/0000:c1:00.0", .vendor = "0x19e5", .device = "0xd802", .classCode = "0x120000"});
  CHECK(machine.gpu({"list", "-o", "name"}).out == "0000:c1:00.0\n");
}

TEST_CASE("a device that the driver does not know any more is told") {
  H100 machine;
  machine.standin = "devices=1";
  const Outcome run = machine.gpu({"list", "-o", "name"});
  CHECK(run.out == "nvidia0\n0000:1b:00.0\n");
  CHECK(run.err ==
        "warning: NVIDIA: 0000:1b:00.0 is on the PCI bus, and the driver does not know of it; it has fallen "
        "off "
        "the bus, or was given to a virtual machine: see the kernel's log\n");
}
