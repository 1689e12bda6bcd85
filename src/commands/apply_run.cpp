#include "commands/apply_run.h"

#include <fmt/format.h>

#include <map>

#include "commands/render_text.h"

namespace aictl::commands {
namespace {

void report(Context& context, const kube::Applied& applied, bool dryRun) {
  context.terminal.show(applied.fault.findings, context.sources);
  if (applied.outcome == kube::ApplyOutcome::notSent) return;
  const std::string entry = applied.manifest->entry.empty() ? "" : "  (" + applied.manifest->entry + ")";
  context.terminal.message(fmt::format("{:<9} {}{}{}", kube::name(applied.outcome),
                                       objectName(applied.manifest->object), entry,
                                       dryRun ? "  dry run" : ""));
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
    waves.insert(waves.begin(), {{Value::map({{"apiVersion", "v1"},
                                              {"kind", "Namespace"},
                                              {"metadata", Value::map({{"name", input.nameSpace}})}}),
                                  ""}});
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
  context.terminal.message(totals(*results));
  return kube::exitCode(*results);
}

}  // namespace aictl::commands
