#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/value.h"
#include "core/pack/pack.h"
#include "core/pack/wanted.h"

namespace aictl::pack {

/// A kind of queue in which objects wait until there is quota for them: one document of
/// `queues/NAME.yaml` of a pack. templates/README.md has the table of its keys.
class QueueKind {
 public:
  /// What was read of a queue so far, by Wanted::as.
  using Found = std::map<std::string, Value>;

  /// Faults of the document itself become findings.
  QueueKind(const Value& document, Findings& findings);

  /// The name of the queue that the object is for; "" for none. A fault of the pack is a Failure, here and
  /// below.
  Result<std::string> nameFor(const Value& object) const;

  /// How many objects are to be read of a queue, one after another.
  std::size_t steps() const { return steps_.size(); }
  /// The object of a step, which those before it lead to.
  Result<Wanted> step(std::size_t index, const std::string& name, const Found& found) const;
  /// What it means that there is no such object: `it is not in this namespace`.
  Result<std::string> missing(std::size_t index, const std::string& name, const Found& found) const;

  /// `{closed, complete, groups}` of a queue of which all was read.
  Result<Value> room(const std::string& name, const Found& found) const;

 private:
  Value document_;
  std::vector<Value> steps_;
};

/// Those of all packs; a file of a later pack hides one of the same name in an earlier one.
Result<std::vector<QueueKind>> readQueueKinds(Packs& packs);

}  // namespace aictl::pack
