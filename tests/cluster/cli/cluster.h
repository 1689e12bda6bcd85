#pragma once

#include <algorithm>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "catch.h"
#include "cluster/control_plane.h"
#include "core/kube/api/objects.h"
#include "core/yaml/json.h"
#include "shell/fixture/workspace.h"

namespace aictl::test {

/// The lines of a text in alphabetical order: objects of one wave are done in any order.
inline std::vector<std::string> sortedLines(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  std::ranges::sort(lines);
  return lines;
}

/// The text with one part of it, which must be there, replaced.
inline std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

/// The value of a key of a kubeconfig that has it once.
inline std::string valueOf(const std::string& text, const std::string& key) {
  const auto at = text.find(key + ": ");
  REQUIRE(at != std::string::npos);
  const auto begin = at + key.size() + 2;
  return text.substr(begin, text.find('\n', begin) - begin);
}

/// A person's folder with a kubeconfig of the shared control plane (its administrator's, where none is
/// named), and a namespace of the test's own.
class Cluster {
 public:
  explicit Cluster(const std::string& kubeconfig = "kubeconfig") {
    ControlPlane::shared().serve(
        {"kubeflow.org", "serving.knative.dev", "serving.kserve.io", "data.fluid.io", "k8s.cni.cncf.io"});
    work.environment["KUBECONFIG"] = ControlPlane::shared().file(kubeconfig);
    Sources sources;
    auto access = kube::readAccess({.kubeconfig = ControlPlane::shared().file(kubeconfig)}, sources);
    REQUIRE(access);
    auto client = kube::Client::open(*std::move(access), {});
    REQUIRE(client);
    client_ = *std::move(client);
    discovery_ = std::make_unique<kube::Discovery>(*client_, "");
  }

  /// The administrator's kubeconfig.
  std::string administrator() const { return text("kubeconfig"); }
  /// A file of the control plane.
  static std::string text(const std::string& file) {
    std::ifstream in(ControlPlane::shared().file(file));
    return {std::istreambuf_iterator<char>(in), {}};
  }

  /// Runs `aictl ARGUMENTS… -n NAMESPACE`.
  Outcome aictl(std::vector<std::string> arguments) const {
    const auto end = std::ranges::find(arguments, "--");
    const std::vector<std::string> options{"-n", nameSpace};
    arguments.insert(end, options.begin(), options.end());
    return work.aictl(std::move(arguments));
  }

  /// What `render` of these arguments gives.
  std::vector<Value> rendered(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"render", "-o", "json"});
    const auto text = aictl(std::move(arguments)).out;
    const auto list = yaml::readJson(text);
    REQUIRE(list);
    const Value* items = list->find("items");
    if (items == nullptr) return {*list};
    return {items->items().begin(), items->items().end()};
  }

  /// The object as the server has it; null where there is none.
  Value live(const Value& object) {
    auto name = kube::nameOf(object);
    if (name.namespaceName.empty()) name.namespaceName = nameSpace;
    const std::vector<kube::Kind> kinds{name.kind};
    REQUIRE_FALSE(discovery_->learn(kinds));
    const auto found = kube::get(*client_, *discovery_, name);
    REQUIRE(found);
    return *found;
  }

  Value live(const std::string& apiVersion, const std::string& kind, const std::string& name) {
    return live(
        Value::map({{"apiVersion", apiVersion}, {"kind", kind}, {"metadata", Value::map({{"name", name}})}}));
  }

  /// The name of the first pod of the namespace; "" where there is none.
  std::string firstPod() {
    const kube::Kind pod{"v1", "Pod"};
    REQUIRE_FALSE(discovery_->learn(std::span(&pod, 1)));
    std::string name;
    REQUIRE(
        kube::list(*client_, *discovery_, {.kind = pod, .namespaceName = nameSpace}, [&](const Value& item) {
          if (name.empty()) name = findString(item, {"metadata", "name"});
        }));
    return name;
  }

  /// The resourceVersion of each object, in the order given; "" for one that is not there.
  std::vector<std::string> versions(const std::vector<Value>& objects) {
    std::vector<std::string> result;
    for (const Value& object : objects)
      result.emplace_back(findString(live(object), {"metadata", "resourceVersion"}));
    return result;
  }

  /// The version of the namespace's state, to look from there on later.
  std::string version() const {
    const auto response = client_->send({.path = "/api/v1/namespaces/" + nameSpace + "/configmaps?limit=1"});
    REQUIRE(response);
    const auto list = yaml::readJson(response->body);
    REQUIRE(list);
    return std::string(findString(*list, {"metadata", "resourceVersion"}));
  }

  /// What happened since then to objects whose names begin so, in order: `ADDED`, `MODIFIED`, `DELETED`.
  std::vector<std::string> changes(const std::string& plural, const std::string& version,
                                   const std::string& begin) const {
    const std::string root = plural == "jobs" ? "/apis/batch/v1" : "/api/v1";
    std::vector<std::string> all;
    const auto response =
        client_->send({.path = root + "/namespaces/" + nameSpace + "/" + plural +
                               "?watch=1&timeoutSeconds=1&resourceVersion=" + version,
                       .repeat = kube::Repeat::never,
                       .line = [&](std::string_view line) {
                         const auto event = yaml::readJson(line);
                         if (event && findString(*event, {"object", "metadata", "name"}).starts_with(begin))
                           all.emplace_back(findString(*event, {"type"}));
                         return true;
                       }});
    REQUIRE(response);
    REQUIRE(response->good());
    return all;
  }

  /// Creates a ConfigMap as somebody else.
  void createConfigMap(const std::string& name) {
    send({.method = kube::Method::post,
          .path = "/api/v1/namespaces/" + nameSpace + "/configmaps?fieldManager=somebody",
          .body = R"({"metadata": {"name": ")" + name + "\"}}"});
  }

  /// Changes an object as somebody else, by a merge patch.
  void change(const std::string& path, const std::string& patch) {
    send({.method = kube::Method::patch,
          .path = path + "?fieldManager=somebody",
          .body = patch,
          .contentType = "application/merge-patch+json"});
  }

  /// Deletes an object as somebody else.
  void remove(const std::string& path) {
    send({.method = kube::Method::remove, .path = path + "?propagationPolicy=Background"});
  }

  const std::string nameSpace = newNamespace();
  Workspace work;

 private:
  void send(kube::Request request) {
    const auto response = client_->send(std::move(request));
    REQUIRE(response);
    REQUIRE(response->good());
  }

  std::unique_ptr<kube::Client> client_;
  std::unique_ptr<kube::Discovery> discovery_;
};

}  // namespace aictl::test
