#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/value.h"
#include "core/kube/api/discovery.h"
#include "core/kube/api/objects.h"
#include "core/kube/connection/client.h"

namespace aictl::kube {

/// The label by which an object belongs to an ApplySet; its value is the id of the set.
inline constexpr std::string_view partOfLabel = "applyset.kubernetes.io/part-of";

/// The label of a parent with the id of its set.
inline constexpr std::string_view idLabel = "applyset.kubernetes.io/id";

/// The label with the name of the stack.
inline constexpr std::string_view stackLabel = "aictl.dev/stack";

/// A stack as the cluster knows it: an ApplySet (KEP-3659), whose parent is a ConfigMap of the stack's
/// namespace.
struct ApplySet {
  std::string stack;
  std::string namespaceName;

  /// `aictl-STACK`
  std::string parentName() const;
  /// `applyset-<base64url(sha256(NAME.NAMESPACE.KIND.GROUP))>-v1`
  std::string id() const;
  /// The label selector of its members.
  std::string selector() const;
};

/// What the parent says of an ApplySet.
struct ApplySetParent {
  bool exists = false;
  std::string resourceVersion;
  std::vector<Kind> kinds;           ///< that members may be of
  std::set<std::string> namespaces;  ///< that members may be in, beside the parent's own

  /// A map of entries to their specs as they were applied last; what came from the environment of the
  /// process as a hash.
  Value specs = Value::map();
  /// Where the stack comes from: `{repository, files, environment}`. A stack of the same name with another
  /// source is another stack.
  Value source;
  /// What is good to know, and is no difference: `{commit, version}`.
  Value facts;
  /// A digest of each object as it was sent last, by its identity: what tells a default of the server from a
  /// field that the stack does not say any more, where a kind's lists are owned as a whole.
  Value sent = Value::map();
  /// The last run of each object that is one: a map of `KIND.GROUP/NAME` to `{uid, outcome}`.
  Value runs = Value::map();
};

/// What an object says that is a parent.
ApplySetParent parentOf(const Value& live);

/// Reads the parent; one that does not exist where there is none. An object of its name that is no parent
/// of this set is a Failure.
Result<ApplySetParent> readParent(Client& client, Discovery& discovery, const ApplySet& set);

/// Writes the parent, which then says just this, and gives its new resourceVersion; "" where somebody else
/// has written it since it had `parent.resourceVersion`: then it is left as it is.
Result<std::string> writeParent(Client& client, Discovery& discovery, const ApplySet& set,
                                const ApplySetParent& parent);

/// What two that apply a stack at once let its parent say together: the scope of both, so that nothing is
/// lost of either; of what both say otherwise, what `ours` says. With the version of `theirs`.
ApplySetParent united(const ApplySetParent& theirs, const ApplySetParent& ours);

/// Lists the stacks of a namespace, or of all where it is "": each with its parent as the server has it.
std::optional<Failure> listStacks(Client& client, Discovery& discovery, const std::string& namespaceName,
                                  const std::function<void(const ApplySet&, const Value&)>& each);

/// The digest of an object that is sent, for `sent`.
std::string digestOf(const Value& object);

/// The parent as an object.
Value parentObject(const ApplySet& set, const ApplySetParent& parent);

}  // namespace aictl::kube
