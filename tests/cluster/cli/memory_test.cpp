// How much memory large stacks take: the program's own, resident.

#include "cluster/fixture/cluster.h"
#include "shell/fixture/measured.h"

using namespace aictl;
using aictl::test::Cluster;
using aictl::test::Measured;

namespace {

constexpr std::size_t megabyte = 1'000'000;

/// Of a stack with so many ConfigMaps.
struct Site {
  Cluster cluster;

  explicit Site(int count) {
    cluster.work.write("aictl.yaml", "stack: many\nmanifests: [all.yaml]\n");
    std::string all;
    for (int i = 0; i < count; ++i) {
      all += "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c" + std::to_string(i) +
             "}\ndata: {key: value " + std::to_string(i) + ", text: " + std::string(200, 'x') + "}\n";
    }
    cluster.work.write("all.yaml", all);
  }

  Measured aictl(std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"-n", cluster.nameSpace});
    Measured result = test::measured(cluster.work.command(std::move(arguments)));
    INFO(result.outcome.err);
    REQUIRE(result.outcome.code == 0);
    return result;
  }
};

}  // namespace

TEST_CASE("an apply of 500 objects takes less than 25 MB, also where nothing changes") {
  // What is shipped takes that (bench-apply shows it). In a build for tests the C++ libraries are shared
  // ones, which count whole, and our own code is larger.
  constexpr auto atMost = 27 * megabyte;
  const Site site(500);
  CHECK(site.aictl({"apply", "-q"}).peakMemory < atMost);
  CHECK(site.aictl({"apply", "-q"}).peakMemory < atMost);
}

TEST_CASE("ten thousand objects are applied, planned and shown in less than 60 MB", "[.long]") {
  const Site site(10'000);
  CHECK(site.aictl({"apply", "-q"}).peakMemory < 60 * megabyte);
  const Measured plan = site.aictl({"plan"});
  CHECK(plan.outcome.out == "10000 as they are\n");
  CHECK(plan.peakMemory < 60 * megabyte);
  const Measured status = site.aictl({"status", "-o", "name"});
  CHECK(std::ranges::count(status.outcome.out, '\n') == 10'000);
  CHECK(status.peakMemory < 60 * megabyte);
}
