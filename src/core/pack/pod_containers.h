#pragma once

#include "core/base/value.h"

namespace aictl::pack {

/// The containers of a pod as its status has them, init containers first: maps of `name`, `image`, `init`,
/// `ready`, `running` and `restarts`; `waiting` ({reason, message}, null where it does not wait); `ended`
/// ({code, reason, message, at} of its last end, null where it has not ended yet); `limits` of its resources.
Value podContainers(const Value& pod);

}  // namespace aictl::pack
