#pragma once

#include "core/kube/connection/http.h"

namespace aictl::kube {

/// Whether the connection ended while TLS was being agreed on: nothing was sent by then.
bool endedInHandshake(const Attempt& attempt);

/// Why no answer came, in words, with what to check.
Failure transportFailure(const Attempt& attempt, const Access& access, const ClientOptions& options);

}  // namespace aictl::kube
