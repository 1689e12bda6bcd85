#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/value.h"

namespace aictl::kube {

/// The storage that pods wait for: PersistentVolumeClaims, the volumes that they are bound to, and classes.
/// What was not read is not judged.
class VolumeClaims {
 public:
  /// Of a list that was read whole: a claim of this namespace that was not added does not exist.
  void setRead(std::string_view nameSpace) { readNamespaces_.emplace(nameSpace); }
  void addClaim(const Value& claim);
  void addVolume(const Value& volume);
  void addClass(const Value& storageClass);
  /// All storage classes were read.
  void setClassesRead() { areClassesRead_ = true; }
  /// A claim that is not there yet and comes with what is applied; nothing is asked of it.
  void addComing(std::string_view nameSpace, std::string_view claim);

  /// Why no node can take a pod of this namespace, one sentence each: `the claim 'data' does not exist`, `the
  /// claim 'data' of the storage class 'fast' is not bound to a volume yet`. Empty where the claims stand in
  /// no way.
  std::vector<std::string> obstacles(const Value& podSpec, std::string_view nameSpace) const;

  /// Why the volumes of such a pod cannot be reached from the node, as words that follow a number of nodes:
  /// `that the volume of the claim 'data' cannot be reached from (zone in [a])`; "" where they can, as far as
  /// it is known.
  std::string refusal(const Value& node, const Value& podSpec, std::string_view nameSpace) const;

 private:
  /// What keeps the pods of a claim from a node, as words that follow its name; "" where nothing does.
  std::string troubleOf(const Value& claim) const;

  bool areClassesRead_ = false;
  std::set<std::string, std::less<>> readNamespaces_;
  std::map<std::string, Value, std::less<>> claims_;  ///< by NAMESPACE/NAME
  std::map<std::string, Value, std::less<>> volumes_;
  std::map<std::string, Value, std::less<>> classes_;
  std::set<std::string, std::less<>> coming_;
};

}  // namespace aictl::kube
