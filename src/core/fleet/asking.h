#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "core/fleet/fleet.h"

namespace aictl::fleet {

/// What a pod has said.
struct Answer {
  std::string node;
  std::optional<ExitCode> code;  ///< how its command ended; none: it gave no answer, and the findings say why
  std::string result;            ///< as it would stand on standard output
  Findings findings;             ///< `entry` of those that say why there is no answer is the node
};

/// What a pod that was awaited has said.
Answer answerOf(Fleet& fleet, Pods& pods, const std::string& pod, const std::string& node);

/// What all nodes are asked.
struct Question {
  std::vector<std::string> words;  ///< a command line of this program, as `rdma`, `list`
  Access access = Access::node;
  std::chrono::seconds longest{300};  ///< that the command may take
};

/// Asks all nodes at once; the answers are in the order of the nodes. A Failure where pods cannot be made or
/// watched at all, or the program is to stop; nothing is left then either.
Result<std::vector<Answer>> askNodes(Fleet& fleet, const std::vector<std::string>& nodes,
                                     const Question& question);

/// How a command ends that asked many nodes: noAnswer where one gave none; no where one says no; notHere
/// where all say that what is asked for is not there; else done. Another end of one is that of all.
ExitCode exitCode(const std::vector<Answer>& answers);

}  // namespace aictl::fleet
