#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/base/value.h"
#include "core/kube/status/status.h"

namespace aictl::kube {

/// How a container ended that did not end well.
struct ContainerExit {
  std::string pod;
  std::string container;
  std::int64_t code = 0;
  std::string reason;  ///< `OOMKilled`, `Error`, …; "" for none
  std::string ended;   ///< RFC 3339; "" where it is not known
};

/// How a container of the pod ended otherwise than well, now or before its last restart: `container`, or
/// where that did not, any other; none where all ended well or go on.
std::optional<ContainerExit> failedExit(const Value& pod, const std::string& container);

/// Of all pods of an object the exit that was first: most often others follow from it. None where no pod has
/// one, or the pods are gone. It lists the pods.
Result<std::optional<ContainerExit>> firstFailedExit(Client& client, Discovery& discovery,
                                                     const Member& member);

}  // namespace aictl::kube
