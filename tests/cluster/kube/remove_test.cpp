#include "core/kube/apply/remove.h"

#include "cluster/kube/session.h"

using namespace aictl;
using namespace aictl::kube;
using aictl::test::ControlPlane;
using aictl::test::mentions;
using aictl::test::newNamespace;
using aictl::test::Session;
using std::chrono::milliseconds;

namespace {

ObjectName configMap(const std::string& space, const std::string& name) {
  return {.kind = {"v1", "ConfigMap"}, .namespaceName = space, .name = name};
}

void make(Session& session, const std::string& text) {
  const std::vector<Manifest> manifests = session.manifests(text);
  const Result<std::vector<Applied>> results = apply(session, {manifests}, {});
  REQUIRE(results);
  for (const Applied& one : *results) REQUIRE(one.outcome == ApplyOutcome::created);
}

std::string text(const std::string& space, const std::string& name, const std::string& more = "") {
  return "{apiVersion: v1, kind: ConfigMap, metadata: {name: " + name + ", namespace: " + space + more +
         "}}\n---\n";
}

Removed removed(Session& session, const ObjectName& object, const RemoveOptions& options = {}) {
  static std::deque<ObjectName> kept;  // results point to the names
  kept.push_back(object);
  const Result<std::vector<Removed>> results =
      remove(*session.client, *session.discovery, std::span(&kept.back(), 1), options);
  REQUIRE(results);
  return results->front();
}

}  // namespace

TEST_CASE("what is deleted is gone, and deleting it again says that it is not there") {
  Session session;
  const std::string space = newNamespace();
  make(session, text(space, "a"));
  CHECK(removed(session, configMap(space, "a")).outcome == RemoveOutcome::removed);
  const Result<Value> object = get(*session.client, *session.discovery, configMap(space, "a"));
  REQUIRE(object);
  CHECK(object->isNull());
  CHECK(removed(session, configMap(space, "a")).outcome == RemoveOutcome::absent);
}

TEST_CASE("an object that a finalizer holds is waited for, and the finalizer is named") {
  Session session;
  const std::string space = newNamespace();
  make(session, text(space, "held", ", finalizers: [example.com/hold]"));
  const RemoveOptions options{.wait = milliseconds(300)};
  const Removed held = removed(session, configMap(space, "held"), options);
  CHECK(held.outcome == RemoveOutcome::going);
  CHECK(held.waitsFor == "example.com/hold");
  CHECK(exitCode(std::span(&held, 1), options) == ExitCode::noAnswer);

  Request release{.method = Method::patch,
                  .path = "/api/v1/namespaces/" + space + "/configmaps/held",
                  .body = R"({"metadata":{"finalizers":null}})",
                  .contentType = "application/merge-patch+json"};
  REQUIRE(session.client->send(release)->good());
  CHECK(removed(session, configMap(space, "held")).outcome == RemoveOutcome::absent);
}

TEST_CASE("a deletion that is waited for ends when the object is gone") {
  Session session;
  const std::string space = newNamespace();
  make(session, text(space, "held", ", finalizers: [example.com/hold]"));
  const std::vector<ObjectName> objects{configMap(space, "held")};
  bool released = false;
  std::vector<RemoveOutcome> seen;
  const Result<std::vector<Removed>> results = remove(
      *session.client, *session.discovery, objects, {.wait = milliseconds(60'000)}, [&](const Removed& one) {
        seen.push_back(one.outcome);
        if (std::exchange(released, true)) return;
        Session other;
        Request release{.method = Method::patch,
                        .path = "/api/v1/namespaces/" + space + "/configmaps/held",
                        .body = R"({"metadata":{"finalizers":null}})",
                        .contentType = "application/merge-patch+json"};
        REQUIRE(other.client->send(release)->good());
      });
  REQUIRE(results);
  CHECK(results->front().outcome == RemoveOutcome::removed);
  CHECK(seen == std::vector<RemoveOutcome>{RemoveOutcome::going, RemoveOutcome::removed});
}

TEST_CASE("with a uid only the object that has it is deleted") {
  Session session;
  const std::string space = newNamespace();
  make(session, text(space, "a"));
  ObjectName other = configMap(space, "a");
  other.uid = "00000000-0000-0000-0000-000000000000";
  CHECK(removed(session, other).outcome == RemoveOutcome::absent);
  const Result<Value> object = get(*session.client, *session.discovery, configMap(space, "a"));
  REQUIRE(object);
  other.uid = findString(*object, {"metadata", "uid"});
  CHECK(removed(session, other).outcome == RemoveOutcome::removed);
}

TEST_CASE("a kind that the cluster has not is absent") {
  Session session;
  CHECK(removed(session, {.kind = {"nope.io/v1", "Nope"}, .namespaceName = "default", .name = "a"}).outcome ==
        RemoveOutcome::absent);
}

TEST_CASE("who may not delete is told so") {
  const std::string space = newNamespace();
  Session session(ControlPlane::shared().file("restricted.kubeconfig"));
  const Removed refused = removed(session, configMap(space, "a"));
  CHECK(refused.outcome == RemoveOutcome::refused);
  CHECK(refused.fault.code == ExitCode::refused);
  mentions(session.said(refused.fault.findings),
           {"user 'restricted' may not delete configmaps in namespace '" + space + "'"});
}

TEST_CASE("objects are listed by label in chunks, each with its kind") {
  Session session;
  const std::string space = newNamespace();
  std::string all;
  for (int i = 0; i < 25; ++i) {
    all += text(space, fmt::format("c{}", i), i % 5 == 0 ? ", labels: {no: 'yes'}" : ", labels: {of: us}");
  }
  make(session, all);
  std::vector<std::string> names;
  const Result<std::string> version =
      list(*session.client, *session.discovery,
           {.kind = {"v1", "ConfigMap"}, .namespaceName = space, .labels = "of=us", .chunk = 7},
           [&](const Value& object) {
             CHECK(kindOf(object) == Kind{"v1", "ConfigMap"});
             names.push_back(nameOf(object).name);
           });
  REQUIRE(version);
  CHECK(!version->empty());
  CHECK(names.size() == 20);
  CHECK(std::set<std::string>(names.begin(), names.end()).size() == 20);
}
