#pragma once

#include <map>
#include <string>
#include <vector>

#include "commands/table.h"
#include "core/kube/apply/plan.h"

namespace aictl::commands {

/// Which entries each entry refers to, by label.
using Needs = std::map<std::string, std::vector<std::string>>;

/// What a step changes (the first field, without values of Secrets, and how many more), or why it is. "" of a
/// creation.
std::string stepWords(const kube::Step& step);

/// The plan as a table, a line for each change: operation, entry, object, and what it waits for, what
/// changes, or why. What stays as it is has no line.
std::string planTable(const kube::Plan& plan, const Needs& needs, const Layout& layout = {});

/// `{schema, steps: [{operation, entry, apiVersion, kind, namespace, name, reason, changes: [{path, before,
/// after}]}]}`: what stays as it is too. All keys are always there, and null where there is nothing to say;
/// of a Secret the values are.
Value planValue(const kube::Plan& plan);

/// `2 to create, 1 to change, 5 as they are`
std::string planTotals(const kube::Plan& plan);

}  // namespace aictl::commands
