#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/value.h"

namespace aictl::kube {

/// Whether quantities of native kinds stand under this key: `limits`, `hard`.
bool isQuantityField(std::string_view key);

/// A value that cannot be what its field is.
struct Unreadable {
  std::string path;    ///< `spec.containers[0].resources.limits.memory`
  std::string found;   ///< `'16GB'`; `it` where it may be secret
  std::string remedy;  ///< what to write
};

/// The first value of a manifest that is no quantity or no base64 where a native kind has such. A server that
/// cannot read an object says no field.
std::optional<Unreadable> firstUnreadable(const Value& manifest);

}  // namespace aictl::kube
