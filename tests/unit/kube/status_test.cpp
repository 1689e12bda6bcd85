// The state of an object, from the facts of its kind.

#include "core/kube/status/status.h"

#include "core/yaml/json.h"
#include "unit/kube/small_server.h"
#include "unit/kube/surroundings.h"

using namespace aictl;
using namespace aictl::kube;

namespace {

/// The status of an object as the built-in pack sees its kind.
ObjectStatus statusOf(const char* json) {
  const auto object = yaml::readJson(json);
  REQUIRE(object);
  Sources sources;
  pack::Packs packs(sources);
  pack::Kinds kinds(packs);
  const Kind kind = kindOf(*object);
  const auto facts = kinds.find(groupOf(kind.apiVersion), kind.kind);
  REQUIRE(facts);
  auto status = kube::statusOf(*object, *facts);
  REQUIRE(status);
  return *std::move(status);
}

ObjectStatus withOther(State state) {
  ObjectStatus status{.name = {.kind = {"v1", "Service"}, .name = "a"}, .state = State::ready};
  status.also.push_back({.kind = {"apps/v1", "Deployment"}, .name = "d"});
  const ObjectStatus other{.name = status.also.front(), .state = state, .message = "2 pods are missing"};
  includeOthers(status, [&](const ObjectName&) { return state == State::absent ? nullptr : &other; });
  return status;
}

}  // namespace

TEST_CASE("a job says where it is: on its way, succeeded, failed with why") {
  CHECK(statusOf(R"({"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "a"}})").state ==
        State::progressing);
  CHECK(statusOf(R"({"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "a"},
                     "status": {"conditions": [{"type": "Complete", "status": "True"}]}})")
            .state == State::succeeded);
  const auto failed = statusOf(R"({"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "a"},
      "status": {"startTime": "2026-01-01T00:00:00Z",
                 "conditions": [{"type": "Failed", "status": "True", "message": "too many retries"}]}})");
  CHECK(failed.state == State::failed);
  CHECK(failed.message == "too many retries");
  CHECK(failed.started == "2026-01-01T00:00:00Z");
}

TEST_CASE("what is suspended is not told as ready") {
  CHECK(statusOf(R"({"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "a"},
                     "spec": {"suspend": true}})")
            .state == State::suspended);
}

TEST_CASE("an object that is to go is being deleted, whatever else it says") {
  CHECK(statusOf(R"({"apiVersion": "v1", "kind": "Pod",
                     "metadata": {"name": "a", "deletionTimestamp": "2026-01-01T00:00:00Z"},
                     "status": {"conditions": [{"type": "Ready", "status": "True"}]}})")
            .state == State::deleting);
}

TEST_CASE("of a kind that nothing is known of, the condition Ready counts, where it has one") {
  CHECK(statusOf(R"({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}})").state ==
        State::ready);
  const auto waits = statusOf(R"({"apiVersion": "example.com/v1", "kind": "Thing", "metadata": {"name": "a"},
      "status": {"conditions": [{"type": "Ready", "status": "Unknown", "message": "no answer yet"}]}})");
  CHECK(waits.state == State::progressing);
  CHECK(waits.message == "no answer yet");
}

TEST_CASE("the entry is told by the labels") {
  CHECK(statusOf(R"({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a",
                     "labels": {"aictl.dev/template": "train", "aictl.dev/name": "x"}}})")
            .name.entry == "train/x");
}

TEST_CASE("an object is not ready before others are that it needs") {
  CHECK(withOther(State::ready).state == State::ready);
  CHECK(withOther(State::absent).state == State::progressing);
  CHECK(withOther(State::absent).message == "Deployment d is not there");
  CHECK(withOther(State::progressing).message == "Deployment d is progressing: 2 pods are missing");
  CHECK(withOther(State::failed).state == State::failed);
}

TEST_CASE(
    "the status of an entry whose kind is known costs one list, and nothing is asked for what is not there") {
  test::SmallServer server([](int, const std::string& request) {
    const std::string body = request.starts_with("GET /apis/batch/v1 ")
                                 ? R"({"resources": [{"name": "jobs", "kind": "Job", "namespaced": true}]})"
                                 : R"({"items": [{"metadata": {"name": "a", "namespace": "ml"},
                             "status": {"conditions": [{"type": "Complete", "status": "True"}]}}]})";
    return "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
  });
  Access access;
  access.cluster.server = server.url();
  auto client = Client::open(std::move(access), {});
  REQUIRE(client);
  Discovery discovery(**client, "");
  Sources sources;
  pack::Packs packs(sources);
  pack::Kinds kinds(packs);
  const Kind job{"batch/v1", "Job"};
  const auto status =
      readStatus(**client, discovery, kinds,
                 {.set = {"s", "ml"},
                  .expected = {{.kind = job, .namespaceName = "ml", .name = "a", .entry = "train/a"},
                               {.kind = job, .namespaceName = "ml", .name = "b", .entry = "train/a"}},
                  .entries = {"train/a"}});
  REQUIRE(status);
  REQUIRE(status->objects.size() == 2);
  CHECK(status->objects[0].state == State::succeeded);
  CHECK(status->objects[0].name.entry == "train/a");
  CHECK(status->objects[1].state == State::absent);
  const auto requests = server.requests();
  REQUIRE(requests.size() == 2);
  test::mentions(requests[1],
                 {"GET /apis/batch/v1/namespaces/ml/jobs?", "labelSelector=applyset.kubernetes.io"});
}
