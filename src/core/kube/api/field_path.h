#pragma once

#include <string_view>

#include "core/base/value.h"

namespace aictl::kube {

/// What a path of an API server leads to.
struct Located {
  const Value* value = nullptr;  ///< the deepest that is there
  Origin origin;                 ///< its place, else that of the nearest value around it which has one
  bool whole = false;            ///< the path ends here: nothing of it was missing
};

/// Follows a path as API servers write them: `spec.template.spec.containers[0].image`,
/// `.spec.containers[name="m"].resources.limits.nvidia.com/gpu`, `metadata.annotations[a.b/c]`,
/// `.data["a.b"]`. A key may hold dots and brackets, unquoted: the longest one that is there counts.
Located locate(const Value& manifest, std::string_view path);

}  // namespace aictl::kube
