#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/kube/api/discovery.h"
#include "core/kube/connection/client.h"

namespace aictl::kube {

/// The names of the objects that these collections have, sorted, each once; of a long collection the first
/// 500. All are asked for at once, and nothing of the objects but their metadata. A collection that the
/// server has not, or that this user may not list, gives none. A Failure where no answer came.
Result<std::vector<std::string>> objectNames(Client& client, std::span<const Resource> collections,
                                             const std::string& namespaceName);

}  // namespace aictl::kube
