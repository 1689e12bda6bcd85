#pragma once

#include <string>

namespace aictl {

/// Where this program keeps what it can make again: `$XDG_CACHE_HOME/aictl`, or `~/.cache/aictl` (XDG base
/// directories); it may not be there yet. "" where the environment names no folder of the person's own: one
/// that all write to would not do.
std::string cacheFolder();

/// Makes the folders above a file of the cache, for the user alone. False where that cannot be.
bool makePrivateFolders(const std::string& path);

}  // namespace aictl
