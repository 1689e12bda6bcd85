// Runs: none is lost, and none repeated, by an apply.

#include "cluster/fixture/cluster.h"
#include "cluster/fixture/play.h"
#include "shell/fixture/lines.h"

using namespace aictl;
using aictl::test::Cluster;
using aictl::test::endJob;
using aictl::test::linesWith;
using aictl::test::Outcome;

namespace {

const std::string job = "stack: s\ntrain: {a: {image: 'x:1'}}\n";

}  // namespace

TEST_CASE("a job that runs is not touched by a change that needs a new run, and --rerun makes one") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", job);
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  const auto uid = std::string(findString(cluster.live("batch/v1", "Job", "a"), {"metadata", "uid"}));
  const Outcome held = cluster.aictl({"apply", "--set", "train.a.image=x:2"});
  CHECK(held.code == 0);
  CHECK(held.err ==
        "hold     train/a  job.batch/a  it runs, and spec.template.spec.containers[name=\"main\"].image "
        "cannot be "
        "changed; '--rerun train/a' ends it and starts anew\n1 held\n");
  CHECK(findString(cluster.live("batch/v1", "Job", "a"), {"metadata", "uid"}) == uid);
  CHECK(linesWith("train/a: ", cluster.aictl({"diff", "--set", "train.a.image=x:2"}).err)
            .starts_with("train/a: image \"x:1\" → \"x:2\", --set train.a.image"));

  CHECK(cluster.aictl({"apply", "--set", "train.a.image=x:2", "--rerun", "train/a"}).code == 2);
  CHECK(findString(cluster.live("batch/v1", "Job", "a"), {"metadata", "uid"}) == uid);
  CHECK(cluster.aictl({"apply", "-q", "--set", "train.a.image=x:2", "--rerun", "train/a", "--yes"}).code ==
        0);
  CHECK(findString(cluster.live("batch/v1", "Job", "a"), {"metadata", "uid"}) != uid);
}

TEST_CASE("a job that has ended is not started again by an apply, and --rerun alone starts it") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", job);
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  endJob(cluster, "Complete");
  const auto uid = std::string(findString(cluster.live("batch/v1", "Job", "a"), {"metadata", "uid"}));
  CHECK(cluster.aictl({"apply"}).err == "1 as it is\n");
  const Outcome changed = cluster.aictl({"apply", "--set", "train.a.image=x:2", "--yes"});
  CHECK(changed.code == 0);
  CHECK(linesWith("hold", changed.err).find("it has ended") != std::string::npos);
  CHECK(findString(cluster.live("batch/v1", "Job", "a"), {"metadata", "uid"}) == uid);
  const Outcome rerun = cluster.aictl({"apply", "--set", "train.a.image=x:2", "--rerun", "a"});
  CHECK(rerun.code == 0);
  CHECK(linesWith("replaced", rerun.err).starts_with("replaced  job.batch/a  (train/a)\n"));
  CHECK(findString(cluster.live("batch/v1", "Job", "a"), {"metadata", "uid"}) != uid);
}

TEST_CASE("a job that ran and is gone is not run again by an apply") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", job);
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  cluster.remove("/apis/batch/v1/namespaces/" + cluster.nameSpace + "/jobs/a");
  const Outcome held = cluster.aictl({"apply"});
  CHECK(held.code == 0);
  CHECK(held.err ==
        "hold     train/a  job.batch/a  it has run and is gone; '--rerun train/a' runs it again\n1 held\n");
  CHECK(cluster.live("batch/v1", "Job", "a").isNull());
  CHECK(cluster.aictl({"apply", "-q", "--rerun", "train/a"}).code == 0);
  CHECK_FALSE(cluster.live("batch/v1", "Job", "a").isNull());
}

TEST_CASE("a job that was deleted by its entry is as one that never ran") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", "stack: s\ntrain: {a: {image: x}, b: {image: x}}\n");
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  REQUIRE(cluster.aictl({"delete", "-q", "train/a"}).code == 0);
  CHECK(cluster.aictl({"plan"}).out == "create   train/a  job.batch/a\n1 to create, 1 as it is\n");
}

TEST_CASE("the command of a template starts a new run once the last has ended, and not before") {
  Cluster cluster;
  REQUIRE(cluster.aictl({"train", "a", "--image", "x:1", "-q"}).code == 0);
  const auto uid = std::string(findString(cluster.live("batch/v1", "Job", "a"), {"metadata", "uid"}));
  CHECK(linesWith("hold", cluster.aictl({"train", "a", "--image", "x:2"}).err).find("it runs") !=
        std::string::npos);
  endJob(cluster, "Complete");
  CHECK(cluster.aictl({"train", "a", "--image", "x:1", "-q"}).code == 0);
  CHECK(findString(cluster.live("batch/v1", "Job", "a"), {"metadata", "uid"}) != uid);
}

TEST_CASE("a running job that left the stack is held, and its end lets it be pruned") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", "stack: s\ntrain: {a: {image: x}}\nmanifests: [m.yaml]\n");
  cluster.work.write("m.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\n");
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  cluster.work.write("aictl.yaml", "stack: s\nmanifests: [m.yaml]\n");
  const Outcome held = cluster.aictl({"apply", "--yes"});
  CHECK(held.code == 0);
  CHECK(linesWith("hold", held.err) ==
        "hold     train/a  job.batch/a  it runs, and the stack does not have it any more; 'aictl delete "
        "train/a' "
        "ends it\n");
  endJob(cluster, "Complete");
  CHECK(cluster.aictl({"apply", "-q", "--yes"}).code == 0);
  CHECK(cluster.live("batch/v1", "Job", "a").isNull());
}
