// Watches, against a server that cuts, stalls, forgets and talks nonsense.

#include "core/kube/api/watch.h"

#include <fmt/format.h>

#include "core/yaml/json.h"
#include "unit/kube/small_server.h"
#include "unit/kube/surroundings.h"

using namespace aictl;
using namespace aictl::kube;
using aictl::test::mentions;
using aictl::test::SmallServer;
using std::chrono::milliseconds;

namespace {

using Lines = std::vector<std::string>;

std::string answer(const std::string& body, const std::string& status = "200 OK") {
  return fmt::format("HTTP/1.1 {}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}", status, body.size(),
                     body);
}

/// A part of an answer of unknown length, whose end is missing.
std::string part(const std::string& body) {
  return fmt::format("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{}\r\n", body.size(),
                     body);
}

/// The same, with its end.
std::string whole(const std::string& body) { return part(body) + "0\r\n\r\n"; }

std::string refusal(int code, const std::string& reason) {
  return fmt::format(
      R"({{"kind": "Status", "status": "Failure", "code": {}, "reason": "{}", "message": "no"}})", code,
      reason);
}

std::string object(const std::string& name, int version, const std::string& uid = "u") {
  return fmt::format(
      R"({{"metadata": {{"name": "{}", "namespace": "ml", "uid": "{}", "resourceVersion": "{}"}}}})", name,
      uid, version);
}

std::string event(const std::string& type, const std::string& of) {
  return fmt::format(R"({{"type": "{}", "object": {}}})", type, of) + "\n";
}

std::string listOf(int version, const std::string& items = "") {
  return answer(fmt::format(R"({{"metadata": {{"resourceVersion": "{}"}}, "items": [{}]}})", version, items));
}

const std::string silence("\0", 1);
const std::string begun = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

/// A watch of pods, and what it told.
class Trial {
 public:
  /// `answers` are those to the requests of the watch; what comes after them is answered by silence.
  explicit Trial(Lines answers, WatchQuestion question = {})
      : server_([this, all = std::move(answers)](int, const std::string& request) {
          if (request.find("GET /api/v1 ") == 0) {
            return answer(R"({"resources": [{"name": "pods", "kind": "Pod", "namespaced": true}]})");
          }
          const auto next = static_cast<std::size_t>(asked_++);
          return next < all.size() ? all[next] : begun + silence;
        }) {
    Access access;
    access.cluster.server = server_.url();
    auto client = Client::open(std::move(access), {.tries = 1});
    REQUIRE(client);
    client_ = *std::move(client);
    discovery_ = std::make_unique<Discovery>(*client_, "");
    question.kind = {"v1", "Pod"};
    question.namespaceName = "ml";
    question.firstPause = milliseconds(1);
    question.longestPause = milliseconds(5);
    question.listPause = milliseconds(1);
    const std::vector<Kind> kinds{question.kind};
    REQUIRE_FALSE(discovery_->learn(kinds));
    watch_ = std::make_unique<Watch>(*client_, *discovery_, question, answersTo());
  }

  /// Listens until so many things were told.
  Lines listen(std::size_t count) {
    watch_->start();
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    client_->runUntil([&] { return told_.size() >= count || std::chrono::steady_clock::now() > deadline; });
    client_->drop();
    return told_;
  }

  /// The requests of the watch.
  Lines requests() {
    Lines lines;
    for (const std::string& request : server_.requests()) {
      if (request.find("/pods?") != std::string::npos) lines.push_back(request.substr(0, request.find('\r')));
    }
    return lines;
  }

 private:
  WatchAnswers answersTo() {
    return {.there =
                [this](const Value& object) {
                  told_.push_back(fmt::format("{} {}@{}", findString(object, {"kind"}),
                                              findString(object, {"metadata", "name"}),
                                              findString(object, {"metadata", "resourceVersion"})));
                },
            .gone =
                [this](const ObjectName& name) {
                  told_.push_back(fmt::format("gone {}/{} {}", name.namespaceName, name.name, name.uid));
                },
            .complete = [this] { told_.emplace_back("complete"); },
            .lost = [this](const Failure&) { told_.emplace_back("lost"); },
            .ended =
                [this](const Failure& why) {
                  told_.push_back("ended: " + text(why.findings.front(), Sources()));
                }};
  }

  std::atomic<int> asked_{0};
  SmallServer server_;
  std::unique_ptr<Client> client_;
  std::unique_ptr<Discovery> discovery_;
  std::unique_ptr<Watch> watch_;
  Lines told_;
};

}  // namespace

TEST_CASE("a watch tells what is there, then each change as it comes") {
  Trial trial(
      {listOf(5, object("a", 3)), part(event("ADDED", object("b", 6)) + event("MODIFIED", object("a", 7)) +
                                       event("DELETED", object("b", 8, "u"))) +
                                      silence},
      {.labels = "app=x"});
  CHECK(trial.listen(5) == Lines{"Pod a@3", "complete", "Pod b@6", "Pod a@7", "gone ml/b u"});
  const Lines requests = trial.requests();
  CHECK(requests.front() == "GET /api/v1/namespaces/ml/pods?limit=500&labelSelector=app%3Dx HTTP/1.1");
  mentions(requests.back(), {"watch=1", "allowWatchBookmarks=true", "resourceVersion=5", "timeoutSeconds=240",
                             "labelSelector=app%3Dx"});
}

TEST_CASE("a list comes in chunks, and is complete with the last") {
  Trial trial({answer(R"({"metadata": {"resourceVersion": "5", "continue": "more"}, "items": [)" +
                      object("a", 1) + "]}"),
               listOf(5, object("b", 2))});
  CHECK(trial.listen(3) == Lines{"Pod a@1", "Pod b@2", "complete"});
  mentions(trial.requests()[1], {"continue=more"});
}

TEST_CASE("a watch that was cut goes on from the last change, or the last bookmark") {
  for (const std::string& last : {event("MODIFIED", object("a", 9)), event("BOOKMARK", object("", 9))}) {
    Trial trial({listOf(5, object("a", 3)), part(last + R"({"type": "MODI)"),
                 whole(event("MODIFIED", object("a", 12)))});
    const Lines told = trial.listen(last.find("BOOKMARK") == std::string::npos ? 4 : 3);
    CHECK(told.back() == "Pod a@12");
    CHECK(std::find(told.begin(), told.end(), "lost") == told.end());
    mentions(trial.requests()[2], {"resourceVersion=9"});
  }
}

TEST_CASE("a watch that the server ends in order goes on without a word") {
  Trial trial({listOf(5), whole(event("ADDED", object("a", 6))), whole(event("ADDED", object("b", 7)))});
  CHECK(trial.listen(3) == Lines{"complete", "Pod a@6", "Pod b@7"});
}

TEST_CASE("what a server does not remember is listed anew, and the difference is told") {
  const std::string second = object("same", 2) + "," + object("changed", 20) + "," + object("again", 21, "v");
  for (const std::string& forgot :
       {answer(refusal(410, "Expired"), "410 Gone"), whole(event("ERROR", refusal(410, "Expired")))}) {
    Trial trial({listOf(5, object("same", 2) + "," + object("changed", 3) + "," + object("again", 4) + "," +
                               object("left", 5)),
                 forgot, listOf(30, second)});
    const Lines told = trial.listen(10);
    CHECK(Lines(told.begin() + 5, told.end()) ==
          Lines{"Pod changed@20", "gone ml/again u", "Pod again@21", "gone ml/left u", "complete"});
  }
}

TEST_CASE("a server that talks nonsense is asked again, and that is told once") {
  Trial trial({listOf(5), whole("what?\n"), whole("{\"type\": 3}\n"), whole(event("ADDED", object("a", 6)))});
  CHECK(trial.listen(3) == Lines{"complete", "lost", "Pod a@6"});
}

TEST_CASE("a server that is away for a while is asked until it is there again") {
  Trial trial({listOf(5), "", "", "", answer(refusal(503, ""), "503 Service Unavailable"),
               listOf(9, object("a", 8))});
  CHECK(trial.listen(4) == Lines{"complete", "lost", "Pod a@8", "complete"});
}

TEST_CASE("a watch that goes silent is cut off after its time, and goes on") {
  Trial trial(
      {listOf(5), part(event("ADDED", object("a", 6))) + silence, whole(event("ADDED", object("b", 7)))},
      {.lasting = std::chrono::seconds(0), .grace = milliseconds(300)});
  CHECK(trial.listen(3) == Lines{"complete", "Pod a@6", "Pod b@7"});
}

TEST_CASE("a watch that a user may not have ends with the reason") {
  Trial listing({answer(refusal(403, "Forbidden"), "403 Forbidden")});
  CHECK(listing.listen(1).front().starts_with("ended: "));
  Trial never({""});
  CHECK(never.listen(1).front().starts_with("ended: "));
}

TEST_CASE("a user who may list and not watch is told so once, and hears of changes all the same") {
  const std::string forbidden = answer(refusal(403, "Forbidden"), "403 Forbidden");
  Trial trial({listOf(5, object("a", 3)), forbidden, listOf(7, object("a", 6)), listOf(8)});
  CHECK(trial.listen(7) ==
        Lines{"Pod a@3", "complete", "lost", "Pod a@6", "complete", "gone ml/a u", "complete"});
  CHECK(trial.requests().at(3).find("watch=1") == std::string::npos);
}

TEST_CASE("watching is tried again later, and a server that only started is watched then") {
  Lines answers{listOf(5), answer(refusal(403, "Forbidden"), "403 Forbidden")};
  answers.insert(answers.end(), 15, listOf(6));
  answers.push_back(whole(event("ADDED", object("a", 7))));
  Trial trial(std::move(answers));
  const Lines told = trial.listen(18);
  CHECK(told.size() == 18);
  CHECK(told.back() == "Pod a@7");
}

TEST_CASE("lines are given as they come; the last needs no end, but a whole answer") {
  SmallServer server(
      [](int number, const std::string&) { return number == 0 ? whole("a\n\nb") : part("c\nd"); });
  Access access;
  access.cluster.server = server.url();
  auto client = Client::open(std::move(access), {});
  REQUIRE(client);
  Lines lines;
  const auto ask = [&](std::size_t most) {
    lines.clear();
    return (*client)->send({.path = "/x", .repeat = Repeat::never, .line = [&](std::string_view line) {
                              lines.emplace_back(line);
                              return lines.size() < most;
                            }});
  };
  const auto complete = ask(9);
  REQUIRE(complete);
  CHECK(complete->body.empty());
  CHECK(lines == Lines{"a", "", "b"});
  CHECK_FALSE(ask(9));
  CHECK(lines == Lines{"c"});
  const auto enough = ask(1);
  REQUIRE(enough);
  CHECK(enough->status == 200);
  CHECK(lines == Lines{"c"});
}
