// Watches of a real server, with changes by others.

#include "core/kube/api/watch.h"

#include <fmt/format.h>

#include "cluster/kube/session.h"

using namespace aictl;
using namespace aictl::kube;
using aictl::test::ControlPlane;
using aictl::test::newNamespace;
using aictl::test::Session;

namespace {

const Kind configMap{"v1", "ConfigMap"};

/// Somebody else, who changes ConfigMaps with the label `app=x`.
struct Other {
  std::string space;
  Session session;

  explicit Other(std::string in, std::string kubeconfig = ControlPlane::shared().file("kubeconfig"))
      : space(std::move(in)), session(std::move(kubeconfig)) {}

  void send(Method method, const std::string& name, const std::string& body = "") {
    const auto response = session.client->send(
        {.method = method,
         .path = fmt::format("/api/v1/namespaces/{}/configmaps{}", space, name.empty() ? "" : "/" + name),
         .body = body,
         .contentType = method == Method::patch ? "application/merge-patch+json" : "application/json"});
    REQUIRE(response);
    REQUIRE(response->good());
  }
  void create(const std::string& name) {
    send(Method::post, "", R"({"metadata": {"name": ")" + name + R"(", "labels": {"app": "x"}}})");
  }
  void change(const std::string& name) { send(Method::patch, name, R"({"data": {"k": "changed"}})"); }
  void remove(const std::string& name) { send(Method::remove, name); }
};

/// A watch of those ConfigMaps, and what is there by what it told.
struct Listener {
  Session& session;
  std::map<std::string, std::string> there;  ///< the value of `k` by name
  std::vector<std::string> said;
  std::unique_ptr<Watch> watch;

  Listener(Session& of, WatchQuestion question) : session(of) {
    question.kind = configMap;
    REQUIRE_FALSE(session.discovery->learn(std::span(&configMap, 1)));
    watch = std::make_unique<Watch>(
        *session.client, *session.discovery, question,
        WatchAnswers{.there =
                         [this](const Value& object) {
                           there[std::string(findString(object, {"metadata", "name"}))] =
                               findString(object, {"data", "k"});
                         },
                     .gone = [this](const ObjectName& name) { there.erase(name.name); },
                     .complete = [this] { said.emplace_back("complete"); },
                     .lost = [this](const Failure&) { said.emplace_back("lost"); },
                     .ended = [this](const Failure& why) { said.push_back(session.said(why.findings)); }});
    watch->start();
  }
  ~Listener() { session.client->drop(); }

  /// Whether it comes to this.
  bool comesTo(const std::map<std::string, std::string>& state) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    bool reached = false;
    session.client->runUntil([&] {
      reached = !said.empty() && there == state;
      return reached || std::chrono::steady_clock::now() > deadline;
    });
    return reached;
  }
};

}  // namespace

TEST_CASE("what others create, change and delete is told, and nothing beside the selection") {
  Other other(newNamespace());
  other.create("a");
  other.send(Method::post, "", R"({"metadata": {"name": "beside"}})");
  Session session;
  Listener listener(session, {.namespaceName = other.space, .labels = "app=x"});
  CHECK(listener.comesTo({{"a", ""}}));
  other.create("b");
  other.change("a");
  CHECK(listener.comesTo({{"a", "changed"}, {"b", ""}}));
  other.remove("a");
  CHECK(listener.comesTo({{"b", ""}}));
  CHECK(listener.said == std::vector<std::string>{"complete"});
}

TEST_CASE("a watch of one object sees it come") {
  Other other(newNamespace());
  Session session;
  Listener listener(session, {.namespaceName = other.space, .fields = "metadata.name=one"});
  CHECK(listener.comesTo({}));
  other.create("two");
  other.create("one");
  CHECK(listener.comesTo({{"one", ""}}));
}

TEST_CASE("a watch that the server ends every second misses nothing") {
  Other other(newNamespace());
  Session session;
  Listener listener(session,
                    {.namespaceName = other.space, .labels = "app=x", .lasting = std::chrono::seconds(1)});
  CHECK(listener.comesTo({}));
  std::map<std::string, std::string> all;
  for (int i = 0; i < 30; ++i) {
    const std::string name = fmt::format("c{}", i);
    other.create(name);
    all[name] = "";
    const auto next = std::chrono::steady_clock::now() + std::chrono::milliseconds(100);
    session.client->runUntil([&] { return std::chrono::steady_clock::now() > next; });
  }
  CHECK(listener.comesTo(all));
  CHECK(listener.said == std::vector<std::string>{"complete"});
}

TEST_CASE("a watch lives through the end and the new start of the server") {
  ControlPlane plane;
  Other other("default", plane.file("kubeconfig"));
  Session session(plane.file("kubeconfig"));
  other.create("a");
  other.create("b");
  Listener listener(session, {.namespaceName = "default", .labels = "app=x"});
  CHECK(listener.comesTo({{"a", ""}, {"b", ""}}));
  plane.signal("kube-apiserver", "KILL");
  const auto soon = std::chrono::steady_clock::now() + std::chrono::seconds(1);
  session.client->runUntil([&] { return std::chrono::steady_clock::now() > soon; });
  plane.restart("kube-apiserver");
  Other after("default", plane.file("kubeconfig"));
  after.remove("a");
  after.change("b");
  CHECK(listener.comesTo({{"b", "changed"}}));
  CHECK(listener.said[1] == "lost");
}
