#include "core/gpu/driver_error.h"

#include "catch.h"

using namespace aictl::gpu;

namespace {

ErrorAction xidAction(int number) { return meaningOf({.number = number}, xids()).action; }

ErrorAction sxidAction(int number, const std::string& line) {
  return meaningOf({.number = number, .text = line}, sxids()).action;
}

}  // namespace

TEST_CASE("Xids of the kernel's log have their device and number") {
  const auto found =
      errorsIn({{1, "NVRM: Xid (PCI:0000:1a:00): 79, pid='<unknown>', name=<unknown>, GPU has fallen off"},
                {2, "NVRM: Xid (PCI:00000000:3B:00.0): 63, pid=1896, Row Remapper: New row"},
                {3, "NVRM: GPU 0000:1a:00.0: RmInitAdapter failed!"},
                {4, "NVRM: Xid (PCI:0000:1a:00): ninety"},
                {5, "NVRM: Xid (PCI:0000:1a:00"}},
               xids());
  REQUIRE(found.size() == 2);
  CHECK(found[0].number == 79);
  CHECK(found[0].pciAddress == "0000:1a:00");
  CHECK(found[0].microseconds == 1);
  CHECK(found[1].number == 63);
  CHECK(found[1].pciAddress == "0000:3b:00");
}

TEST_CASE("an Xid asks for what NVIDIA's catalogue says") {
  CHECK(xidAction(13) == ErrorAction::application);
  CHECK(xidAction(63) == ErrorAction::watch);
  CHECK(xidAction(74) == ErrorAction::inspect);
  CHECK(xidAction(95) == ErrorAction::reset);
  CHECK(xidAction(79) == ErrorAction::restart);
  CHECK(xidAction(106) == ErrorAction::none);
  CHECK(meaningOf({.number = 9999}, xids()).words == "not in the catalogue");
  CHECK(remedyOf(ErrorAction::none, xids()).empty());
}

TEST_CASE("SXids of the kernel's log have their switch and number, and lines of details are none") {
  const auto found = errorsIn(
      {{1, "nvidia-nvswitch3: SXid (PCI:0000:c1:00.0): 12020, Fatal, Link 46 egress sequence ID error"},
       {2, "nvidia-nvswitch3: SXid (PCI:0000:c1:00.0): 12020, Severity 1 Engine instance 46 Sub-engine 00"},
       {3,
        "nvidia-nvswitch0: SXid (PCI:0000:05:00.0): 12028, Non-fatal, Link 32 egress non-posted PRIV "
        "error (First)"},
       {4, "NVRM: Xid (PCI:0000:1a:00): 79, GPU has fallen off the bus"},
       {5, "nvidia-nvswitch0: SXid (PCI:0000:05:00.0)"}},
      sxids());
  REQUIRE(found.size() == 2);
  CHECK(found[0].number == 12020);
  CHECK(found[0].pciAddress == "0000:c1:00");
  CHECK(found[1].number == 12028);
}

TEST_CASE("an SXid asks for what NVIDIA's list says, and an unknown one for what its line says") {
  CHECK(sxidAction(11012, "SXid (PCI:…): 11012, Non-fatal, …") == ErrorAction::none);
  CHECK(sxidAction(20034, "SXid (PCI:…): 20034, Fatal, …") == ErrorAction::reset);
  CHECK(sxidAction(12020, "SXid (PCI:…): 12020, Fatal, …") == ErrorAction::restart);
  CHECK(sxidAction(99999, "SXid (PCI:…): 99999, Fatal, …") == ErrorAction::reset);
  CHECK(sxidAction(99999, "SXid (PCI:…): 99999, Non-fatal, …") == ErrorAction::watch);
}
