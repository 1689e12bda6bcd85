#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace aictl::pack {

/// The lines that differ between two texts, as a unified diff with three lines around (libgit2's); "" where
/// none do, none where libgit2 is not installed.
std::optional<std::string> unifiedDiff(std::string_view before, std::string_view after,
                                       const std::string& name);

}  // namespace aictl::pack
