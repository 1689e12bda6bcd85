#pragma once

#include <functional>
#include <string>
#include <vector>

namespace aictl::commands {

/// The lines that a slow question gives, for somebody who waits at a prompt. What `file` keeps is good for
/// ten seconds. Else `ask` is run in a process of its own, without a terminal, for which nobody waits longer
/// than a quarter of a second: one that is late goes on for at most five seconds, and its answer is there the
/// next time. Nothing where nothing came; `file` may be "" for keeping nothing.
std::vector<std::string> recall(const std::string& file,
                                const std::function<std::vector<std::string>()>& ask);

}  // namespace aictl::commands
