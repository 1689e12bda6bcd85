#pragma once

#include <map>
#include <string>
#include <utility>

#include "core/kube/apply.h"

namespace aictl::kube {

/// What is known of the cluster before the first object is sent.
struct Preflight {
  std::vector<Applied> items;  ///< one a manifest, in the order of the waves, with its name
  std::vector<Kind> coming;    ///< kinds that the waves bring
  /// The resourceVersion of each collection (kind and namespace), where it could be read.
  std::map<std::string, std::uint64_t> revisions;
};

/// Under which key `revisions` has the collection of an object.
std::string collectionKey(const ObjectName& object);

/// The kinds that a CustomResourceDefinition brings; none of another manifest.
std::vector<Kind> kindsBrought(const Value& manifest);

/// Looks at the manifests and the cluster. A Failure has all that stands in the way: manifests without kind
/// or name (badInput), kinds that are not served (refused), namespaces that are not there (badInput).
Result<Preflight> preflight(Client& client, Discovery& discovery, const Waves& waves, Storing storing);

}  // namespace aictl::kube
