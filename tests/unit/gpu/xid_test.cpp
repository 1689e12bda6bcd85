#include "core/gpu/sxid.h"

#include "catch.h"

using namespace aictl::gpu;

TEST_CASE("Xids of the kernel's log have their device and number") {
  const auto xids =
      xidsIn({{1, "NVRM: Xid (PCI:0000:1a:00): 79, pid='<unknown>', name=<unknown>, GPU has fallen off"},
              {2, "NVRM: Xid (PCI:00000000:3B:00.0): 63, pid=1896, Row Remapper: New row"},
              {3, "NVRM: GPU 0000:1a:00.0: RmInitAdapter failed!"},
              {4, "NVRM: Xid (PCI:0000:1a:00): ninety"},
              {5, "NVRM: Xid (PCI:0000:1a:00"}});
  REQUIRE(xids.size() == 2);
  CHECK(xids[0].number == 79);
  CHECK(xids[0].pciAddress == "0000:1a:00");
  CHECK(xids[0].microseconds == 1);
  CHECK(xids[1].number == 63);
  CHECK(xids[1].pciAddress == "0000:3b:00");
}

TEST_CASE("an Xid asks for what NVIDIA's catalogue says") {
  CHECK(xidMeaning(13).action == XidAction::application);
  CHECK(xidMeaning(63).action == XidAction::watch);
  CHECK(xidMeaning(74).action == XidAction::inspect);
  CHECK(xidMeaning(95).action == XidAction::reset);
  CHECK(xidMeaning(79).action == XidAction::restart);
  CHECK(xidMeaning(106).action == XidAction::none);
  CHECK(xidMeaning(9999).words == "not in the catalogue");
}

TEST_CASE("SXids of the kernel's log have their switch and number, and lines of details are none") {
  const auto sxids = sxidsIn(
      {{1, "nvidia-nvswitch3: SXid (PCI:0000:c1:00.0): 12020, Fatal, Link 46 egress sequence ID error"},
       {2, "nvidia-nvswitch3: SXid (PCI:0000:c1:00.0): 12020, Severity 1 Engine instance 46 Sub-engine 00"},
       {3,
        "nvidia-nvswitch0: SXid (PCI:0000:05:00.0): 12028, Non-fatal, Link 32 egress non-posted PRIV "
        "error (First)"},
       {4, "NVRM: Xid (PCI:0000:1a:00): 79, GPU has fallen off the bus"},
       {5, "nvidia-nvswitch0: SXid (PCI:0000:05:00.0)"}});
  REQUIRE(sxids.size() == 2);
  CHECK(sxids[0].number == 12020);
  CHECK(sxids[0].pciAddress == "0000:c1:00");
  CHECK(sxids[1].number == 12028);
}

TEST_CASE("an SXid asks for what NVIDIA's list says, and an unknown one for what its line says") {
  CHECK(sxidMeaning({.number = 11012, .text = "SXid (PCI:…): 11012, Non-fatal, …"}).action ==
        XidAction::none);
  CHECK(sxidMeaning({.number = 20034, .text = "SXid (PCI:…): 20034, Fatal, …"}).action == XidAction::reset);
  CHECK(sxidMeaning({.number = 12020, .text = "SXid (PCI:…): 12020, Fatal, …"}).action == XidAction::restart);
  CHECK(sxidMeaning({.number = 99999, .text = "SXid (PCI:…): 99999, Fatal, …"}).action == XidAction::reset);
  CHECK(sxidMeaning({.number = 99999, .text = "SXid (PCI:…): 99999, Non-fatal, …"}).action ==
        XidAction::watch);
}
