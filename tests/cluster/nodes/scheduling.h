#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "catch.h"
#include "cluster/control_plane.h"
#include "core/kube/api/discovery.h"
#include "core/kube/connection/client.h"
#include "core/yaml/json.h"
#include "core/yaml/yaml.h"

namespace aictl::test {

/// A cluster of its own with the real scheduler, whose nodes are the test's: nodes belong to no namespace,
/// and those of one test would be seen by all. One control plane serves all tests of a program, one after
/// another; each begins without nodes and without pods in `default`.
class SchedulingCluster {
 public:
  SchedulingCluster() : client_(openClient()), discovery_(std::make_unique<kube::Discovery>(*client_, "")) {}
  ~SchedulingCluster() { clear(); }
  SchedulingCluster(const SchedulingCluster&) = delete;
  SchedulingCluster& operator=(const SchedulingCluster&) = delete;

  static ControlPlane& plane() {
    static ControlPlane own(std::vector<std::string>{"--scheduler"});
    return own;
  }

  kube::Client& client() { return *client_; }
  kube::Discovery& discovery() { return *discovery_; }

  /// Makes an object of YAML text, as in `/api/v1/namespaces/default/pods`.
  void createWritten(const std::string& collection, const std::string& text) {
    create(collection, read(text));
  }
  void create(const std::string& collection, const Value& object) {
    const kube::Response response = post(collection, object);
    INFO(response.body);
    REQUIRE(response.good());
  }
  /// The same where the server may refuse.
  kube::Response post(const std::string& collection, const Value& object) {
    auto response =
        client_->send({.method = kube::Method::post, .path = collection, .body = yaml::writeJson(object)});
    REQUIRE(response);
    return *std::move(response);
  }

  /// Makes a node that is ready, unless its status says otherwise, with the taints that it names alone: the
  /// server gives each new node that of one not ready.
  void createNode(Value node) {
    const std::string name(findString(node, {"metadata", "name"}));
    nodes_.push_back(name);
    const bool isReady = find(node, {"status", "conditions"}) == nullptr;
    if (isReady) {
      node.at("status").set("conditions",
                            Value::list({read("{type: Ready, status: 'True', reason: KubeletReady, "
                                              "lastHeartbeatTime: '2026-01-01T00:00:00Z'}")}));
    }
    create("/api/v1/nodes", node);
    if (!isReady) return;
    const Value* taints = find(node, {"spec", "taints"});
    const Value spec = Value::map({{"taints", taints != nullptr ? *taints : Value()}});
    patch("/api/v1/nodes/" + name, Value::map({{"spec", spec}}));
  }
  void createNodeWritten(const std::string& text) { createNode(read(text)); }

  /// Changes an object by a merge patch.
  void patch(const std::string& path, const Value& change) {
    send({.method = kube::Method::patch,
          .path = path,
          .body = yaml::writeJson(change),
          .contentType = "application/merge-patch+json"});
  }

  /// Deletes it at once.
  void remove(const std::string& path) {
    const auto response =
        client_->send({.method = kube::Method::remove, .path = path + "?gracePeriodSeconds=0"});
    REQUIRE(response);
  }

  Value get(const std::string& path) {
    const auto response = client_->send({.path = path});
    REQUIRE(response);
    REQUIRE(response->good());
    const auto object = yaml::readJson(response->body);
    REQUIRE(object);
    return *object;
  }

  /// Takes all nodes away that were made, and all pods of `default`.
  void clear() {
    remove("/api/v1/namespaces/default/pods");
    for (const std::string& node : nodes_) remove("/api/v1/nodes/" + node);
    nodes_.clear();
  }

  static Value read(const std::string& text) {
    Sources sources;
    Findings findings;
    Value value = yaml::readDocument(text, sources.add("test.yaml", text), findings);
    REQUIRE(findings.empty());
    return value;
  }

 private:
  static std::unique_ptr<kube::Client> openClient() {
    Sources sources;
    auto access = kube::readAccess({.kubeconfig = plane().file("kubeconfig")}, sources);
    REQUIRE(access);
    auto client = kube::Client::open(*std::move(access), {});
    REQUIRE(client);
    return *std::move(client);
  }

  void send(kube::Request request) {
    const auto response = client_->send(std::move(request));
    REQUIRE(response);
    INFO(response->body);
    REQUIRE(response->good());
  }

  std::unique_ptr<kube::Client> client_;
  std::unique_ptr<kube::Discovery> discovery_;
  std::vector<std::string> nodes_;
};

}  // namespace aictl::test
