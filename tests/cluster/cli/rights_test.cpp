// What users see who may do less than all: here, read and not watch.

#include "cluster/fixture/cluster.h"
#include "cluster/fixture/play.h"
#include "cluster/fixture/reader.h"
#include "shell/fixture/lines.h"

using namespace aictl;
using aictl::test::begin;
using aictl::test::Cluster;
using aictl::test::endJob;
using aictl::test::linesWith;
using aictl::test::Outcome;
using aictl::test::readerManifests;
using aictl::test::until;

namespace {

/// A cluster with a run, and the user `reader`, who may read and not watch.
struct Site {
  Cluster cluster;

  Site() {
    cluster.work.write("rights.yaml", "stack: rights\nmanifests: [reader.yaml]\n");
    cluster.work.write("reader.yaml", readerManifests);
    REQUIRE(cluster.aictl({"apply", "-q", "-f", "rights.yaml"}).code == 0);
    cluster.work.write("aictl.yaml", "stack: s\ntrain: {a: {image: 'x:1'}}\n");
    REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  }

  /// The one sentence of what is done instead of watching.
  std::string told(const std::string& words) const {
    return "info: user 'reader' may not watch " + words + " in namespace '" + cluster.nameSpace +
           "'; asking every 2 s instead\n";
  }
};

}  // namespace

TEST_CASE("who may not watch waits by asking, and hears so once") {
  Site site;
  const auto waiting = begin(site.cluster, {"wait", "--for", "done", "--as", "reader"});
  until([&] { return waiting->errorSoFar().find("may not") != std::string::npos; });
  endJob(site.cluster, "Complete");
  const Outcome run = waiting->wait();
  CHECK(run.code == 0);
  CHECK(linesWith("may not", run.err) == site.told("jobs.batch"));
  CHECK(linesWith("succeeded", run.err).starts_with("succeeded    job.batch/a  (train/a)"));
}

TEST_CASE("who may not watch follows logs by asking, until the run has ended") {
  Site site;
  const auto following = begin(site.cluster, {"logs", "-f", "--as", "reader"});
  until([&] { return following->errorSoFar().find("may not") != std::string::npos; });
  endJob(site.cluster, "Complete");
  const Outcome run = following->wait();
  CHECK(run.code == 0);
  // Whichever of the two is refused first.
  const std::string told = linesWith("may not", run.err);
  CHECK((told == site.told("pods") || told == site.told("jobs.batch")));
}

TEST_CASE("who may only read sees plan, status and reasons, and hears at an apply which right is missing") {
  const Site site;
  const auto reader = [&](std::vector<std::string> words) {
    words.insert(words.end(), {"--as", "reader"});
    return site.cluster.aictl(std::move(words));
  };
  site.cluster.work.write("aictl.yaml", "stack: s\ntrain: {a: {image: 'x:1'}, b: {image: 'x:1'}}\n");
  const Outcome plan = reader({"plan"});
  CHECK(plan.code == 0);
  CHECK(plan.err.empty());
  CHECK(plan.out == "create   train/b  job.batch/b\n1 to create, 1 as it is\n");
  CHECK(reader({"status"}).code == 0);
  CHECK(reader({"why", "train/a"}).code <= 1);
  const Outcome apply = reader({"apply"});
  CHECK(apply.code == 3);
  CHECK(linesWith("may not", apply.err).starts_with("user 'reader' may not patch configmaps in namespace '"));
  const Outcome suspend = reader({"suspend", "train/a"});
  CHECK(suspend.code == 3);
  CHECK(
      linesWith("may not", suspend.err).starts_with("user 'reader' may not patch jobs.batch in namespace '"));
}

TEST_CASE("who may not see what is to be acted on is refused by the server, with 3") {
  const Site site;
  const Outcome run = site.cluster.aictl({"suspend", "train/a", "--as", "nobody"});
  CHECK(run.code == 3);
  CHECK(linesWith("cannot", run.err) == "train/a: it cannot be suspended: job.batch/a cannot be read\n");
}
