#include "commands/apply_run.h"
#include "commands/commands.h"

namespace aictl::commands {

ExitCode runApply(Context& context, std::vector<std::string> arguments) {
  stack::Options options;
  ApplyFlags flags;
  std::vector<std::string> names;
  const auto app = makeApp("apply", "[ENTRY...] [OPTIONS]", "Apply the stack to the cluster, or the entries named with what they refer to.");
  app->add_option("ENTRY", names, "Entries to apply (all)");
  addStackOptions(*app, options);
  addNamespaceOption(*app, options.nameSpace);
  addApplyFlags(*app, flags);
  if (const auto code = parse(*app, context, std::move(arguments))) return *code;

  // The stack first: what is wrong with it is said without a cluster at hand.
  Findings findings;
  auto stack = stack::load(options, context.sources, findings);
  flags.cluster.access.namespaceName = stack.nameSpace;
  auto access = hasErrors(findings) ? Result<kube::Access>(kube::Access{.namespaceName = "default"})
                                    : findCluster(context, flags.cluster);
  const std::string fallback = access ? access->namespaceName : "default";
  const auto input = renderStack(context, std::move(stack), names, fallback, std::move(findings));
  if (!input.good) return ExitCode::badInput;
  if (!access) return access.failure().code;
  if (!mayUse(context, input.stack, options, *access)) return ExitCode::badInput;
  return applyManifests(context, input, flags, std::move(*access));
}

}  // namespace aictl::commands
