// What a server that is busy, ill or behind a load balancer without it answers: 429, 500, 503.

#include <chrono>

#include "cluster/fixture/front.h"
#include "cluster/fixture/play.h"
#include "shell/fixture/lines.h"

using namespace aictl;
using aictl::test::begin;
using aictl::test::Cluster;
using aictl::test::Front;
using aictl::test::httpAnswer;
using aictl::test::linesWith;
using aictl::test::Outcome;
using aictl::test::Process;
using aictl::test::Workspace;

namespace {

std::string status(int code, const std::string& reason, const std::string& message) {
  return fmt::format(
      R"({{"kind": "Status", "apiVersion": "v1", "status": "Failure", "message": "{}", "reason": "{}", "code": {}}})",
      message, reason, code);
}

const std::string busy = httpAnswer(
    "429 Too Many Requests", status(429, "TooManyRequests", "too many requests, please try again later"),
    "Retry-After: 1\r\n");
const std::string ill =
    httpAnswer("500 Internal Server Error", status(500, "", "etcdserver: leader changed"));
const std::string away = httpAnswer("503 Service Unavailable", "no healthy upstream\n");

/// A stack of two ConfigMaps, before a server that has trouble with one of them.
struct Site {
  Cluster cluster;
  Front front;

  explicit Site(Front::Answer answer) : front(std::move(answer)) {
    cluster.work.write("front", front.kubeconfig());
    cluster.work.write("aictl.yaml", "stack: s\nmanifests: [all.yaml]\n");
    cluster.work.write("all.yaml",
                       "{apiVersion: v1, kind: ConfigMap, metadata: {name: one}, data: {k: v}}\n---\n"
                       "{apiVersion: v1, kind: ConfigMap, metadata: {name: two}, data: {k: v}}\n");
  }

  Outcome apply() const { return cluster.aictl({"apply", "--kubeconfig", "front"}); }
};

/// An answer to the first requests of such a line alone.
Front::Answer first(std::size_t times, const std::string& words, const std::string& answer) {
  return [=, left = times](const std::string& line) mutable {
    if (left == 0 || line.find(words) == std::string::npos) return std::string();
    --left;
    return answer;
  };
}

const std::string patchOfOne = "/configmaps/one?";

}  // namespace

TEST_CASE("a write that the server has no time for, or fails at, is sent again") {
  for (const std::string& answer : {busy, ill, away}) {
    INFO(answer);
    Site site(first(2, patchOfOne, answer));
    const Outcome run = site.apply();
    CHECK(run.code == 0);
    CHECK(run.err.ends_with("2 created\n"));
    CHECK(site.front.count(patchOfOne) == 3);
    CHECK(site.front.count("/configmaps/two?") == 1);
  }
}

TEST_CASE("a read that the server has no time for, or fails at, is asked for again") {
  for (const std::string& answer : {busy, ill, away}) {
    INFO(answer);
    Site site(first(1, "/configmaps?limit", answer));
    const Outcome run = site.apply();
    CHECK(run.code == 0);
    CHECK(run.err.ends_with("2 created\n"));
  }
}

TEST_CASE(
    "what an apply made that broke off is pruned by a later one, also of a kind that is new to the stack") {
  // The second time the parent cannot be written: after the objects, before what it is to say of them.
  Site site([writes = 0](const std::string& line) mutable {
    const bool isOfParent =
        line.starts_with("PATCH ") && line.find("/configmaps/aictl-s?") != std::string::npos;
    return isOfParent && ++writes > 1 ? httpAnswer("403 Forbidden", status(403, "Forbidden", "not now")) : "";
  });
  const Workspace& work = site.cluster.work;
  work.write("aictl.yaml", "stack: s\nmanifests: [all.yaml, more.yaml]\n");
  work.write("more.yaml", "{apiVersion: v1, kind: Secret, metadata: {name: more}}\n");
  CHECK(site.apply().code == 3);
  CHECK_FALSE(site.cluster.live("v1", "Secret", "more").isNull());
  work.write("aictl.yaml", "stack: s\nmanifests: [all.yaml]\n");
  const Outcome next = site.cluster.aictl({"apply", "--yes"});
  CHECK(next.code == 0);
  CHECK(linesWith("pruned ", next.err) == "pruned    secret/more\n");
}

TEST_CASE("a server that says when to come again is asked then, and not before") {
  Site site(first(2, patchOfOne, busy));
  const auto begun = std::chrono::steady_clock::now();
  CHECK(site.apply().code == 0);
  CHECK(std::chrono::steady_clock::now() - begun >= std::chrono::seconds(2));
}

TEST_CASE("a server that is busy, ill or away for good is told, and the command ends with 4") {
  const std::vector<std::pair<std::string, std::string>> cases{
      {httpAnswer("429 Too Many Requests", "{}"), " has too much to do and refuses requests"},
      {ill, " could not answer (500): etcdserver: leader changed"},
      {away, " could not answer (503)"}};
  std::vector<std::unique_ptr<Site>> sites;
  std::vector<std::unique_ptr<Process>> applies;  // all at once: each is patient
  for (const auto& pair : cases) {
    sites.push_back(std::make_unique<Site>([answer = pair.first](const std::string& line) {
      return line.find(patchOfOne) == std::string::npos ? "" : answer;
    }));
    applies.push_back(begin(sites.back()->cluster, {"apply", "--kubeconfig", "front"}));
  }
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const Outcome run = applies[i]->wait();
    CHECK(run.code == 4);
    CHECK(linesWith("; try again", run.err) ==
          sites[i]->front.url() + cases[i].second +
              "; try again, and look at the cluster's own state where it goes on\n");
    CHECK(sites[i]->front.count(patchOfOne) == 5);
    CHECK(sites[i]->cluster.aictl({"apply", "-q"}).code == 0);
    CHECK(sites[i]->cluster.aictl({"plan"}).out == "2 as they are\n");
  }
}

TEST_CASE("a field that the server refuses with 500 is no trouble of its, and is not sent again") {
  Site site(first(
      1, patchOfOne,
      httpAnswer(
          "500 Internal Server Error",
          status(500, "", "failed to create typed patch object: .data.k: field not declared in schema"))));
  const Outcome run = site.apply();
  CHECK(run.code == 3);
  CHECK(linesWith("data.k", run.err) == "all.yaml:1:68: ConfigMap one in namespace '" +
                                            site.cluster.nameSpace +
                                            "': data.k: the server does not know this field\n");
  CHECK(site.front.count(patchOfOne) == 1);
}
