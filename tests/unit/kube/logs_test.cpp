// Logs of pods, from a server that plays the API and the kubelet.

#include "core/kube/logs/logs.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/yaml/json.h"
#include "unit/kube/small_server.h"
#include "unit/kube/surroundings.h"

using namespace aictl;
using namespace aictl::kube;
using aictl::test::mentions;
using aictl::test::SmallServer;

namespace {

using Lines = std::vector<std::string>;

const std::string silence("\0", 1);
const std::string begun = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

std::string answer(const std::string& body, const std::string& status = "200 OK") {
  return fmt::format("HTTP/1.1 {}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{}", status, body.size(),
                     body);
}

/// A part of an answer that goes on.
std::string part(const std::string& body) {
  return fmt::format("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{}\r\n", body.size(),
                     body);
}

std::string listOf(const std::string& items) {
  return answer(fmt::format(R"({{"metadata": {{"resourceVersion": "5"}}, "items": [{}]}})", items));
}

std::string event(const std::string& type, const std::string& object) {
  return fmt::format(R"({{"type": "{}", "object": {}}})", type, object) + "\n";
}

/// A pod with the containers `main` and `side`, which run.
std::string pod(const std::string& name, int version, int restarts = 0) {
  return fmt::format(
      R"({{"metadata": {{"name": "{0}", "namespace": "ml", "uid": "u-{0}", "resourceVersion": "{1}"}},)"
      R"( "spec": {{"containers": [{{"name": "main"}}, {{"name": "side"}}]}},)"
      R"( "status": {{"containerStatuses": [{{"name": "main", "restartCount": {2}, "state": {{"running": {{}}}}}},)"
      R"( {{"name": "side", "restartCount": 0, "state": {{"running": {{}}}}}}]}}}})",
      name, version, restarts);
}

std::string job(int version, const std::string& conditions = "") {
  return fmt::format(
      R"({{"metadata": {{"name": "a", "namespace": "ml", "uid": "j", "resourceVersion": "{}"}},)"
      R"( "status": {{"conditions": [{}]}}}})",
      version, conditions);
}

const std::string complete = R"({"type": "Complete", "status": "True"})";

std::string line(int second, const std::string& text) {
  return fmt::format("2026-01-01T00:00:{:02}.000000000Z {}\n", second, text);
}

/// A job `a` whose pods have the label `job=a`, and a server with what it says to each request: by the words
/// that the request has, the first time, the second time and so on. All else is silence.
class Trial {
 public:
  explicit Trial(std::map<std::string, Lines> answers)
      : answers_(std::move(answers)),
        server_([this](int, const std::string& request) { return answerTo(request); }) {
    Access access;
    access.cluster.server = server_.url();
    auto client = Client::open(std::move(access), {.tries = 1});
    REQUIRE(client);
    client_ = *std::move(client);
    discovery_ = std::make_unique<Discovery>(*client_, "");
    const Kind kind{"batch/v1", "Job"};
    REQUIRE_FALSE(discovery_->learn(std::span(&kind, 1)));
    members_.push_back({.set = {"s", "ml"},
                        .status = {.name = {.kind = kind, .namespaceName = "ml", .name = "a"},
                                   .pods = Value::map({{"job", "a"}})}});
  }

  Result<std::size_t> read(const LogOptions& options = {}) {
    return readLogs(*client_, *discovery_, members_, options, reports());
  }
  std::optional<Failure> follow(const LogOptions& options = {}) {
    pack::Packs packs(sources_);
    pack::Kinds kinds(packs);
    return followLogs(*client_, *discovery_, kinds, members_, options, reports());
  }

  Result<std::vector<Awaited>> wait() {
    pack::Packs packs(sources_);
    pack::Kinds kinds(packs);
    members_.front().status.state = State::progressing;
    return waitWithLogs(*client_, *discovery_, kinds, members_, {}, reports(), {.goal = Goal::done}, {});
  }

  /// The requests for logs.
  Lines asked() {
    Lines all;
    for (const std::string& request : server_.requests()) {
      if (request.find("/log?") != std::string::npos) all.push_back(request.substr(0, request.find('\r')));
    }
    return all;
  }

  Lines lines;
  Lines said;
  std::size_t most = 100;  ///< lines that are read
  std::vector<Member> members_;

 private:
  std::string answerTo(const std::string& request) {
    if (request.starts_with("GET /api/v1 "))
      return answer(R"({"resources": [{"name": "pods", "kind": "Pod", "namespaced": true}]})");
    if (request.starts_with("GET /apis/batch/v1 "))
      return answer(R"({"resources": [{"name": "jobs", "kind": "Job", "namespaced": true}]})");
    for (auto& [words, all] : answers_) {
      if (request.find(words) == std::string::npos || all.empty()) continue;
      std::string next = all.front();
      all.erase(all.begin());
      return next;
    }
    return begun + silence;
  }

  LogReports reports() {
    return {.line =
                [this](std::string_view from, std::string_view text) {
                  lines.push_back(fmt::format("{}: {}", from, text));
                  return lines.size() < most;
                },
            .said = [this](const Finding& finding) { said.push_back(text(finding, sources_)); }};
  }

  Sources sources_;
  std::map<std::string, Lines> answers_;
  SmallServer server_;
  std::unique_ptr<Client> client_;
  std::unique_ptr<Discovery> discovery_;
};

}  // namespace

TEST_CASE("the logs of all pods are read one after another, by name, without the times") {
  Trial trial({{"pods?limit", {listOf(pod("a-2", 1) + "," + pod("a-1", 1))}},
               {"pods/a-1/log", {answer(line(1, "one") + line(2, "") + "2026-01-01T00:00:03Z last")}},
               {"pods/a-2/log", {answer(line(1, "two"))}}});
  const auto pods = trial.read();
  REQUIRE(pods);
  CHECK(*pods == 2);
  CHECK(trial.lines == Lines{"a-1: one", "a-1: ", "a-1: last", "a-2: two"});
  CHECK(trial.asked().front() ==
        "GET /api/v1/namespaces/ml/pods/a-1/log?timestamps=true&container=main HTTP/1.1");
}

TEST_CASE("what of a log is wanted goes to the server") {
  Trial trial({{"pods?limit", {listOf(pod("a-1", 1))}}, {"/log", {answer("")}}});
  REQUIRE(trial.read({.container = "side", .tail = 5, .since = 60, .instance = Instance::previous}));
  mentions(trial.asked().front(), {"container=side", "tailLines=5", "sinceSeconds=60", "previous=true"});
}

TEST_CASE("a pod whose log cannot be had is told, and others are read") {
  Trial trial({{"pods?limit", {listOf(pod("a-1", 1) + "," + pod("a-2", 1))}},
               {"pods/a-1/log",
                {answer(R"({"kind": "Status", "code": 400, "reason": "BadRequest",
                  "message": "container \"main\" in pod \"a-1\" is waiting to start"})",
                        "400 Bad Request")}},
               {"pods/a-2/log", {answer(line(1, "two"))}}});
  REQUIRE(trial.read());
  CHECK(trial.lines == Lines{"a-2: two"});
  REQUIRE(trial.said.size() == 1);
  mentions(trial.said.front(), {"a-1", "waiting to start"});
}

TEST_CASE("a container that a pod does not have is told with those that it has") {
  Trial trial({{"pods?limit", {listOf(pod("a-1", 1))}}});
  REQUIRE(trial.read({.container = "min"}));
  CHECK(trial.said == Lines{"pod a-1 has no container 'min'; it has main, side"});
  CHECK(trial.asked().empty());
}

TEST_CASE("the container is the one of the facts, where the pod has it") {
  Trial trial({{"pods?limit", {listOf(pod("a-1", 1))}}, {"/log", {answer("")}}});
  trial.members_.front().status.container = "side";
  REQUIRE(trial.read());
  mentions(trial.asked().front(), {"container=side"});
}

TEST_CASE("following ends when the run has ended and all is told") {
  Trial trial({{"pods?limit", {listOf(pod("a-1", 1))}},
               {"jobs?limit", {listOf(job(1))}},
               {"jobs?watch", {part(event("MODIFIED", job(6, complete))) + silence}},
               {"pods/a-1/log", {answer(line(1, "one") + line(1, "same time"))}}});
  CHECK_FALSE(trial.follow());
  CHECK(trial.lines == Lines{"a-1: one", "a-1: same time"});
  mentions(trial.asked().front(), {"follow=true"});
}

TEST_CASE("pods and containers that start later are read from their beginning") {
  Trial trial(
      {{"pods?limit", {listOf(pod("a-1", 1))}},
       {"pods?watch", {part(event("MODIFIED", pod("a-1", 6, 1)) + event("ADDED", pod("a-2", 7))) + silence}},
       {"jobs?limit", {listOf(job(1))}},
       {"pods/a-1/log", {answer(line(1, "first")), answer(line(2, "again"))}},
       {"pods/a-2/log", {answer(line(3, "second"))}}});
  trial.most = 3;
  CHECK_FALSE(trial.follow({.tail = 1}));
  std::ranges::sort(trial.lines);
  CHECK(trial.lines == Lines{"a-1: again", "a-1: first", "a-2: second"});
  const Lines asked = trial.asked();
  REQUIRE(asked.size() == 3);
  CHECK(std::ranges::count_if(
            asked, [](const auto& one) { return one.find("tailLines=1") != std::string::npos; }) == 1);
}

TEST_CASE("a stream that was cut goes on after the last line, and none is told twice") {
  Trial trial({{"pods?limit", {listOf(pod("a-1", 1))}},
               {"jobs?limit", {listOf(job(1, complete))}},
               {"pods/a-1/log",
                {part(line(1, "one") + line(2, "two") + "2026-01-01T00:00:03.0"),
                 answer(line(2, "two") + line(3, "three"))}}});
  CHECK_FALSE(trial.follow({.tail = 10}));
  CHECK(trial.lines == Lines{"a-1: one", "a-1: two", "a-1: three"});
  mentions(trial.asked()[1], {"sinceTime=2026-01-01T00%3A00%3A02.000000000Z"});
  CHECK(trial.asked()[1].find("tailLines") == std::string::npos);
}

TEST_CASE("of lines of one moment, those that came after the cut are told") {
  Trial trial({{"pods?limit", {listOf(pod("a-1", 1))}},
               {"jobs?limit", {listOf(job(1, complete))}},
               {"pods/a-1/log",
                {part(line(1, "one") + line(2, "two") + line(2, "more")),
                 part(line(2, "two") + line(2, "more") + line(2, "and more")),
                 answer(line(2, "two") + line(2, "more") + line(2, "and more") + line(2, "the last"))}}});
  CHECK_FALSE(trial.follow());
  CHECK(trial.lines == Lines{"a-1: one", "a-1: two", "a-1: more", "a-1: and more", "a-1: the last"});
}

TEST_CASE("following ends where nobody reads any more") {
  Trial trial({{"pods?limit", {listOf(pod("a-1", 1))}},
               {"jobs?limit", {listOf(job(1))}},
               {"pods/a-1/log", {part(line(1, "one") + line(2, "two")) + silence}}});
  trial.most = 1;
  CHECK_FALSE(trial.follow());
  CHECK(trial.lines == Lines{"a-1: one"});
}

TEST_CASE("a waiting with logs ends as the run does, once its last lines are told") {
  // The logs and the waiting each have their watches.
  const std::string end = part(event("MODIFIED", job(6, complete))) + silence;
  Trial trial({{"pods?limit", {listOf(pod("a-1", 1)), listOf(pod("a-1", 1))}},
               {"jobs?limit", {listOf(job(1)), listOf(job(1))}},
               {"jobs?watch", {end, end}},
               {"pods/a-1/log", {answer(line(1, "one") + line(2, "last"))}}});
  const auto results = trial.wait();
  REQUIRE(results);
  REQUIRE(results->size() == 1);
  CHECK(results->front().ending == Ending::succeeded);
  CHECK(trial.lines == Lines{"a-1: one", "a-1: last"});
}

TEST_CASE("a waiting with logs that nobody reads any more ends without an ending") {
  Trial trial({{"pods?limit", {listOf(pod("a-1", 1)), listOf(pod("a-1", 1))}},
               {"jobs?limit", {listOf(job(1)), listOf(job(1))}},
               {"pods/a-1/log", {part(line(1, "one") + line(2, "two")) + silence}}});
  trial.most = 1;
  const auto results = trial.wait();
  REQUIRE(results);
  CHECK(results->front().ending == Ending::none);
  CHECK(trial.lines == Lines{"a-1: one"});
}
