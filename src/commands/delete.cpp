#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "commands/cluster.h"
#include "commands/commands.h"
#include "commands/render_text.h"
#include "core/kube/objects.h"
#include "core/kube/remove.h"

namespace aictl::commands {
namespace {

struct DeleteOptions {
  stack::Options stack;
  ClusterOptions cluster;
  std::vector<std::string> names;
  std::string cascade = "background";
  double wait = 0;
};

/// What there is of the stack's objects, last wave first. An object that another stack owns, or that nobody
/// said is the stack's, is left alone.
Result<std::vector<kube::ObjectName>> ownObjects(Context& context, const StackInput& input,
                                                 Connection& connection) {
  std::vector<kube::Kind> kinds;
  for (const auto& manifest : input.manifests) kinds.push_back(kube::kindOf(manifest.object));
  if (auto failure = connection.discovery->learn(kinds)) return *failure;

  auto manifests = input.manifests;
  std::ranges::stable_sort(manifests, std::greater<>{}, &stack::Rendered::wave);
  std::vector<kube::ObjectName> objects;
  for (const auto& manifest : manifests) {
    kube::ObjectName name = kube::nameOf(manifest.object);
    const auto* resource = connection.discovery->find(name.kind);
    if (name.kind.kind == "Namespace" || resource == nullptr) continue;
    name.entry = manifest.entry;
    if (resource->namespaced && name.namespaceName.empty()) name.namespaceName = input.nameSpace;
    const auto live = kube::get(*connection.client, *connection.discovery, name);
    if (!live) return live.failure();
    if (live->isNull()) continue;
    const auto owner = findString(*live, {"metadata", "labels", "aictl.dev/stack"});
    if (owner != input.stack.name) {
      context.terminal.message(
          "left alone " + objectName(manifest.object) +
          (owner.empty() ? ": no stack made it" : ": it is of the stack " + std::string(owner)));
      continue;
    }
    name.uid = findString(*live, {"metadata", "uid"});
    objects.push_back(std::move(name));
  }
  return objects;
}

kube::Propagation propagation(std::string_view cascade) {
  if (cascade == "foreground") return kube::Propagation::foreground;
  return cascade == "orphan" ? kube::Propagation::orphan : kube::Propagation::background;
}

ExitCode removeObjects(Context& context, const DeleteOptions& options, const StackInput& input,
                       kube::Access access) {
  access.namespaceName = input.nameSpace;
  auto connection = connect(context, std::move(access), options.cluster);
  if (!connection) return connection.failure().code;
  const auto objects = ownObjects(context, input, *connection);
  if (!objects) {
    context.terminal.show(objects.failure().findings, context.sources);
    return objects.failure().code;
  }
  const kube::RemoveOptions removal{
      .propagation = propagation(options.cascade),
      .wait = std::chrono::milliseconds(static_cast<std::int64_t>(options.wait * 1000))};
  const auto results = kube::remove(
      *connection->client, *connection->discovery, *objects, removal, [&](const kube::Removed& removed) {
        context.terminal.show(removed.fault.findings, context.sources);
        const auto& entry = removed.object->entry;
        context.terminal.message(fmt::format("{:<13} {}{}", kube::name(removed.outcome),
                                             objectName(*removed.object),
                                             entry.empty() ? "" : "  (" + entry + ")"));
      });
  if (!results) {
    context.terminal.show(results.failure().findings, context.sources);
    return results.failure().code;
  }
  if (results->empty()) context.terminal.message("nothing of it is there");
  return kube::exitCode(*results, removal);
}

}  // namespace

ExitCode runDelete(Context& context, std::vector<std::string> arguments) {
  DeleteOptions options;
  const auto app =
      makeApp("delete", "[ENTRY...] [OPTIONS]",
              "Delete the stack's objects, or those of the entries named alone. Namespaces stay.");
  app->add_option("ENTRY", options.names, "Entries whose objects go (all)");
  addStackOptions(*app, options.stack);
  addNamespaceOption(*app, options.stack.nameSpace);
  addClusterOptions(*app, options.cluster);
  app->add_option("--cascade", options.cascade,
                  "What becomes of pods and the like: background, foreground, orphan")
      ->type_name("HOW")
      ->check(oneOf({"background", "foreground", "orphan"}));
  app->add_option("--wait", options.wait, "Seconds to wait until the objects are gone (0)")
      ->type_name("SECONDS")
      ->check(secondsFault);
  if (const auto code = parse(*app, context, std::move(arguments))) return *code;

  Findings findings;
  auto stack = stack::load(options.stack, context.sources, findings);
  auto bound = bindToCluster(context, std::move(stack), options.names, std::move(findings), options.cluster);
  if (!bound) return bound.failure().code;
  auto& input = bound->input;
  if (!mayUse(context, input.stack, options.stack, bound->access)) return ExitCode::badInput;
  // Entries named are deleted without what they refer to.
  if (!options.names.empty()) {
    std::vector<std::string> chosen;
    Findings none;
    for (const auto& name : options.names)
      chosen.push_back(stack::findEntry(input.stack, name, none)->label());
    std::erase_if(input.manifests, [&](const auto& manifest) {
      return std::ranges::find(chosen, manifest.entry) == chosen.end();
    });
  }
  return removeObjects(context, options, input, std::move(bound->access));
}

}  // namespace aictl::commands
