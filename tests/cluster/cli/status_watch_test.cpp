// The live view of a status. The test plays the kubelet and the controllers.

#include <csignal>
#include <fstream>

#include "cluster/fixture/cluster.h"
#include "cluster/fixture/play.h"
#include "shell/fixture/lines.h"

using namespace aictl;
using aictl::test::begin;
using aictl::test::Cluster;
using aictl::test::endJob;
using aictl::test::linesWith;
using aictl::test::Outcome;
using aictl::test::until;

namespace {

const std::string job = "stack: s\ntrain: {a: {image: 'x:1'}}\n";

/// Long enough for a change to be told by itself.
void settle() { std::this_thread::sleep_for(std::chrono::milliseconds(1500)); }

}  // namespace

TEST_CASE("without a terminal each change of an object is a new line, until an interruption") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", job);
  const auto watching = begin(cluster, {"status", "--watch"});
  settle();
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  endJob(cluster, "Failed");
  settle();
  cluster.remove("/apis/batch/v1/namespaces/" + cluster.nameSpace + "/jobs/a");
  settle();
  watching->signal(SIGINT);
  const Outcome run = watching->wait();
  CHECK(run.code == 130);
  CHECK(run.err.empty());
  INFO(run.out);
  const std::string lines = linesWith("train/a", run.out);
  CHECK(run.out.starts_with("ENTRY "));
  CHECK(run.out.find("ENTRY", 1) == std::string::npos);
  const auto place = [&](const std::string& word, std::size_t from) { return lines.find(word, from); };
  const auto first = place("not there", 0);
  const auto begun = place("progressing", 0);
  const auto failed = place("failed", begun);
  CHECK(first < begun);
  CHECK(begun < failed);
  REQUIRE(failed != std::string::npos);
  CHECK(lines.find("so it is", failed) != std::string::npos);
  CHECK(place("not there", failed) != std::string::npos);
}

TEST_CASE("JSON is an object a line, of those that changed") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", job + "serve: {web: {image: 'x:1', port: 80, engine: deployment}}\n");
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  const auto watching = begin(cluster, {"status", "train/a", "--watch", "-o", "json"});
  endJob(cluster, "Complete");
  settle();
  watching->signal(SIGINT);
  const Outcome run = watching->wait();
  CHECK(run.code == 130);
  const std::string last = run.out.substr(run.out.rfind('\n', run.out.size() - 2) + 1);
  const auto object = yaml::readJson(last);
  REQUIRE(object);
  CHECK(findString(*object, {"entry"}) == "train/a");
  CHECK(findString(*object, {"state"}) == "succeeded");
  CHECK(run.out.find("serve/web") == std::string::npos);
}

TEST_CASE("what comes to a stack later is shown, of kinds that it had none of") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", job);
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  const auto watching = begin(cluster, {"status", "--watch"});
  settle();
  cluster.work.write("aictl.yaml", job + "serve: {web: {image: 'x:1', port: 80, engine: deployment}}\n");
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  settle();
  watching->signal(SIGINT);
  const Outcome run = watching->wait();
  INFO(run.out);
  CHECK_FALSE(linesWith("deployment.apps/web", run.out).empty());
}

TEST_CASE("what is of a kind that comes later is shown") {
  Cluster cluster;
  const std::string group = cluster.nameSpace + ".example.com";
  cluster.work.write("kind.yaml",
                     "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n"
                     "metadata: {name: things." +
                         group + "}\nspec:\n  group: " + group +
                         "\n  scope: Namespaced\n  names: {plural: things, singular: thing, kind: Thing, "
                         "listKind: ThingList}\n  versions: [{name: v1, served: true, storage: true, schema: "
                         "{openAPIV3Schema: {type: object}}}]\n");
  cluster.work.write("aictl.yaml", "stack: s\nmanifests: [thing.yaml]\n");
  cluster.work.write("thing.yaml", "apiVersion: " + group + "/v1\nkind: Thing\nmetadata: {name: a}\n");
  const auto watching = begin(cluster, {"status", "--watch"});
  settle();
  test::ControlPlane::shared().serve({cluster.work.path("kind.yaml")});
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  std::this_thread::sleep_for(std::chrono::seconds(4));
  watching->signal(SIGINT);
  const Outcome run = watching->wait();
  INFO(run.out << run.err);
  CHECK(run.code == 130);
  const std::string lines = linesWith("thing." + group + "/a", run.out);
  const auto absent = lines.find("the cluster has no kind Thing");
  REQUIRE(absent != std::string::npos);
  CHECK(lines.find("ready", absent) != std::string::npos);
}

TEST_CASE("on a terminal the table is drawn in its place") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", job);
  auto command = cluster.work.command({"status", "--watch", "-n", cluster.nameSpace});
  command.output = aictl::test::Output::terminal;
  aictl::test::Process watching(command);
  settle();
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  settle();
  watching.signal(SIGINT);
  const Outcome run = watching.wait();
  CHECK(run.code == 130);
  CHECK(run.err.empty());
  CHECK(
      run.out.starts_with("ENTRY    OBJECT       STATE      PROGRESS  AGE  MESSAGE\033[K\n"
                          "train/a  job.batch/a  not there  -         -\033[K\n\033[J"));
  const auto second = run.out.find("\033[2A\rENTRY ");
  REQUIRE(second != std::string::npos);
  CHECK(run.out.find("not there", second) == std::string::npos);
}

TEST_CASE("YAML and names are no stream") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", job);
  const Outcome run = cluster.aictl({"status", "--watch", "-o", "yaml"});
  CHECK(run.code == 2);
  CHECK(run.err == "--watch shows no yaml; it shows table, wide, and json, an object a line\n");
}
