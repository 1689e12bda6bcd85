#include "commands/cluster/near_cluster.h"

#include <chrono>

#include "core/base/quantity.h"
#include "core/kube/api/object_names.h"
#include "core/yaml/json.h"

namespace aictl::commands {
namespace {

constexpr std::chrono::milliseconds patience{2'000};

/// Adds what a node can give to pods of the resources that a plugin brings, as `nvidia.com/gpu`.
void addResources(const Value& node, Value& most) {
  const Value* allocatable = find(node, {"status", "allocatable"});
  if (allocatable == nullptr || !allocatable->isMap()) return;
  for (const Entry& resource : allocatable->entries()) {
    if (resource.key.string().find('/') == std::string_view::npos || !resource.value.isString()) continue;
    const auto amount = quantity(resource.value.string());
    if (!amount || *amount < 1) continue;
    const Value* known = most.find(resource.key.string());
    if (known == nullptr || known->number() < *amount) most.set(resource.key, Value(*amount));
  }
}

}  // namespace

NearCluster::NearCluster(Context& context, const kube::AccessOptions& options) {
  auto access = accessTo(context, options);
  if (!access) return;
  name_ = access->context.empty() ? "this pod" : "context '" + access->context + "'";
  auto client = kube::Client::open(
      *std::move(access),
      {.requestTimeout = patience, .connectTimeout = patience, .tries = 1, .stop = &context.stop});
  if (!client) return;
  const auto nodes = (*client)->send({.path = "/api/v1/nodes?limit=100"});
  constexpr int unauthorized = 401;
  if (!nodes || nodes->status == unauthorized) return;
  if (const auto list = nodes->good() ? yaml::readJson(nodes->body) : Result<Value>(Value()); list) {
    if (const Value* items = list->find("items"); items != nullptr && items->isList()) {
      for (const Value& node : items->items()) addResources(node, resources_);
    }
  }
  connection_ = Connection{.client = *std::move(client)};
  connection_->discovery = std::make_unique<kube::Discovery>(*connection_->client, "");
}

std::optional<bool> NearCluster::has(const std::string& apiVersion, const std::string& kind) {
  if (!connection_) return std::nullopt;
  const kube::Kind wanted{apiVersion, kind};
  if (connection_->discovery->learn({&wanted, 1})) {
    connection_.reset();
    return std::nullopt;
  }
  return connection_->discovery->find(wanted) != nullptr;
}

std::vector<std::string> NearCluster::objects(const kube::Resource& resource) {
  if (!connection_) return {};
  auto names =
      kube::objectNames(*connection_->client, {&resource, 1}, connection_->client->access().namespaceName);
  if (names) return *std::move(names);
  connection_.reset();
  return {};
}

}  // namespace aictl::commands
