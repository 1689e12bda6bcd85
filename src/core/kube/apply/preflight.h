#pragma once

#include <vector>

#include "core/base/result.h"
#include "core/kube/api/discovery.h"
#include "core/kube/api/manifest.h"
#include "core/kube/api/objects.h"
#include "core/kube/connection/client.h"
#include "core/pack/kinds.h"

namespace aictl::kube {

/// A manifest and the name of its object in the cluster.
struct Target {
  const Manifest* manifest = nullptr;  ///< one of the waves that were given
  ObjectName name;                     ///< with the namespace that it goes to
};

/// What is known of the cluster before its objects are looked at.
struct Preflight {
  std::vector<Target> targets;  ///< one a manifest, in the order of the waves
  std::vector<Kind> coming;     ///< kinds that the waves bring
};

/// The kinds that a CustomResourceDefinition brings; none of another manifest.
std::vector<Kind> kindsBrought(const Value& manifest);

/// Looks at the manifests and the cluster. A Failure has all that stands in the way: manifests without kind
/// or name (badInput), kinds that are not served (refused), namespaces that are not there (badInput).
Result<Preflight> preflight(Client& client, Discovery& discovery, pack::Kinds& kinds, const Waves& waves);

}  // namespace aictl::kube
