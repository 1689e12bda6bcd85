#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/finding.h"

/// What this program says in a pod, in the pod's log: containers have one log for both of their streams, so
/// each line says what it is.
namespace aictl::fleet {

/// The command that has this program speak so: `aictl __in-pod rdma list`.
inline constexpr std::string_view inPodCommand = "__in-pod";

/// A line of a result, without its end, as it stands in the log.
std::string resultLine(std::string_view line);
/// A finding as it stands there; its place means nothing elsewhere.
std::string findingLine(const Finding& finding);

/// A log taken apart.
struct Told {
  std::string result;
  Findings findings;
  std::vector<std::string> others;  ///< lines that are not of this program
};
Told toldIn(std::span<const std::string> lines);

}  // namespace aictl::fleet
