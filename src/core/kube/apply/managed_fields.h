#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/value.h"

namespace aictl::kube {

/// A field that the apply of a manifest would change.
struct FieldChange {
  std::string path;                 ///< `spec.template.spec.containers[name="app"].image`
  Value before;                     ///< as the server has it; null where it is not there
  Value after;                      ///< as the manifest has it, with its place; null where it is taken out
  std::vector<std::string> owners;  ///< managers of other names that own it, sorted
  bool ownershipAlone = false;      ///< the value stays: that we say it too is all that changes
  /// All that the manifest says is there, in a field that is owned as a whole: what is there beside may be
  /// defaults of the server, or what the manifest said before.
  bool mayBeDefaults = false;

  /// The server would refuse it: somebody else owns it with another value.
  bool conflicts() const { return !after.isNull() && !owners.empty() && !ownershipAlone; }
};

/// What server-side apply of the manifest by this manager would change in the live object, told from its
/// `metadata.managedFields` alone: fields that get another value, that we own and no longer say, or say and
/// do not own yet. None: the server would change nothing. Items of lists are matched by the keys that the
/// server names in managedFields, quantities of native fields by what they stand for.
/// (FieldsV1: sigs.k8s.io/structured-merge-diff, fieldpath/serialize-pe.go.)
std::vector<FieldChange> fieldChanges(const Value& manifest, const Value& live, std::string_view manager);

/// Whether somebody ever applied the object by server-side apply. Controllers copy the labels of an object to
/// what they make of it (Endpoints of a Service, copies of a Secret): that was not.
bool wasApplied(const Value& live);

/// Whether this manager owns the field at a path of keys, as in `spec.suspend`, by an apply.
bool ownsField(const Value& live, std::string_view manager, std::string_view path);

/// Who made or changed the object last, other than `manager`: names in `metadata.managedFields`, sorted.
std::vector<std::string> otherManagers(const Value& live, std::string_view manager);

}  // namespace aictl::kube
