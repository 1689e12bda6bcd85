#pragma once

#include <string>
#include <tuple>
#include <vector>

#include "core/pack/pack.h"

namespace aictl::commands {

/// A field of a manifest: `job.batch`, `spec.parallelism`.
struct Reached {
  std::string object;
  std::string field;  ///< "" for all of it

  friend bool operator==(const Reached&, const Reached&) = default;
  friend bool operator<(const Reached& a, const Reached& b) {
    return std::tie(a.object, a.field) < std::tie(b.object, b.field);
  }
};

/// Which fields of manifests a property of a template's spec reaches, found by trying: the template's
/// examples are rendered with several values at the path, and what changes is what it reaches. Sorted, each
/// once; what depends on other properties that no example has is not found.
std::vector<Reached> reach(const pack::Packs::Found& found, const std::vector<std::string>& path);

}  // namespace aictl::commands
