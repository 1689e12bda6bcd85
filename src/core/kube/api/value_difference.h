#pragma once

#include <string>
#include <vector>

#include "core/base/value.h"

namespace aictl::kube {

/// Two values that differ, at the deepest place where they do.
struct Difference {
  std::string path;  ///< below the path that was given: `spec.containers[0].image`
  Value before;      ///< null where there is none
  Value after;       ///< null where there is none
};

/// Where two values differ: key by key of maps, item by item of lists of one length.
std::vector<Difference> differences(const std::string& path, const Value& before, const Value& after);

}  // namespace aictl::kube
