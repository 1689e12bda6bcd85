#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/kube/status/status.h"

namespace aictl::kube {

/// How the objects of a stack are, as one hears of them one by one.
class StatusCollection {
 public:
  /// The question has to stay as long as this.
  StatusCollection(pack::Kinds& kinds, const StatusQuestion& question);

  /// Whether all that is asked for is expected; else the parent of the stack may know of other kinds.
  bool isAllExpected() const;

  /// Takes an object that is there; one that is not asked for is passed over. A fault of the facts of its
  /// kind is a Failure.
  std::optional<Failure> take(const Value& live);
  /// Takes one that others wait for, and that is not shown.
  std::optional<Failure> takeOther(const Value& live);
  /// Forgets one of either that is gone.
  void forget(const ObjectName& name);
  /// This user may not list the kind, in all namespaces where that is "".
  void hide(const Kind& kind, const std::string& namespaceName);

  /// Objects that those taken wait for, and that were not taken.
  std::vector<ObjectName> missingOthers() const;

  /// All of them: those expected in their order, those named that are there, then others of the stack. What
  /// the cluster has no kind of is known from `discovery`.
  std::vector<ObjectStatus> objects(const Discovery& discovery) const;

 private:
  /// The identity of an object, in which one without a namespace is as one of the stack's: a manifest need
  /// not say it, and no kind has both.
  std::string keyOf(ObjectName name) const;
  bool isAsked(const std::string& entry) const;
  Result<ObjectStatus> statusFor(const Value& live) const;
  ObjectStatus missing(const ObjectName& name, const Discovery& discovery) const;
  const ObjectStatus* find(const ObjectName& name) const;

  pack::Kinds& kinds_;
  const StatusQuestion& question_;
  std::map<std::string, const ObjectName*> expected_;  ///< by key, as below
  std::map<std::string, ObjectStatus> found_;
  std::map<std::string, ObjectStatus> others_;
  std::vector<ObjectName> hidden_;
};

}  // namespace aictl::kube
