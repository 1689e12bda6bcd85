#pragma once

#include <span>
#include <string_view>

namespace aictl::commands {

/// How this program was built; written by the build (src/CMakeLists.txt).
struct BuildFact {
  std::string_view name;   ///< `compiler`, `libcurl` …
  std::string_view value;  ///< "" where it is not known
};

/// Commit, kind of build, compiler and system.
std::span<const BuildFact> buildFacts();

/// The libraries that it was built with, and their versions; of those that are opened at first use, the
/// versions of their headers.
std::span<const BuildFact> buildLibraries();

}  // namespace aictl::commands
