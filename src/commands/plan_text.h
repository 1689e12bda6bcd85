#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/kube/apply/plan.h"

namespace aictl::commands {

/// Which entries each entry refers to, by label.
using Needs = std::map<std::string, std::vector<std::string>>;

/// The plan as a table, a line for each change: operation, entry, object, and what it waits for, what
/// changes, or why. What stays as it is has no line.
std::string planTable(const kube::Plan& plan, const Needs& needs);

/// `2 to create, 1 to change, 5 as they are`
std::string planTotals(const kube::Plan& plan);

}  // namespace aictl::commands
