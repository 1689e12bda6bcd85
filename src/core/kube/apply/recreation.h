#pragma once

#include <functional>
#include <optional>

#include "core/base/result.h"
#include "core/kube/api/discovery.h"
#include "core/kube/apply/plan.h"
#include "core/kube/connection/client.h"

namespace aictl::kube {

/// Whether the server would make a step's object anew, asked before the one that is there is deleted: a dry
/// run of a creation, which validates and admits all before it finds that the name is taken (apiserver,
/// registry/generic/registry/store.go, Create). All happens in Client::run, where `answer` gets why not:
/// refused, or noAnswer. An apply is tried before, for a field that the kind has not. What the old object
/// itself may be in the way of (its share of a quota, its ports) is no reason.
void askRecreation(Client& client, const Resource& resource, const Step& step, const std::string& manager,
                   std::function<void(std::optional<Failure>)> answer);

}  // namespace aictl::kube
