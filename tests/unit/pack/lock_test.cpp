#include "core/pack/lock.h"

#include "packing.h"

using namespace aictl;
using packing::Fixture;
using Lines = std::vector<std::string>;

namespace {

const std::string commit = "0123456789abcdef0123456789abcdef01234567";

}  // namespace

TEST_CASE("a lock is read back as it was written") {
  const pack::Lock lock{
      {{"https://example.com/packs.git", "v1.2", commit}, {"git@example.com:more.git", "main", commit}}};
  Fixture fixture;
  const auto path = fixture.folder.write("aictl.lock", pack::writeLock(lock));
  const auto again = pack::readLock(path, fixture.sources, fixture.findings);
  REQUIRE(again.pins.size() == 2);
  CHECK(again.commit("https://example.com/packs.git", "v1.2") == commit);
  CHECK(again.commit("git@example.com:more.git", "main") == commit);
  CHECK(fixture.lines().empty());
}

TEST_CASE("a written lock says whose it is and is a file that a person can read") {
  CHECK(pack::writeLock({{{"https://example.com/packs.git", "v1", commit}}}) ==
        "# Written by 'aictl pack lock'. Keep it beside the stack, under version control.\n"
        "packs:\n- git: https://example.com/packs.git\n  ref: v1\n  commit: " +
            commit + "\n");
}

TEST_CASE("a lock at another ref does not hold the pack") {
  const pack::Lock lock{{{"https://example.com/packs.git", "v1", commit}}};
  CHECK_FALSE(lock.commit("https://example.com/packs.git", "v2"));
  CHECK_FALSE(lock.commit("https://example.com/other.git", "v1"));
}

TEST_CASE("a lock that is not there is empty") {
  Fixture fixture;
  CHECK(pack::readLock(fixture.folder.path("aictl.lock"), fixture.sources, fixture.findings).pins.empty());
  CHECK(fixture.lines().empty());
}

TEST_CASE("a pin that lacks something, or whose commit is none, is told") {
  for (const std::string pin :
       {"{git: u, ref: r}", "{git: u, ref: r, commit: main}", "{git: u, ref: r, commit: ../../etc}",
        "{ref: r, commit: 0123456789abcdef0123456789abcdef01234567}", "5"}) {
    Fixture fixture;
    const auto path = fixture.folder.write("aictl.lock", "packs:\n  - " + pin + "\n");
    CHECK(pack::readLock(path, fixture.sources, fixture.findings).pins.empty());
    CHECK(fixture.lines() == Lines{"aictl.lock:2:5: a pin has git, ref and the commit in full; run 'aictl "
                                   "pack lock' to write the file anew"});
  }
}

TEST_CASE("a lock that is no YAML is told with its place") {
  Fixture fixture;
  const auto path = fixture.folder.write("aictl.lock", "packs: [\n");
  CHECK(pack::readLock(path, fixture.sources, fixture.findings).pins.empty());
  REQUIRE(fixture.lines().size() == 1);
  CHECK(fixture.lines().front().find("aictl.lock:") == 0);
}
