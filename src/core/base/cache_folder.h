#pragma once

#include <string>

namespace aictl {

/// Where this program keeps what it can make again: `$XDG_CACHE_HOME/aictl`, or `~/.cache/aictl` (XDG base
/// directories); it may not be there yet. "" where the environment names no folder of the person's own: one
/// that all write to would not do.
std::string cacheFolder();

}  // namespace aictl
