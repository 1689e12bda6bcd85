// What a bad network does to commands: connections that are reset, cut in the middle of an answer, stalled or
// corrupted, and answers that are lost after the server has done what it was asked for.

#include <random>
#include <thread>

#include "cluster/fault_proxy.h"
#include "cluster/fixture/cluster.h"
#include "cluster/fixture/play.h"
#include "shell/fixture/lines.h"

using namespace aictl;
using aictl::test::begin;
using aictl::test::Cluster;
using aictl::test::endJob;
using aictl::test::Fault;
using aictl::test::FaultProxy;
using aictl::test::linesWith;
using aictl::test::Outcome;
using aictl::test::replaced;
using aictl::test::valueOf;
using std::chrono::milliseconds;
using What = aictl::test::Fault::What;
using Side = aictl::test::Fault::Side;

namespace {

constexpr int count = 40;
/// Bytes of a connection in the midst of what `count` objects are: its beginning has less.
constexpr std::size_t midst = 60'000;

/// A text that no encoding makes shorter.
std::string noise(std::size_t size) {
  static std::mt19937 random(7);
  std::string text(size, ' ');
  for (char& c : text) c = "0123456789abcdefghijklmnopqrstuv"[random() % 32];
  return text;
}

/// A person before a cluster at the other end of a bad network, with a stack of many large ConfigMaps.
struct Site {
  Cluster cluster;
  FaultProxy proxy;

  explicit Site(FaultProxy::Choice choice, test::Way way = {})
      : proxy(portOf(cluster), std::move(choice), way) {
    const std::string kubeconfig = cluster.administrator();
    cluster.work.write("bad", replaced(kubeconfig, valueOf(kubeconfig, "server"), proxy.url()));
    cluster.work.write("aictl.yaml", "stack: s\nmanifests: [all.yaml]\n");
    std::string all;
    for (int i = 0; i < count; ++i) {
      all += "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c" + std::to_string(i) +
             "}\ndata: {k: " + noise(8000) + "}\n";
    }
    cluster.work.write("all.yaml", all);
  }

  static int portOf(const Cluster& cluster) {
    const std::string server = valueOf(cluster.administrator(), "server");
    return std::stoi(server.substr(server.rfind(':') + 1));
  }

  /// Runs `aictl ARGUMENTS…` over the bad network.
  Outcome far(std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"--kubeconfig", "bad"});
    return cluster.aictl(std::move(arguments));
  }
};

Fault in(What what, Side side = Side::server, milliseconds lasting = milliseconds(0)) {
  return {.what = what, .after = midst, .side = side, .lasting = lasting};
}

/// The first connection has the fault, all others have none.
FaultProxy::Choice once(Fault fault) {
  return [fault](int connection) { return connection == 0 ? fault : Fault(); };
}

}  // namespace

TEST_CASE("an answer that is cut off, reset or corrupted in the middle is asked for again") {
  for (const What what : {What::close, What::reset, What::corrupt}) {
    INFO(static_cast<int>(what));
    const Site site(once(in(what)));
    REQUIRE(site.cluster.aictl({"apply", "-q"}).code == 0);
    const Outcome run = site.far({"plan"});
    CHECK(run.code == 0);
    CHECK(run.out == "40 as they are\n");
    CHECK(run.err.empty());
    CHECK(site.proxy.connections() == 2);
  }
}

TEST_CASE("a connection that is reset while it is made is made again") {
  const Site site(once({.what = What::reset, .after = 100}));
  CHECK(site.far({"plan"}).code == 0);
  CHECK(site.proxy.connections() == 2);
}

TEST_CASE("requests of an apply that are lost are sent again, and each object is created once") {
  for (const What what : {What::close, What::reset, What::corrupt}) {
    INFO(static_cast<int>(what));
    Site site(once(in(what, Side::client)));
    const std::string before = site.cluster.version();
    const Outcome run = site.far({"apply"});
    CHECK(run.code == 0);
    CHECK(run.err.ends_with("40 created\n"));
    CHECK(site.cluster.changes("configmaps", before, "c") == std::vector<std::string>(count, "ADDED"));
    CHECK(site.proxy.connections() > 1);
  }
}

TEST_CASE("objects whose creation was done and its answer lost are not created twice") {
  Site site(once(in(What::deafen, Side::client, milliseconds(500))));
  const std::string before = site.cluster.version();
  const Outcome run = site.far({"apply"});
  CHECK(run.code == 0);
  CHECK(site.cluster.changes("configmaps", before, "c") == std::vector<std::string>(count, "ADDED"));
  CHECK(site.proxy.connections() == 2);
}

TEST_CASE("a run whose creation was done and its answer lost is not begun twice") {
  Site site(once(in(What::deafen, Side::client, milliseconds(500))));
  const std::string before = site.cluster.version();
  const Outcome run = site.far({"train", "a", "--image", "x:1", "--env", "LONG=" + noise(100'000)});
  CHECK(run.code == 0);
  CHECK(site.proxy.connections() == 2);
  const auto created = [](const std::vector<std::string>& changes) {
    return std::ranges::count(changes, "ADDED");
  };
  CHECK(created(site.cluster.changes("jobs", before, "a")) == 1);
}

TEST_CASE("a network that loses every connection is told, and ends a command with 4") {
  constexpr std::size_t noObject = 5'000;  // more than the beginning of a connection and less than one object
  for (const What what : {What::reset, What::corrupt}) {
    INFO(static_cast<int>(what));
    const Site site([fault = in(what, Side::client)](int connection) mutable {
      if (connection > 0) fault.after = noObject;
      return fault;
    });
    const Outcome run = site.far({"apply", "-q"});
    CHECK(run.code == 4);
    CHECK(run.err ==
          "the connection to " + site.proxy.url() + " was lost before it had answered; try again\n");
    CHECK(site.cluster.aictl({"apply", "-q"}).code == 0);
    CHECK(site.cluster.aictl({"plan"}).out == "40 as they are\n");
  }
}

TEST_CASE("a stall within the time limit is waited for") {
  Site site(once(in(What::stall, Side::client, milliseconds(700))));
  const Outcome run = site.far({"apply", "--request-timeout", "5"});
  CHECK(run.code == 0);
  CHECK(run.err.ends_with("40 created\n"));
  CHECK(site.proxy.connections() == 1);
}

TEST_CASE("a stall of ten seconds is waited for", "[.long]") {
  Site site(once(in(What::stall, Side::client, milliseconds(10'000))));
  CHECK(site.far({"apply", "-q"}).code == 0);
  CHECK(site.proxy.connections() == 1);
}

TEST_CASE("a stall beyond the time limit is told, and a repetition makes all good") {
  Site site(once(in(What::stall, Side::client, milliseconds(2'500))));
  const std::string before = site.cluster.version();
  const Outcome run = site.far({"apply", "--request-timeout", "0.7"});
  CHECK(run.code == 4);
  CHECK(linesWith("did not answer", run.err) ==
        site.proxy.url() +
            " did not answer within 0.7 s; try again, or give it longer with --request-timeout\n");
  CHECK(site.far({"apply", "-q"}).code == 0);
  CHECK(site.cluster.changes("configmaps", before, "c") == std::vector<std::string>(count, "ADDED"));
}

TEST_CASE("a way that is long and narrow is enough") {
  const Site site({}, {.delay = milliseconds(20), .bytesPerSecond = 400'000});
  CHECK(site.far({"apply", "-q"}).code == 0);
  CHECK(site.far({"plan"}).out == "40 as they are\n");
}

TEST_CASE("a wait goes on through connections that are cut again and again") {
  Site site({});
  site.cluster.work.write("aictl.yaml", "stack: s\ntrain: {a: {image: 'x:1'}}\n");
  REQUIRE(site.cluster.aictl({"apply", "-q"}).code == 0);
  const auto waiting = begin(site.cluster, {"wait", "--for", "done", "--kubeconfig", "bad"});
  for (int cuts = 0; cuts < 8; ++cuts) {
    std::this_thread::sleep_for(milliseconds(150));
    site.proxy.cut();
  }
  endJob(site.cluster, "Complete");
  const Outcome run = waiting->wait();
  CHECK(run.code == 0);
  CHECK(linesWith("succeeded", run.err).starts_with("succeeded    job.batch/a  (train/a)"));
  CHECK(site.proxy.connections() > 2);
}
