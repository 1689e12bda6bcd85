// The state of an object, from the facts of its kind, and what is asked of the server for it.

#include "core/kube/status/status.h"

#include <atomic>

#include "core/kube/status/status_watch.h"
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

std::string answer(const std::string& body, const std::string& status = "200 OK") {
  return "HTTP/1.1 " + status + "\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

/// A server that says at some moment that it has things, and has them at some moment: one, which is ready.
class ServerOfThings {
 public:
  std::atomic<bool> saysThings = false;
  std::atomic<bool> hasThings = false;

  std::unique_ptr<Client> client() const {
    Access access;
    access.cluster.server = server_.url();
    auto client = Client::open(std::move(access), {});
    REQUIRE(client);
    return *std::move(client);
  }

 private:
  std::string answerTo(const std::string& request) const {
    const bool isQuestion = request.starts_with("GET /apis/example.com/v1 ");
    if (!(isQuestion ? saysThings : hasThings)) return answer("404 page not found", "404 Not Found");
    if (isQuestion)
      return answer(R"({"resources": [{"name": "things", "kind": "Thing", "namespaced": true}]})");
    if (request.find("watch=1") != std::string::npos)
      return std::string("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\0", 48);
    return answer(R"({"metadata": {"resourceVersion": "5"},
                      "items": [{"metadata": {"name": "a", "namespace": "ml", "uid": "u"}}]})");
  }

  test::SmallServer server_{[this](int, const std::string& request) { return answerTo(request); }};
};

/// What is shown of the thing, one after the other, until it is ready; `shown` is called each time.
std::vector<std::string> watchThing(const ServerOfThings& server, const std::function<void()>& shown) {
  const auto client = server.client();
  Discovery discovery(*client, "");
  Sources sources;
  pack::Packs packs(sources);
  pack::Kinds kinds(packs);
  const ObjectName thing{
      .kind = {"example.com/v1", "Thing"}, .namespaceName = "ml", .name = "a", .entry = "x/a"};
  const std::vector<StatusQuestion> questions{
      {.set = {"s", "ml"}, .expected = {thing}, .entries = {thing.entry}}};
  std::vector<std::string> all;
  const auto show = [&](const std::vector<Member>& members) {
    const ObjectStatus& status = members.front().status;
    all.push_back(status.message.empty() ? std::string(name(status.state)) : status.message);
    shown();
    return status.state != State::ready && all.size() < 20;
  };
  const auto said = [&](const Finding& finding) { all.push_back("said: " + finding.message); };
  CHECK_FALSE(watchStatus(*client, discovery, kinds, questions, {show, said}, std::chrono::milliseconds(10)));
  return all;
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
    return answer(body);
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

TEST_CASE("a kind that comes while a status is watched is watched from then on") {
  ServerOfThings server;
  const auto shown = watchThing(server, [&] { server.saysThings = server.hasThings = true; });
  CHECK(shown.front() == "the cluster has no kind Thing of example.com/v1");
  CHECK(shown.back() == "ready");
}

TEST_CASE("a kind that the server only says that it has is not there, and looked for again") {
  ServerOfThings server;
  server.saysThings = true;
  const auto shown = watchThing(server, [&] { server.hasThings = true; });
  CHECK(shown == std::vector<std::string>{"absent", "ready"});
}
