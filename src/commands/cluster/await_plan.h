#pragma once

#include <span>
#include <string>

#include "commands/cluster/apply_run.h"
#include "commands/cluster/wait_run.h"

namespace aictl::commands {

/// What comes after an apply, as the flags say: waits for what was applied, or follows its runs to their end.
/// What else it was is told.
Waited awaitPlan(Context& context, Planned& planned, const StackInput& input, const ApplyFlags& flags,
                 std::span<const kube::Applied> results);

/// Where what was applied is not followed as the flags say, since it was interrupted before: tells how the
/// runs that it began can be.
void tellOfBegun(Context& context, const Planned& planned, const ApplyFlags& flags,
                 std::span<const kube::Applied> results);

/// Removes the runs that an apply began, however it ended. Gives how that went.
ExitCode removeBegun(Context& context, Planned& planned, const ApplyFlags& flags,
                     std::span<const kube::Applied> results);

/// `{schema, objects: [{entry, apiVersion, kind, namespace, name, uid, outcome, state, ending, trouble,
/// message, exit}]}` as JSON: all keys are always there, and null where nothing is known, since nothing was
/// waited for.
std::string appliedText(std::span<const kube::Applied> results, const Waited& waited);

}  // namespace aictl::commands
