// Watches of a real server, with changes by others.

#include "core/kube/api/watch.h"

#include <fmt/format.h>

#include <thread>

#include "cluster/fault_proxy.h"
#include "cluster/kube/session.h"

using namespace aictl;
using namespace aictl::kube;
using aictl::test::ControlPlane;
using aictl::test::FaultProxy;
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
  std::map<std::string, std::vector<std::string>> history;
  std::vector<std::string> said;
  std::unique_ptr<Watch> watch;

  Listener(Session& of, WatchQuestion question) : session(of) {
    question.kind = configMap;
    REQUIRE_FALSE(session.discovery->learn(std::span(&configMap, 1)));
    watch = std::make_unique<Watch>(
        *session.client, *session.discovery, question,
        WatchAnswers{.there =
                         [this](const Value& object) {
                           const std::string name(findString(object, {"metadata", "name"}));
                           there[name] = findString(object, {"data", "k"});
                           history[name].push_back(there[name]);
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

/// Somebody who changes all of many objects to 1, to 2 and so on, as fast as the server takes it.
class Crowd {
 public:
  Crowd(std::string space, int objects) : space_(std::move(space)), objects_(objects) {}

  void create() {
    for (int i = 0; i < objects_; ++i) {
      submit(
          {.method = Method::post,
           .path = fmt::format("/api/v1/namespaces/{}/configmaps", space_),
           .body = fmt::format(
               R"({{"metadata": {{"name": "c{}", "labels": {{"app": "x"}}}}, "data": {{"k": "0"}}}})", i)});
    }
    session_.client->run();
  }

  /// Round after round, until it is said to be enough.
  void changeUntil(const std::function<bool()>& isEnough) {
    while (!isEnough()) {
      ++rounds_;
      for (int i = 0; i < objects_; ++i) change(i);
      session_.client->run();
    }
  }

  int rounds() const { return rounds_; }

  bool isDone() const { return faults_ == 0; }

 private:
  void change(int object) {
    submit({.method = Method::patch,
            .path = fmt::format("/api/v1/namespaces/{}/configmaps/c{}", space_, object),
            .body = fmt::format(R"({{"data": {{"k": "{}"}}}})", rounds_),
            .contentType = "application/merge-patch+json"});
  }

  void submit(Request request) {
    session_.client->submit(std::move(request), [this](Result<Response> response) {
      if (!response || !response->good()) ++faults_;
    });
  }

  std::string space_;
  int objects_;
  int rounds_ = 0;
  int faults_ = 0;
  Session session_;
};

/// Every value of every object is told, in order, to a watch whose connections are cut again and again.
void watchThroughCuts(int objects, std::chrono::milliseconds between) {
  constexpr int enough = 6;
  const std::string space = newNamespace();
  Crowd crowd(space, objects);
  crowd.create();
  Sources sources;
  Access access = *readAccess({.kubeconfig = ControlPlane::shared().file("kubeconfig")}, sources);
  const std::string& server = access.cluster.server;
  FaultProxy proxy(std::stoi(server.substr(server.rfind(':') + 1)));
  access.cluster.server = proxy.url();
  Session session(std::move(access), {});
  Listener listener(session, {.namespaceName = space, .labels = "app=x"});
  std::map<std::string, std::string> last;
  for (int i = 0; i < objects; ++i) last[fmt::format("c{}", i)] = "0";
  CHECK(listener.comesTo(last));

  std::atomic<int> cuts = 0;
  std::atomic<bool> isOver = false;
  std::thread changing([&] {
    crowd.changeUntil([&] { return cuts >= enough; });
    isOver = true;
  });
  auto nextCut = std::chrono::steady_clock::now() + between;
  session.client->runUntil([&] {
    if (std::chrono::steady_clock::now() >= nextCut) {
      proxy.cut();
      ++cuts;
      nextCut += between;
    }
    return isOver.load();
  });
  changing.join();
  CHECK(crowd.isDone());
  CHECK(proxy.connections() > 3);
  std::vector<std::string> all;
  for (int value = 0; value <= crowd.rounds(); ++value) all.push_back(std::to_string(value));
  for (auto& [name, value] : last) value = all.back();
  CHECK(listener.comesTo(last));
  CHECK(std::ranges::all_of(listener.history, [&](const auto& item) { return item.second == all; }));
}

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

TEST_CASE("a watch of 300 objects whose connection is cut every 200 ms misses no change") {
  watchThroughCuts(300, std::chrono::milliseconds(200));
}

TEST_CASE("a watch of 5,000 objects whose connection is cut every second misses no change", "[.long]") {
  watchThroughCuts(5'000, std::chrono::seconds(1));
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
