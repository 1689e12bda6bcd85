#pragma once

#include <functional>
#include <optional>
#include <span>

#include "core/base/result.h"
#include "core/kube/api/discovery.h"
#include "core/kube/api/objects.h"
#include "core/kube/apply/apply_set.h"
#include "core/kube/connection/client.h"

namespace aictl::kube {

/// What is to be read of a cluster before a plan.
struct LiveQuestion {
  std::span<const ObjectName> objects;  ///< with their namespaces; their kinds are learnt
  std::vector<Kind> kinds;              ///< others that members of the set may be of
  std::set<std::string> namespaces;     ///< others that they may be in
};

/// Takes what is read, one object at a time, so that not all have to be kept.
struct LiveAnswers {
  /// One of the objects asked for, by its position; null where it is not there.
  std::function<void(std::size_t, const Value&)> object;
  /// A member of the set that was not asked for.
  std::function<void(const Value&)> member;
  /// Members of this kind cannot be listed by this user.
  std::function<void(const Kind&, const std::string& namespaceName)> hidden;
  /// The server has no such kind, although it had when it was asked for its kinds.
  std::function<void(const Kind&)> gone;
};

/// Reads the objects and all members of the set: one list a kind and namespace, in chunks, all at once; then
/// those that are there without being members, one by one. Nothing is listed over all namespaces.
std::optional<Failure> readLive(Client& client, const Discovery& discovery, const ApplySet& set,
                                const LiveQuestion& question, const LiveAnswers& answers);

/// `GROUP/KIND/NAMESPACE/NAME`: an object is the same in all versions of its group.
std::string identityOf(const ObjectName& name);

}  // namespace aictl::kube
