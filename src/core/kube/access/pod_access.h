#pragma once

#include <optional>
#include <string>

#include "core/kube/access/kubeconfig.h"

namespace aictl::kube {

/// Where a pod finds its service account.
constexpr const char* podSecrets = "/var/run/secrets/kubernetes.io/serviceaccount";

/// The access that a pod has by its service account, whose files are in `folder`; none where this is no pod.
std::optional<Access> podAccess(const std::string& folder);

}  // namespace aictl::kube
