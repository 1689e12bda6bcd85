#pragma once

#include "core/kube/connection/http.h"

namespace aictl::kube {

/// Why no answer came, in words, with what to check.
Failure transportFailure(const Attempt& attempt, const Access& access, const ClientOptions& options);

}  // namespace aictl::kube
