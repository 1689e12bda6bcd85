#include "core/gpu/xid.h"

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
