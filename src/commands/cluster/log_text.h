#pragma once

#include <string>
#include <string_view>

#include "commands/command.h"
#include "core/kube/logs/logs.h"

namespace aictl::commands {

/// A line of a pod's log, with its end: `POD | LINE`. With colours the pod is in one of its own, which is the
/// same in every run; the line keeps what it has.
std::string logText(std::string_view pod, std::string_view line, Colours colours);

/// Lines of logs that are followed: each is sent on at once.
kube::LogReports logReports(Context& context);

}  // namespace aictl::commands
