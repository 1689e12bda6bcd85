// What goes on, drawn in its place in a real terminal (tmux). The test plays the kubelet.

#include <algorithm>

#include "cluster/fixture/cluster.h"
#include "cluster/fixture/play.h"
#include "cluster/fixture/reader.h"
#include "shell/fixture/lines.h"
#include "shell/fixture/terminal_shell.h"

using namespace aictl;
using aictl::test::Cluster;
using aictl::test::endJob;
using aictl::test::linesWith;
using aictl::test::Outcome;
using aictl::test::readerManifests;
using aictl::test::TerminalShell;

namespace {

const std::string stackOf =
    "train: {a: {image: 'x:1'}}\nserve: {web: {image: 'x:1', port: 80, engine: deployment}}\n";

/// A person at a terminal, with a job and a service to apply.
struct Session {
  Session() : shell(prepared(cluster), "bash") {}

  static aictl::test::Workspace& prepared(Cluster& cluster) {
    cluster.work.write("aictl.yaml", "stack: s\nnamespace: " + cluster.nameSpace + "\n" + stackOf);
    cluster.work.environment["TERM"] = "screen-256color";
    return cluster.work;
  }

  void enter(const std::string& line) const {
    shell.type(line + "; echo ended $?");
    shell.key("Enter");
  }

  /// Changes the terminal's size twice, while a service is progressing; its table stays one.
  void makeNarrowAndWide() const {
    REQUIRE(shell.shows("Deployment does not have"));
    shell.resize(50, 40);
    REQUIRE(shell.shows("progressing  pods…"));
    CHECK(linesOf("ENTRY ") == 1);
    shell.resize(120, 40);
    REQUIRE(shell.shows("Deployment does not have"));
  }

  void end() const {
    shell.key("C-c");
    REQUIRE(shell.shows("ended 130"));
  }

  std::ptrdiff_t linesOf(const std::string& words) const {
    const std::string lines = linesWith(words, shell.screen());
    return std::ranges::count(lines, '\n');
  }

  Cluster cluster;
  TerminalShell shell;
};

}  // namespace

TEST_CASE("at a terminal what is waited for is a table in its place, which stays once it is over") {
  Session session;
  session.enter("aictl apply train/a --wait");
  REQUIRE(session.shell.shows("train/a  job.batch/a  "));
  endJob(session.cluster, "Complete");
  REQUIRE(session.shell.shows("ended 0"));
  INFO(session.shell.screen());
  CHECK(session.shell.shows("train/a  job.batch/a  succeeded"));
  CHECK(session.linesOf("ENTRY ") == 1);
  CHECK(session.linesOf("job.batch/a  succeeded") == 1);
  CHECK(session.linesOf("job.batch/a  progressing") == 0);
  CHECK(session.linesOf(" done") == 0);
}

TEST_CASE("a preload that is waited for shows how much is kept already") {
  Session session;
  session.cluster.work.write("cache.yaml", "stack: data\nnamespace: " + session.cluster.nameSpace +
                                               "\ncache:\n  imagenet:\n    from: ['s3://bucket/imagenet']\n"
                                               "    runtime: alluxio\n    replicas: 1\n    preload: true\n"
                                               "    tiers: [{medium: memory, quota: 10Gi}]\n");
  session.enter("aictl apply -f cache.yaml --wait");
  REQUIRE(session.shell.shows("progressing  -"));
  const std::string dataset =
      "/apis/data.fluid.io/v1alpha1/namespaces/" + session.cluster.nameSpace + "/datasets/imagenet/status";
  const auto cached = [&](const std::string& amount, const std::string& percent) {
    session.cluster.change(
        dataset,
        R"({"status": {"phase": "Bound", "conditions": [], "ufsTotal": "40GiB", "cacheStates": {"cached": ")" +
            amount + R"(", "cachedPercentage": ")" + percent + R"("}}})");
  };
  cached("10GiB", "25.0%");
  REQUIRE(session.shell.shows("25.0%"));
  cached("20GiB", "50.0%");
  REQUIRE(session.shell.shows("50.0%"));
  INFO(session.shell.screen());
  CHECK(session.linesOf("25.0%") == 0);
  CHECK(session.linesOf("ENTRY ") == 1);
}

TEST_CASE("Ctrl-C leaves the table as it was, and the prompt below it") {
  Session session;
  session.enter("aictl apply --wait");
  REQUIRE(session.shell.shows("progressing"));
  session.end();
  const std::string screen = session.shell.screen();
  INFO(screen);
  CHECK(session.linesOf("ENTRY ") == 1);
  CHECK(session.linesOf("^C") == 0);
  CHECK(screen.find("interrupted") < screen.find("ended 130"));
  CHECK(session.shell.shows("$ "));
}

TEST_CASE("a terminal that changes its size keeps one table, and what stands above it") {
  Session session;
  session.enter("aictl apply --wait");
  session.makeNarrowAndWide();
  session.end();
  INFO(session.shell.screen());
  CHECK(session.linesOf("ENTRY ") == 1);
  CHECK(session.linesOf("3 created") == 1);
}

TEST_CASE("what is said of the end stands below the table") {
  Session session;
  REQUIRE(session.cluster.work.aictl({"apply", "-q"}).code == 0);
  session.enter("aictl wait serve/web --timeout 3s");
  REQUIRE(session.shell.shows("ended 4"));
  const std::string screen = session.shell.screen();
  INFO(screen);
  CHECK(session.linesOf("ENTRY ") == 1);
  CHECK(screen.find("ENTRY ") < screen.find("is progressing after 3s"));
}

TEST_CASE("without colours, and at a dumb terminal, each change is a line") {
  const std::string before = GENERATE(as<std::string>{}, "NO_COLOR=1 aictl wait", "TERM=dumb aictl wait",
                                      "aictl --color never wait");
  Session session;
  REQUIRE(session.cluster.work.aictl({"apply", "-q"}).code == 0);
  session.enter(before + " train/a --for done");
  REQUIRE(session.shell.shows("  job.batch/a  (train/a)"));
  endJob(session.cluster, "Complete");
  REQUIRE(session.shell.shows("ended 0"));
  INFO(session.shell.screen());
  CHECK(session.shell.shows("succeeded    job.batch/a  (train/a)"));
  CHECK(session.linesOf("ENTRY ") == 0);
}

TEST_CASE("a status that is watched keeps one table when the terminal changes its size") {
  Session session;
  REQUIRE(session.cluster.work.aictl({"apply", "-q"}).code == 0);
  session.enter("aictl status --watch");
  session.makeNarrowAndWide();
  session.end();
  INFO(session.shell.screen());
  CHECK(session.linesOf("ENTRY ") == 1);
}

TEST_CASE("what is said while a status is watched stands above the table, and stays") {
  Session session;
  session.cluster.work.write("role.yaml", readerManifests);
  session.cluster.work.write("aictl.yaml",
                             session.cluster.work.read("aictl.yaml") + "manifests: [role.yaml]\n");
  REQUIRE(session.cluster.work.aictl({"apply", "-q"}).code == 0);
  session.enter("aictl status --watch --as reader train/a");
  REQUIRE(session.shell.shows("train/a  job.batch/a"));
  endJob(session.cluster, "Complete");
  REQUIRE(session.shell.shows("succeeded"));
  const std::string screen = session.shell.screen();
  INFO(screen);
  CHECK(session.linesOf("'reader' may not watch ") == 1);
  CHECK(screen.find("'reader' may not watch ") < screen.find("ENTRY "));
  CHECK(session.linesOf("ENTRY ") == 1);
  session.end();
}
