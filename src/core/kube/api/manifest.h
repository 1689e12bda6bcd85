#pragma once

#include <string>
#include <vector>

#include "core/base/value.h"

namespace aictl::kube {

/// One object to be, with the places that its values came from.
struct Manifest {
  Value object;
  std::string entry;  ///< the entry of the stack that it belongs to, for findings; "" for none
};

/// Manifests in the order in which they are applied: all of a wave at once, once the wave before is done.
using Waves = std::vector<std::vector<Manifest>>;

/// What to do with a field that another manager owns and that has another value.
enum class Conflicts { refuse, take };

}  // namespace aictl::kube
