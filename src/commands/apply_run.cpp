#include "commands/apply_run.h"

#include <fmt/format.h>

#include <map>
#include <optional>
#include <span>

#include "commands/render_text.h"
#include "core/kube/objects.h"

namespace aictl::commands {
namespace {

void report(Context& context, const kube::Applied& applied, bool dryRun) {
  context.terminal.show(applied.warnings, context.sources);
  context.terminal.show(applied.fault.findings, context.sources);
  if (applied.outcome == kube::ApplyOutcome::notSent) return;
  const std::string entry = applied.manifest->entry.empty() ? "" : "  (" + applied.manifest->entry + ")";
  context.terminal.message(fmt::format("{:<9} {}{}{}", kube::name(applied.outcome),
                                       objectName(applied.manifest->object), entry,
                                       dryRun ? "  dry run" : ""));
}

/// Puts the namespace before all else where it is not there; one that is there is nobody's business here.
std::optional<Failure> addMissingNamespace(const std::string& name, Connection& connection,
                                           kube::Waves& waves) {
  const kube::ObjectName object{.kind = {"v1", "Namespace"}, .name = name};
  if (auto failure = connection.discovery->learn(std::span(&object.kind, 1))) return failure;
  const auto live = kube::get(*connection.client, *connection.discovery, object);
  if (!live) return live.failure();
  if (!live->isNull()) return std::nullopt;
  const Value metadata = Value::map({{"name", name}});
  waves.insert(waves.begin(),
               {{Value::map({{"apiVersion", "v1"}, {"kind", "Namespace"}, {"metadata", metadata}}), ""}});
  return std::nullopt;
}

/// `3 created, 1 unchanged`
std::string totals(const std::vector<kube::Applied>& results) {
  std::map<kube::ApplyOutcome, int> counts;
  for (const auto& result : results) ++counts[result.outcome];
  std::string text;
  for (const auto& [outcome, count] : counts) {
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, kube::name(outcome));
  }
  return text.empty() ? "nothing to apply" : text;
}

}  // namespace

void addApplyFlags(CLI::App& app, ApplyFlags& flags) {
  addClusterOptions(app, flags.cluster);
  app.add_flag("--create-namespace", flags.createNamespace, "Make the namespace where it is missing");
  app.add_flag("--dry-run", flags.dryRun, "Let the server check everything, and store nothing");
  app.add_flag("--force-conflicts", flags.forceConflicts, "Take fields that other managers own");
}

ExitCode applyManifests(Context& context, const StackInput& input, const ApplyFlags& flags,
                        kube::Access access) {
  access.namespaceName = input.nameSpace;
  auto connection = connect(context, std::move(access), flags.cluster);
  if (!connection) return connection.failure().code;

  auto waves = wavesOf(input);
  if (flags.createNamespace) {
    if (const auto failure = addMissingNamespace(input.nameSpace, *connection, waves)) {
      context.terminal.show(failure->findings, context.sources);
      return failure->code;
    }
  }
  const kube::ApplyOptions options{
      .conflicts = flags.forceConflicts ? kube::Conflicts::take : kube::Conflicts::refuse,
      .storing = flags.dryRun ? kube::Storing::dryRun : kube::Storing::store};
  const auto results =
      kube::apply(*connection->client, *connection->discovery, waves, options,
                  [&](const kube::Applied& applied) { report(context, applied, flags.dryRun); });
  if (!results) {
    context.terminal.show(results.failure().findings, context.sources);
    return results.failure().code;
  }
  context.terminal.message(totals(*results) + (flags.dryRun && !results->empty() ? ", dry run" : ""));
  return kube::exitCode(*results);
}

}  // namespace aictl::commands
