#include "commands/cluster/cluster.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/version.h"
#include "core/kube/apply/apply_set.h"

namespace aictl::commands {
namespace {

/// Namespaces, and definitions of kinds, are there before anything that needs them.
bool comesFirst(const Value& object) {
  const auto kind = findString(object, {"kind"});
  return kind == "Namespace" || kind == "CustomResourceDefinition";
}

Value labelled(Value object, const Value& applySet) {
  const Origin origin = object.origin();
  if (!object.at("metadata").isMap()) return object;
  Value& metadata = object.at("metadata");
  if (metadata.find("labels") == nullptr) metadata.set("labels", Value::map({}, origin));
  metadata.at("labels").set(Value::borrowed(kube::partOfLabel, origin), applySet.withOrigin(origin));
  return object;
}

}  // namespace

Result<kube::Access> accessTo(Context& context, kube::AccessOptions options) {
  options.preferredContext = context.config.context;
  options.preferredNamespace = context.config.nameSpace;
  return kube::readAccess(options, context.sources);
}

Result<Bound> bindToCluster(Context& context, stack::Stack stack, const std::vector<std::string>& names,
                            Findings findings, ClusterOptions options) {
  options.access.namespaceName = stack.nameSpace;
  auto access = accessTo(context, options.access);
  auto input = renderStack(context, std::move(stack), names, access ? access->namespaceName : "default",
                           std::move(findings));
  if (!input.good) return Failure(ExitCode::badInput, Findings{});
  if (!access) {
    context.terminal.show(access.failure().findings, context.sources);
    return access.failure();
  }
  context.terminal.show(access->warnings, context.sources);
  return Bound{std::move(input), std::move(*access)};
}

Result<Connection> connect(Context& context, kube::Access access, const ClusterOptions& options) {
  kube::ClientOptions clientOptions;
  clientOptions.requestTimeout =
      std::chrono::milliseconds(static_cast<std::int64_t>(options.requestTimeout * 1000));
  clientOptions.userAgent = "aictl/" + std::string(version);
  clientOptions.stop = &context.stop;
  const std::string folder = kube::discoveryFolder(access.cluster);
  auto client = kube::Client::open(std::move(access), clientOptions);
  if (!client) {
    context.terminal.show(client.failure().findings, context.sources);
    return client.failure();
  }
  Connection connection{.client = std::move(*client)};
  connection.discovery = std::make_unique<kube::Discovery>(*connection.client, folder);
  return connection;
}

bool mayUse(Context& context, const stack::Stack& stack, const stack::Options& options,
            const kube::Access& access) {
  Findings findings;
  if (!stack.contexts.empty() && std::ranges::find(stack.contexts, access.context) == stack.contexts.end()) {
    findings.push_back({.rule = "context",
                        .message = fmt::format("the stack '{}' is not for the context '{}', but for {}",
                                               stack.name, access.context, fmt::join(stack.contexts, ", ")),
                        .origin = stack.contextsOrigin,
                        .remedy = "choose one with --context"});
  }
  const auto environments = stack::environments(options);
  if (options.environment.empty() && !environments.empty()) {
    findings.push_back({.rule = "environment",
                        .message = fmt::format("the stack has environments and none is chosen: {}",
                                               fmt::join(environments, ", ")),
                        .remedy = "choose one with --environment"});
  }
  context.terminal.show(findings, context.sources);
  return findings.empty();
}

kube::Waves wavesOf(StackInput& input) {
  const Value applySet(kube::ApplySet{input.stack.name, input.nameSpace}.id());
  kube::Waves waves;
  for (auto& manifest : input.manifests) {
    const std::size_t wave = comesFirst(manifest.object) ? 0 : manifest.wave + 1;
    if (waves.size() <= wave) waves.resize(wave + 1);
    waves[wave].push_back({labelled(std::move(manifest.object), applySet), manifest.entry});
  }
  std::erase_if(waves, [](const auto& wave) { return wave.empty(); });
  return waves;
}

}  // namespace aictl::commands
