#include "core/fleet/fleet.h"

#include <fmt/format.h>

#include <random>

#include "core/base/names.h"
#include "core/kube/api/objects.h"

namespace aictl::fleet {

std::string newRun() { return fmt::format("{:08x}", std::random_device{}()); }

namespace {

Result<Value> read(Fleet& fleet, const kube::ObjectName& name) {
  if (auto failure = fleet.discovery.learn(std::span(&name.kind, 1))) return *std::move(failure);
  return kube::get(fleet.client, fleet.discovery, name);
}

}  // namespace

std::optional<Failure> readForPods(Fleet& fleet) {
  const auto wanted = fleet.form.toRead(wishFor(fleet, "", ""));
  if (!wanted) return wanted.failure();
  for (const pack::Wanted& one : *wanted) {
    const kube::ObjectName name{
        .kind = {one.apiVersion, one.kind}, .namespaceName = fleet.nameSpace, .name = one.name};
    auto object = read(fleet, name);
    if (!object && one.isOptional && object.failure().code == ExitCode::refused) object = Value();
    if (!object) return object.failure();
    if (object->isNull() && !one.isOptional) {
      return Failure(ExitCode::badInput,
                     Finding{.rule = "fleet", .message = kube::describe(name) + " is not there"});
    }
    fleet.read.insert_or_assign(one.as, *std::move(object));
  }
  return std::nullopt;
}

PodWish wishFor(const Fleet& fleet, const std::string& node, std::string_view part) {
  return {.name = kubeName(fmt::format("aictl-{}-{}-{}", fleet.run, part, node)),
          .nameSpace = fleet.nameSpace,
          .node = node,
          .image = fleet.image,
          .labels = Value::map({{Pods::runLabel, Value(fleet.run)}}),
          .usesGpu = fleet.usesGpu,
          .tokenSecret = fleet.tokenSecret,
          .network = fleet.network,
          .read = fleet.read};
}

Pods podsOf(Fleet& fleet) {
  return {fleet.client, fleet.discovery, fleet.nameSpace, fleet.run, fleet.patience, fleet.said};
}

}  // namespace aictl::fleet
